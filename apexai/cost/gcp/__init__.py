"""What Google Cloud resources use, one module a service."""
