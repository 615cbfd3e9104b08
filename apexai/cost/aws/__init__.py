"""What AWS resources use, one module a service."""
