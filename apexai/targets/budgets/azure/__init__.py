"""Budgets on Azure: Cost Management budgets, action groups and anomaly alerts."""
