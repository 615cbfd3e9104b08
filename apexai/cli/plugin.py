"""`apexai plugin`: write the directory by which programs in other languages use the components."""

import shlex
from collections.abc import Mapping
from pathlib import Path

import click

from apexai.cli.terminal import print_text
from apexai.errors import UsageError
from apexai.files import write_whole
from apexai.plugin.directory import EXTRAS, render_directory, render_directory_for, requirement_of


@click.command("plugin")
@click.argument("directory", default="apexai-plugin")
@click.option(
    "--extra", "extras", multiple=True, type=click.Choice(EXTRAS), help="A platform's SDK to install; all if not given."
)
@click.option(
    "--virtualenv", help="Run in this virtual environment, which has apexai, instead of one that Pulumi makes."
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
def command(directory: str, extras: tuple[str, ...], virtualenv: str | None, force: bool) -> int:
    """Write DIRECTORY, apexai-plugin where none is given, for Pulumi YAML, TypeScript, Go, .NET and Java.

    Commit it beside the project: `pulumi package add ./apexai-plugin` makes an SDK of it, and `packages: {apexai:
    ./apexai-plugin}` in Pulumi.yaml is all that a YAML program takes.
    """
    if not directory or virtualenv == "":
        raise UsageError("DIRECTORY and --virtualenv name a directory: write . for this one [APX-PLG-004]")
    if virtualenv is not None and extras:
        raise UsageError("--extra: --virtualenv names one that has them already; give one of the two [APX-PLG-001]")
    if virtualenv is None:
        files = render_directory(requirement=requirement_of(extras or EXTRAS))
    else:
        files = render_directory_for(virtualenv=virtualenv)
    _write(Path(directory), files, force=force)
    shown = shlex.quote(directory if Path(directory).is_absolute() else f"./{directory.removeprefix('./')}")
    print_text(f"wrote {directory}: pulumi package add {shown} makes an SDK of it\n")
    return 0


def _write(directory: Path, files: Mapping[str, str], *, force: bool) -> None:
    there = [str(directory / name) for name in files if (directory / name).exists()]
    if there and not force:
        raise UsageError(f"{', '.join(there)}: there already; write --force to replace what is there [APX-PLG-002]")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            write_whole(directory / name, text)
    except OSError as error:
        raise UsageError(f"{directory}: {error.strerror} [APX-PLG-003]") from None
