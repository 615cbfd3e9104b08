"""What Azure resources use, one module a service."""
