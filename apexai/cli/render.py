"""`apexai render`: a spec as manifests, for clusters whose state a controller takes from Git."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack

import click

from apexai.cli.configuration import parse_config
from apexai.cli.delivering import STDOUT, DeliveryOptions, delivery_options, load_delivery
from apexai.cli.judging import JudgingOptions, judging_options, load_criteria
from apexai.cli.terminal import print_json, print_text, progress
from apexai.errors import UsageError
from apexai.preview.options import DEFAULT_TIMEOUT_SECONDS, PreviewOptions
from apexai.spec.fields import Platform

if TYPE_CHECKING:
    from apexai.gitops.rendering import Rendering

_EXIT_OUTDATED: Final = 1


class _Options(JudgingOptions, DeliveryOptions):
    pass


@click.command("render")
@click.argument("path")
@delivery_options
@click.option("--check", is_flag=True, help="Write nothing, and fail where DIR is not up to date.")
@click.option("--target", type=click.Choice([str(Platform.KUBERNETES)]),
              help="Render specs that name another platform, with their overrides for this one.")  # fmt: skip
@click.option("--stack", metavar="NAME", help="Stack whose configuration is read.  [default: dev]")
@click.option("--config", "pairs", metavar="KEY=VALUE", multiple=True, help="Configuration over the stack's own.")
@click.option("--invokes", type=click.Path(path_type=Path), help="File with answers to data sources and other stacks.")
@click.option("--timeout", type=click.FloatRange(0, 24 * 3600, min_open=True), default=DEFAULT_TIMEOUT_SECONDS,
              show_default=True, metavar="SECONDS", help="How long a program may run.")  # fmt: skip
@judging_options
def command(
    path: str,
    check: bool,
    target: str | None,
    stack: str | None,
    pairs: tuple[str, ...],
    invokes: Path | None,
    timeout: float,
    **chosen: Unpack[_Options],
) -> int:
    """Render what PATH creates in a cluster as YAML, for Argo CD, Flux or kubectl.

    PATH is a spec file, a directory of specs, the directory of a Pulumi project in Python, or - for standard input. The
    rules and the budget are judged first, as `apexai preview` does, and where they fail nothing is written.
    """
    from apexai.gitops.rendering import render_path

    if check and chosen["output"] == STDOUT:
        raise UsageError("--check needs --output DIR, which it looks at [APX-GIT-015]")
    delivery = load_delivery(chosen)
    options = PreviewOptions(
        stack=stack,
        config=parse_config(pairs),
        invokes=invokes,
        timeout_seconds=timeout,
        criteria=load_criteria(chosen),
    )
    with progress(f"rendering {path}"):
        rendering = render_path(path, options, delivery, target=None if target is None else Platform(target))
    _print_judgement(rendering)
    return rendering.exit_code or _deliver(rendering, chosen["output"], check=check)


def _print_judgement(rendering: "Rendering") -> None:
    from apexai.report.rendering import render_judgement, render_refusal
    from apexai.report.wording import clean_lines

    if rendering.preview.program_output:
        print_text(clean_lines(rendering.preview.program_output) + "\n", err=True)
    print_text(render_refusal(rendering) if rendering.exit_code else render_judgement(rendering), err=True)


def _deliver(rendering: "Rendering", output: str, *, check: bool) -> int:
    """Print or write the files, or only compare them; the exit code."""
    from apexai.gitops.files import plan_update, write_bundles
    from apexai.report.rendering import render_manifests, render_outdated, render_update

    if output == STDOUT:
        print_json(render_manifests(rendering))
        return 0
    if not check:
        print_text(render_update(write_bundles(rendering.bundles, Path(output)), Path(output)))
        return 0
    update = plan_update(rendering.bundles, Path(output))
    print_text(render_outdated(update), err=True)
    return 0 if update.is_empty else _EXIT_OUTDATED
