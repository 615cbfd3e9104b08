"""A preview as a comment on a pull request: what it costs, what changes, what the rules say; the rest is folded."""

from collections.abc import Iterator, Sequence
from typing import Final

from apexai.cost.quantity import Case
from apexai.errors import Diagnostic
from apexai.preview.difference import Difference
from apexai.preview.result import DeploymentPreview, Preview, Status
from apexai.report.amounts import amount, total
from apexai.report.blast_radius import blast_radius_of, blast_radius_said, told
from apexai.report.cost_remarks import budgets_said, cost_remarks, cost_said, remedies_said
from apexai.report.cost_rows import CostRow, cost_rows, sum_rows
from apexai.report.difference_rows import (
    counts_said,
    difference_rows,
    findings_said,
    removed_said,
    shown_case,
    total_said,
)
from apexai.report.findings import counts_said as rules_said
from apexai.report.findings import render_findings_markdown
from apexai.report.markdown_text import code, details, escape, table
from apexai.report.notes import Note, notes_of
from apexai.report.tree import created
from apexai.report.wording import clean, plural

MARKER: Final = "<!-- apexai preview -->"
"""First line of every such comment, by which a pipeline finds the one to replace."""
LONGEST: Final = 60_000
"""Characters; a forge takes 65,536 in a comment."""

_ROWS: Final = 20
_FINDINGS: Final = 30
_PROBLEMS: Final = 20
_LEFT_OUT: Final = "Some details are left out, so that this fits into a comment: `apexai preview` has them.\n"


def render_preview_markdown(preview: Preview) -> str:
    """Lay out a preview as one comment; it is never longer than `LONGEST`."""
    against = f" against {code(preview.against)}" if preview.against else ""
    parts = [f"{MARKER}\n## apexai preview{against}\n", *_loading(preview.diagnostics)]
    several = len(preview.deployments) > 1
    shown = told(preview.deployments) if several and preview.against else preview.deployments
    if several and preview.against:
        parts.append(f"**Blast radius:** {escape(blast_radius_said(blast_radius_of(preview)))}\n")
    if several and shown:
        parts.append(_overview(shown))
    if preview.removed:
        parts.append(f"**Gone:** {escape(removed_said(preview.removed))}\n")
    parts += _fitting(shown, room=LONGEST - sum(map(len, parts)) - len(_LEFT_OUT))
    return "\n".join(parts).rstrip() + "\n"


def _fitting(deployments: Sequence[DeploymentPreview], *, room: int) -> Iterator[str]:
    """Each deployment with its details, without them where they don't fit, not at all where that doesn't either."""
    left_out = False
    for deployment in deployments:
        short = "\n".join(_said(deployment))
        whole = "\n".join((short, *_folded(deployment)))
        found = next((part for part in (whole, short) if len(part) < room), "")
        left_out = left_out or found != whole
        room -= len(found) + 1
        if found:
            yield found
    if left_out:
        yield _LEFT_OUT


def _loading(diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
    if diagnostics:
        lines = [f"- {escape(str(item))}" for item in diagnostics[:_PROBLEMS]]
        yield "**These files don't load:**\n\n" + "\n".join(lines) + "\n"


def _overview(deployments: Sequence[DeploymentPreview]) -> str:
    rows = [(code(item.name), escape(item.target), _cost(item), _delta(item), _verdict(item)) for item in deployments]
    return table(("deployment", "target", "a month", "change", "verdict"), rows)


def _cost(deployment: DeploymentPreview) -> str:
    return "" if deployment.estimate is None else escape(cost_said(deployment.estimate))


def _delta(deployment: DeploymentPreview) -> str:
    return "" if deployment.difference is None else escape(total_said(deployment.difference))


def _verdict(deployment: DeploymentPreview) -> str:
    match deployment.status:
        case Status.REFUSED:
            return "❌ refused"
        case Status.FAILED:
            return "❌ failed"
        case Status.OK:
            gates = ", ".join(str(failed.gate) for failed in deployment.failed_gates)
            return f"❌ {gates}" if gates else "✅"


def _said(deployment: DeploymentPreview) -> Iterator[str]:
    """What is not folded."""
    where = " ".join(part for part in (deployment.target, deployment.region or deployment.stack) if part)
    yield f"### {code(deployment.name)} → {escape(where)}\n"
    errors = [item for item in deployment.problems if item.is_error][:_PROBLEMS]
    if deployment.status is not Status.OK:
        yield f"{_verdict(deployment)}\n\n" + "".join(f"- {escape(str(item))}\n" for item in errors)
    estimate, evaluation = deployment.estimate, deployment.evaluation
    if estimate is None or evaluation is None or deployment.graph is None:
        return
    yield f"**{plural(len(created(deployment.graph)), 'resource')}, {escape(cost_said(estimate))}**\n"
    if deployment.difference is not None:
        yield f"**Change:** {escape(total_said(deployment.difference))}\n"
    yield from (f"**Capacity:** {escape(said)}\n" for said in estimate.shortfalls)
    yield from (f"**Budget:** {escape(said)}\n" for said in budgets_said(estimate))
    yield f"**Rules** as of {evaluation.as_of}: {escape(rules_said(evaluation))}\n"
    if deployment.difference is not None and (changed := findings_said(deployment.difference)):
        yield f"**Findings:** {escape(changed)}\n"
    if deployment.failed_gates:
        yield "".join(f"- ❌ {escape(failed.reason)}\n" for failed in deployment.failed_gates)
        yield "".join(f"- 💡 {escape(said)}\n" for said in remedies_said(deployment))


def _folded(deployment: DeploymentPreview) -> Iterator[str]:
    if deployment.graph is None or deployment.estimate is None or deployment.evaluation is None:
        return
    if deployment.difference is not None and deployment.difference.resources:
        yield details(f"What changes: {counts_said(deployment.difference)}", _changes(deployment.difference))
    yield details("What it costs", _costs(deployment))
    findings = plural(len(deployment.evaluation.findings), "finding")
    yield details(f"What the rules say: {findings}", render_findings_markdown(deployment.evaluation, most=_FINDINGS))
    notes = notes_of(deployment.notes, source=deployment.source)
    warnings = [item for item in deployment.problems if not item.is_error][:_PROBLEMS]
    if notes or warnings:
        lines = [f"- warning: {escape(str(item))}" for item in warnings]
        lines += [f"- {note.kind}: {escape(note.text)}{_at(note)}" for note in notes]
        yield details(f"{plural(len(lines), 'note')}", "\n".join(lines))


def _at(note: Note) -> str:
    return f" ({escape(note.place)})" if note.place else ""


def _changes(difference: Difference) -> str:
    rows = difference_rows(difference)
    cells = [
        (str(row.change), code(row.label), escape(row.paths), row.before, row.after, row.delta) for row in rows[:_ROWS]
    ]
    if len(rows) > _ROWS:
        cells.append((f"{len(rows) - _ROWS:,} more", "", "", "", "", ""))
    return table(("", "resource", "inputs", f"{shown_case(difference)} before", "after", "change"), cells, numbers=3)


def _costs(deployment: DeploymentPreview) -> str:
    estimate, graph = deployment.estimate, deployment.graph
    assert estimate is not None
    assert graph is not None
    rows = cost_rows(estimate, graph)
    cells = [_cost_cells(row) for row in rows[:_ROWS]]
    if rest := rows[_ROWS:]:
        sums = sum_rows(rest)
        cells.append((f"{len(rest):,} more", "", *(amount(sums[case]) for case in Case)))
    for part in (*estimate.by_service[:_ROWS], *estimate.by_cost_center[:_ROWS]):
        sums_of_part = (total(part.monthly.of(case)) for case in Case)
        cells.append((f"*{escape(part.name) or 'no cost centre'}*", "", *sums_of_part))
    cells.append(("**Total**", "", *(f"**{total(estimate.monthly.of(case))}**" for case in Case)))
    remarks = "".join(f"- {remark.kind}: {escape(remark.text)}\n" for remark in cost_remarks(estimate, graph))
    heads = ("resource", "quantity × unit price", *(f"{case} {estimate.billing_currency}" for case in Case))
    return f"{table(heads, cells, numbers=3)}\n{remarks}"


def _cost_cells(row: CostRow) -> tuple[str, ...]:
    if row.unpriced and not row.charges:
        return code(row.label), f"unpriced: {escape(clean(row.unpriced))}", *("" for _ in Case)
    products = "<br>".join(f"{escape(item.label)}: {item.quantity} × {item.unit_price}" for item in row.charges)
    return code(row.label), products, *(amount(row.amounts[case]) for case in Case)
