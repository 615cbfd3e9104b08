"""Programs that are written into users' repositories as they stand, each as the `__main__.py` of a project."""
