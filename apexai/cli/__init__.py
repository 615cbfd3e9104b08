"""The command line: one file a command; each parses, calls the layers below and prints."""
