"""The exact rules of the target, one subject a module."""
