"""Budgets on AWS: AWS Budgets, Cost Anomaly Detection, and the brake of a Lambda function."""
