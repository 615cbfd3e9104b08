"""The brake of a Deployment: a CronJob in its own namespace, which needs nothing but Python."""
