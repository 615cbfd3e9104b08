"""`apexai compare`: what a spec costs on every platform, side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack

import click

from apexai.cli.configuration import parse_config
from apexai.cli.judging import JudgingOptions, judging_options, load_criteria
from apexai.cli.terminal import print_json, print_text, progress, wants_color, width
from apexai.preview.options import DEFAULT_TIMEOUT_SECONDS, PreviewOptions

if TYPE_CHECKING:
    from apexai.compare.paths import Compared

_FORMATS: Final = ("text", "json", "html")


@click.command("compare")
@click.argument("path")
@click.option("--stack", metavar="NAME", help="Stack whose configuration is read.  [default: dev]")
@click.option("--config", "pairs", metavar="KEY=VALUE", multiple=True, help="Configuration over the stack's own.")
@click.option("--invokes", type=click.Path(path_type=Path), help="File with answers to data sources and other stacks.")
@click.option("--timeout", type=click.FloatRange(0, 24 * 3600, min_open=True), default=DEFAULT_TIMEOUT_SECONDS,
              show_default=True, metavar="SECONDS", help="How long the programs may run.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True)
@click.option("--full", is_flag=True, help="Show every refusal and every change of the order.")
@judging_options
def command(
    path: str,
    stack: str | None,
    pairs: tuple[str, ...],
    invokes: Path | None,
    timeout: float,
    form: str,
    full: bool,
    **chosen: Unpack[JudgingOptions],
) -> int:
    """Show what PATH costs on every platform, what keeps it away from some, and which is cheapest at which traffic.

    PATH is a spec file, a directory of specs, or - for standard input. Each program runs once; costs at other numbers
    of requests are estimated from the same resources.
    """
    from apexai.compare.paths import compare_path
    from apexai.preview.usage_check import check_usage

    criteria = load_criteria(chosen)
    options = PreviewOptions(
        stack=stack,
        config=parse_config(pairs),
        invokes=invokes,
        timeout_seconds=timeout,
        criteria=criteria,
    )
    with progress(f"comparing {path}"):
        compared = compare_path(path, options)
        check_usage(compared.preview, criteria)
    _print(compared, form=form, full=full)
    return compared.exit_code


def _print(compared: "Compared", *, form: str, full: bool) -> None:
    from apexai.report.errors import render_loading_errors
    from apexai.report.wording import clean_lines

    if compared.preview.program_output:
        print_text(clean_lines(compared.preview.program_output) + "\n", err=True)
    match form:
        case "json":
            from apexai.report.compare_json import render_compare_json

            print_json(render_compare_json(compared.comparisons, exit_code=compared.exit_code))
        case "html":
            from apexai.report.compare_html import render_compare_html

            print_json(render_compare_html(compared.comparisons))
        case _:
            from apexai.report.compare_text import render_compare_text

            print_text(render_compare_text(compared.comparisons, width=width(), color=wants_color(), full=full))
    print_text(render_loading_errors(compared.preview), err=True)
