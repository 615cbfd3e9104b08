"""`apexai validate`: check specs without any cloud SDK."""

from typing import Final

import click

from apexai.cli.configuration import parse_config
from apexai.cli.terminal import print_json, print_text
from apexai.preview.options import ALL_TARGETS
from apexai.preview.surroundings import surroundings_of
from apexai.preview.validation import check_specs
from apexai.spec.fields import Platform

_TARGETS: Final = (*map(str, Platform), ALL_TARGETS)
_EXIT_INVALID: Final = 2


@click.command("validate")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--target", type=click.Choice(_TARGETS), help="Check for this platform, or for all that are built.")
@click.option("--config", "pairs", metavar="KEY=VALUE", multiple=True, help="What the stack's configuration says.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(paths: tuple[str, ...], target: str | None, pairs: tuple[str, ...], form: str) -> int:
    """Check the specs in each PATH: a file, a directory, or - for standard input.

    Every error of every document is told at once, with its place. Of the configuration, apexai:registry and
    apexai:environment are read.
    """
    from apexai.report import validation as report

    surroundings = surroundings_of(parse_config(pairs))
    found = check_specs(paths, target=target, surroundings=surroundings)
    exit_code = _EXIT_INVALID if found.fails else 0
    if form == "json":
        print_json(report.render_validation_json(found, exit_code=exit_code))
    else:
        print_text(report.render_verdicts(found))
        print_text(report.render_problems(found), err=True)
    return exit_code
