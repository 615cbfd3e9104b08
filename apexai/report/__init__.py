"""The reports: one module a format, each from the same preview."""
