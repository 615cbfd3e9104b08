"""Describe an AI model deployment once; preview, price and check it before anything exists."""

__version__ = "0.1.0"
