"""`apexai preview`: what a spec, or a Pulumi project, would create."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack

import click

from apexai.cli.configuration import parse_config
from apexai.cli.graph_file import check_graph_file, write_graph_file
from apexai.cli.judging import JudgingOptions, judging_options, load_criteria
from apexai.cli.report_files import parse_outputs, write_reports
from apexai.cli.terminal import print_json, print_text, progress, wants_color, width
from apexai.preview.options import ALL_TARGETS, DEFAULT_TIMEOUT_SECONDS, PreviewOptions
from apexai.report.formats import Format, Layout, render_report
from apexai.spec.fields import Platform

if TYPE_CHECKING:
    from apexai.preview.result import Preview

_TARGETS: Final = (*map(str, Platform), ALL_TARGETS)
_LONGEST_SECONDS: Final = 24 * 3600


def _seconds(context: click.Context, parameter: click.Parameter, value: float) -> float:
    if not 0 < value <= _LONGEST_SECONDS:  # NaN is within no bounds.
        raise click.BadParameter(
            f"{value:g} is not within 0 and {_LONGEST_SECONDS}, which is a day.", context, parameter
        )
    return value


@click.command("preview")
@click.argument("path")
@click.option("--target", type=click.Choice(_TARGETS), help="Preview specs on this platform, or on all that are built.")
@click.option("--stack", metavar="NAME", help="Stack whose configuration is read.  [default: dev]")
@click.option("--config", "pairs", metavar="KEY=VALUE", multiple=True, help="Configuration over the stack's own.")
@click.option("--invokes", type=click.Path(path_type=Path), help="File with answers to data sources and other stacks.")
@click.option("--timeout", type=float, callback=_seconds, default=DEFAULT_TIMEOUT_SECONDS, show_default=True,
              metavar="SECONDS", help="How long a program may run.")  # fmt: skip
@click.option("--format", "form", type=click.Choice([form.value for form in Format]), default="text", show_default=True)
@click.option("--output", "outputs", metavar="[FORMAT=]FILE", multiple=True,
              help="Write the report to a file as well; may be repeated.")  # fmt: skip
@click.option("--full", is_flag=True, help="Show every resource and every note.")
@click.option("--all-results", is_flag=True, help="Show also rules that pass or don't apply.")
@click.option("--graph", type=click.Path(path_type=Path), help="Write the resource graph to this file, as JSON.")
@click.option("--against", metavar="REF|FILE",
              help="Show what changes since a git revision, or from another path or saved report.")  # fmt: skip
@judging_options
def command(
    path: str,
    target: str | None,
    stack: str | None,
    pairs: tuple[str, ...],
    invokes: Path | None,
    timeout: float,
    form: str,
    outputs: tuple[str, ...],
    full: bool,
    all_results: bool,
    graph: Path | None,
    against: str | None,
    **chosen: Unpack[JudgingOptions],
) -> int:
    """Show what PATH would create, without a cloud account, credentials or a network.

    PATH is a spec file, a directory of specs, the directory of a Pulumi project in Python, or what `pulumi stack
    export` or `pulumi preview --json` printed, which a file is recognised as by its content. - is standard input.
    """
    config, criteria = parse_config(pairs), load_criteria(chosen)
    options = PreviewOptions(stack=stack, config=config, invokes=invokes, timeout_seconds=timeout, criteria=criteria)
    files = parse_outputs(outputs)
    if graph is not None:
        check_graph_file(graph)
    with progress(f"previewing {path}"):
        preview = _preview(path, options, target=target, against=against)
    layout = Layout(full=full, all_results=all_results)
    _print(preview, Format(form), layout)
    write_reports(files, preview, layout)
    if graph is not None:
        write_graph_file(graph, preview)
    return preview.exit_code


def _preview(path: str, options: PreviewOptions, *, target: str | None, against: str | None) -> "Preview":
    from apexai.preview.criteria import criteria_of
    from apexai.preview.paths import preview_path
    from apexai.preview.result import Preview
    from apexai.preview.usage_check import check_usage
    from apexai.spec.codes import NO_SPECS
    from apexai.spec.loader import PathError

    try:
        preview = preview_path(path, options, target=target)
    except PathError as error:
        unread = Preview(diagnostics=(error.diagnostic,))
        if against is None or error.diagnostic.code != NO_SPECS:
            return unread
        left = _compared(Preview(), path, options, target=target, against=against)
        return left if left.removed else unread
    check_usage(preview, criteria_of(options))
    return preview if against is None else _compared(preview, path, options, target=target, against=against)


def _compared(preview: "Preview", path: str, options: PreviewOptions, *, target: str | None, against: str) -> "Preview":
    from apexai.preview.against import compare_preview, load_baseline

    return compare_preview(preview, load_baseline(against, path, options, target=target))


def _print(preview: "Preview", form: Format, layout: Layout) -> None:
    from apexai.preview.result import EXIT_OWN_FAULT
    from apexai.report.errors import render_errors
    from apexai.report.wording import clean_lines

    if preview.program_output:
        print_text(clean_lines(preview.program_output) + "\n", err=True)
    if form is Format.TEXT:
        print_text(render_report(preview, form, replace(layout, width=width(), color=wants_color())))
    else:
        print_json(render_report(preview, form, layout))
    print_text(render_errors(preview), err=True)
    if preview.exit_code == EXIT_OWN_FAULT:
        from apexai.cli.bug import render_bug_hint

        print_text(render_bug_hint(), err=True)
