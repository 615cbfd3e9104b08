"""The child process: runs one Pulumi program in the project's own interpreter; knows only `pulumi` beside the stdlib.

Nothing in here imports apexai, and everything runs on CPython 3.9 and later, whatever apexai itself needs.
"""
