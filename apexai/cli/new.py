"""`apexai new`: write a commented document to start from."""

from pathlib import Path

import click

from apexai.cli.terminal import print_text
from apexai.errors import UsageError
from apexai.spec.fields import Platform
from apexai.targets.registry import available_platforms


@click.command("new")
@click.argument("platform", type=click.Choice([str(platform) for platform in available_platforms()]))
@click.argument("path", default="service.yaml")
@click.option("--name", default="my-model", show_default=True, help="Name of the deployment and of its model.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(platform: str, path: str, name: str, force: bool) -> int:
    """Write a commented document for PLATFORM to PATH, service.yaml where none is given.

    PATH `-` prints it. `apexai preview PATH` shows what it would create and cost.
    """
    from apexai.scaffold import BESIDE, render_spec

    _check_name(name)
    text = render_spec(Platform(platform), name=name)
    if path == "-":
        print_text(text)
        return 0
    _write(Path(path), text, force=force)
    beside = BESIDE.get(Platform(platform))
    first = f"put your {beside} beside it; then " if beside is not None else ""
    print_text(f"wrote {path}: {first}apexai preview {path} shows what it would create\n")
    return 0


def _check_name(name: str) -> None:
    from pydantic import TypeAdapter, ValidationError

    from apexai.spec.formats import Name

    try:
        TypeAdapter(Name).validate_python(name)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise UsageError(f"--name: {reason} [APX-NEW-001]") from None


def _write(path: Path, text: str, *, force: bool) -> None:
    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already: write --force to replace it [APX-NEW-002]") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror} [APX-NEW-003]") from None
