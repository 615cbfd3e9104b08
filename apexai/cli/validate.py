"""`apexai validate`: check specs without any cloud SDK."""

import click

from apexai.spec.loader import load_specs


@click.command("validate")
@click.argument("paths", nargs=-1, required=True)
def command(paths: tuple[str, ...]) -> int:
    """Check the specs in PATHS: files, directories, or - for standard input."""
    for path in paths:
        load_specs(path)
    return 0
