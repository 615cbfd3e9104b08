"""Rules that hold for every target on Azure, one subject a module."""
