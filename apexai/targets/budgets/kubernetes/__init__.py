"""Budgets in a cluster: rules on OpenCost's metrics, who hears of them, quotas, and the brake of Deployments."""
