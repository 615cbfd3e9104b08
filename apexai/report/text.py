"""A preview for a person at a terminal: what would be created, what to know about it, and whether it may be had."""

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from apexai.cost.quantity import Case
from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.policy.finding import Evaluation, Verdict
from apexai.preview.result import DeploymentPreview, Origin, Preview, Status
from apexai.report.amounts import change
from apexai.report.blast_radius import blast_radius_of, blast_radius_said, told
from apexai.report.cost_remarks import cost_said
from apexai.report.cost_text import render_cost
from apexai.report.difference_rows import removed_said
from apexai.report.difference_text import render_difference
from apexai.report.findings_text import render_findings
from apexai.report.formats import DEFAULT_WIDTH
from apexai.report.notes import Note, notes_of
from apexai.report.tree import created, tree_rows
from apexai.report.wording import clean, plural

_NARROWEST: Final = 40
_STYLES: Final = {
    DiagnosticSeverity.ERROR: "bold red",
    DiagnosticSeverity.WARNING: "yellow",
    DiagnosticSeverity.NOTE: "cyan",
}
_MOST_PROBLEMS: Final = 20
_STATES: Final = {
    Origin.PROGRAM: "to create",
    Origin.STACK_EXPORT: "deployed",
    Origin.CHECKPOINT: "deployed",
    Origin.PREVIEW_JSON: "planned",
}
_VERBS: Final = {
    Origin.PROGRAM: "Would create",
    Origin.STACK_EXPORT: "Has",
    Origin.CHECKPOINT: "Has",
    Origin.PREVIEW_JSON: "Would have",
}


def render_preview_text(
    preview: Preview,
    *,
    width: int = DEFAULT_WIDTH,
    color: bool = False,
    full: bool = False,
    all_results: bool = False,
) -> str:
    """Lay out a preview.

    Refusals that fail the run, and failures, are only counted here: `render_errors` has their words.

    Args:
        preview: What to show.
        width: Columns; longer lines are wrapped, nothing is cut off.
        color: Whether to write ANSI colours; they carry nothing that the words don't.
        full: One line for each resource and each note.
        all_results: Also rules that pass or don't apply.
    """
    file = StringIO()
    console = Console(
        file=file,
        width=max(width, _NARROWEST),
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    several = len(preview.deployments) > 1
    shown = told(preview.deployments) if several and preview.against and not full else preview.deployments
    for deployment in shown:
        console.print(*_deployment(deployment, width=console.width, full=full, all_results=all_results), sep="\n")
    if several and preview.against:
        console.print(_heading("Blast radius", blast_radius_said(blast_radius_of(preview))), _summary(shown), sep="\n")
    elif several:
        console.print(_heading("Summary"), _summary(shown), sep="\n")
    if preview.removed:
        console.print(Text(f" Gone since {clean(preview.against)}: {removed_said(preview.removed)}\n"))
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


def _deployment(
    deployment: DeploymentPreview, *, width: int, full: bool, all_results: bool
) -> Iterable[RenderableType]:
    yield _header(deployment)
    yield Text()
    if deployment.graph is not None:
        yield _heading("Resources", _count(deployment))
        yield _tree(deployment, full=full)
        yield Text()
    fails = deployment.exit_code != 0
    yield from _problems([item for item in deployment.problems if not (fails and item.is_error)], full=full)
    if deployment.status is not Status.REFUSED:
        yield from _notes(notes_of(deployment.notes, source=deployment.source, full=full))
    yield from render_cost(deployment, width=width, full=full)
    if deployment.difference is not None:
        yield from render_difference(deployment.difference, width=width, full=full)
    if deployment.evaluation is not None:
        yield from render_findings(
            deployment.evaluation, source=deployment.source, width=width, full=full, all_results=all_results
        )
    yield Text(f" {_verdict(deployment)}", style=_verdict_style(deployment))
    yield Text()


def _header(deployment: DeploymentPreview) -> Table:
    name = Text(clean(deployment.name), style="bold")
    where = clean(" ".join(part for part in (deployment.target, deployment.region or deployment.stack) if part))
    header = Table.grid(expand=True, padding=(0, 2))
    header.add_column(overflow="fold")
    header.add_column(justify="right", style="dim", overflow="fold")
    header.add_row(Text.assemble(name, " → ", (where, "bold")), clean(deployment.source))
    return header


def _heading(title: str, rest: str = "") -> Text:
    return Text.assemble((f" {title}", "bold"), f"  {rest}" if rest else "")


def _count(deployment: DeploymentPreview) -> str:
    assert deployment.graph is not None
    read = sum(resource.read for resource in deployment.graph.resources)
    opaque = len(deployment.graph.opaque)
    parts = [f"{len(created(deployment.graph)):,} {_STATES[deployment.origin]}"]
    parts += [f"{read:,} read"] if read else []
    parts += [f"{plural(opaque, 'opaque component')}, whose resources are unknown"] if opaque else []
    return " · ".join(parts)


def _tree(deployment: DeploymentPreview, *, full: bool) -> RenderableType:
    assert deployment.graph is not None
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for row in tree_rows(deployment.graph, full=full):
        gap = "  " if row.name and row.said else ""
        grid.add_row(Text.assemble((row.guide, "dim"), row.label), Text.assemble((row.name, "cyan"), gap, row.said))
    return Padding(grid, (0, 0, 0, 2))


def _problems(problems: Sequence[Diagnostic], *, full: bool) -> Iterable[RenderableType]:
    if not problems:
        return
    shown = problems if full else problems[:_MOST_PROBLEMS]
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for problem in shown:
        severity = Text(problem.severity, style=_STYLES[problem.severity])
        grid.add_row(severity, clean(str(problem)))
    if len(shown) < len(problems):
        grid.add_row("", f"{len(problems) - len(shown):,} more: --full shows all")
    yield _heading("Diagnostics")
    yield Padding(grid, (0, 0, 1, 2))


def _notes(notes: Sequence[Note]) -> Iterable[RenderableType]:
    if not notes:
        return
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style=_STYLES[DiagnosticSeverity.NOTE])
    grid.add_column(overflow="fold")
    grid.add_column(justify="right", no_wrap=True, style="dim")
    for note in notes:
        grid.add_row(note.kind, clean(note.text), note.place)
    yield _heading("Notes")
    yield Padding(grid, (0, 0, 1, 2))


def _summary(deployments: Sequence[DeploymentPreview]) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold", style="bold")
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold")
    for deployment in deployments:
        verdict = Text(_verdict(deployment), style=_verdict_style(deployment))
        grid.add_row(clean(deployment.name), clean(deployment.target), verdict)
    return Padding(grid, (0, 0, 0, 2))


def _verdict_style(deployment: DeploymentPreview) -> str:
    return "green" if deployment.status is Status.OK and not deployment.failed_gates else "bold red"


def _verdict(deployment: DeploymentPreview) -> str:
    errors = sum(problem.is_error for problem in deployment.problems)
    warnings = len(deployment.problems) - errors
    trailer = f", {plural(warnings, 'warning')}" if warnings else ""
    match deployment.status:
        case Status.OK:
            assert deployment.graph is not None
            resources = plural(len(created(deployment.graph)), "resource")
            return f"{_VERBS[deployment.origin]} {resources}{trailer}{_judgement(deployment)}."
        case Status.REFUSED:
            return f"Refused: {plural(errors, 'error')}{trailer}."
        case Status.FAILED if deployment.origin is not Origin.PROGRAM:
            return f"The preview failed: {plural(errors, 'error')}{trailer}."
        case Status.FAILED:
            return f"The program failed: {plural(errors, 'error')}{trailer}."


def _silent(evaluation: Evaluation) -> str:
    """What there is to say where no rule found anything."""
    if not evaluation.counts[Verdict.PASS]:
        return "nothing to judge"
    return "what is shown passes" if evaluation.partial else "all pass"


def _judgement(deployment: DeploymentPreview) -> str:
    """Cost, rules and failed gates in a clause each."""
    estimate, evaluation = deployment.estimate, deployment.evaluation
    if estimate is None or evaluation is None:
        return ""
    changed = _change_said(deployment)
    shown = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.REFER, Verdict.BROKEN)
    counts = [f"{evaluation.counts[verdict]:,} {verdict}" for verdict in shown if evaluation.counts[verdict]]
    gates = "".join(f"; gate: {clean(failed.reason)}" for failed in deployment.failed_gates)
    return f", {cost_said(estimate)}{changed}; rules: {', '.join(counts) or _silent(evaluation)}{gates}"


def _change_said(deployment: DeploymentPreview) -> str:
    difference = deployment.difference
    expected = None if difference is None else difference.delta(Case.EXPECTED)
    if difference is None or expected is None or deployment.estimate is None:
        return ""
    return f", {change(expected, deployment.estimate.billing_currency)} against {clean(difference.label)}"
