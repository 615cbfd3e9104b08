"""The brake of a Cloud Run service: a Cloud Run service itself, which needs nothing but Python."""
