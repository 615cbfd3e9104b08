"""Budgets on Google Cloud: Cloud Billing budgets, with a topic for programs and channels for people."""
