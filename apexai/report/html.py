"""A preview as one self-contained page: cost with charts, findings, notes and the resources."""

from dataclasses import dataclass
from typing import Final

from apexai.cost.estimate import Estimate, Monthly, Subtotal
from apexai.graph.model import ResourceGraph
from apexai.policy.finding import Evaluation, Finding, Verdict
from apexai.preview.difference import Difference
from apexai.preview.result import DeploymentPreview, Preview, Status
from apexai.report.cost_remarks import Remark, budgets_said, cost_remarks, cost_said, coverage_said, remedies_said
from apexai.report.cost_rows import CostRow, cost_rows
from apexai.report.difference_rows import (
    DifferenceRow,
    counts_said,
    difference_rows,
    findings_said,
    removed_said,
    shown_case,
    total_said,
)
from apexai.report.findings import MARKS, by_weight, fix_sentence, reason_said, what_said
from apexai.report.findings import counts_said as verdicts_said
from apexai.report.notes import Note, notes_of
from apexai.report.page_charts import bar_charts
from apexai.report.page_frame import render_page
from apexai.report.tree import Branch, created, tree_branches
from apexai.report.wording import clean, clean_lines, plural

_CARDS: Final = ("budget", "coverage", "per unit")
"""Remarks that have a place of their own."""
_STATES: Final = {
    Verdict.PASS: "good",
    Verdict.FAIL: "error",
    Verdict.UNKNOWN: "warn",
    Verdict.REFER: "warn",
    Verdict.BROKEN: "error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cost:
    """An estimate as the page has it."""

    currency: str
    monthly: Monthly
    budgets: tuple[str, ...]
    per_unit: str
    coverage: str
    by_service: tuple[Subtotal, ...]
    by_cost_center: tuple[Subtotal, ...]
    rows: tuple[CostRow, ...]
    remarks: tuple[Remark, ...]
    charts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A finding."""

    sign: str
    mark: str
    verdict: str
    rule: str
    level: str
    name: str
    message: str
    remediation: str
    law: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    counts: str
    findings: tuple[_Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changes:
    """What changes from what it is compared with."""

    label: str
    counts: str
    case: str
    cost: str
    findings: str
    rows: tuple[DifferenceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Problem:
    severity: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One deployment."""

    name: str
    target: str
    region: str
    source: str
    as_of: str
    mark: str
    verdict: str
    gates: tuple[str, ...]
    remedies: tuple[str, ...]
    changes: _Changes | None
    cost: _Cost | None
    rules: _Rules | None
    problems: tuple[_Problem, ...]
    failure: str
    notes: tuple[Note, ...]
    tree: tuple[Branch, ...]
    created: str


def render_preview_html(preview: Preview) -> str:
    """Lay a preview out as a page; the same preview is the same text."""
    pages = [_page(deployment) for deployment in preview.deployments]
    title = (
        f"{clean(pages[0].name)} on {clean(pages[0].target)}" if len(pages) == 1 else plural(len(pages), "deployment")
    )
    return render_page(
        "preview.html.j2",
        title=title,
        charts=[
            chart
            for place, deployment in enumerate(preview.deployments, start=1)
            for chart in bar_charts(deployment, f"d{place}")
        ],
        pages=pages,
        diagnostics=[str(found) for found in preview.diagnostics],
        removed=removed_said(preview.removed),
    )


def _page(deployment: DeploymentPreview) -> _Page:
    graph, estimate, evaluation = deployment.graph, deployment.estimate, deployment.evaluation
    return _Page(
        name=deployment.name,
        target=deployment.target,
        region=deployment.region or deployment.stack,
        source=deployment.source,
        as_of=str(deployment.as_of or ""),
        mark="good" if not deployment.exit_code and deployment.status is Status.OK else "error",
        verdict=_verdict(deployment),
        gates=tuple(f"{failed.gate}: {failed.reason}" for failed in deployment.failed_gates),
        remedies=remedies_said(deployment),
        changes=_changes(deployment.difference) if deployment.difference is not None else None,
        cost=_cost(estimate, graph) if estimate is not None and graph is not None else None,
        rules=_rules(evaluation) if evaluation is not None else None,
        problems=tuple(_Problem(severity=str(found.severity), text=str(found)) for found in deployment.problems),
        failure=clean_lines(deployment.failure),
        notes=notes_of(deployment.notes, source=deployment.source, full=True),
        tree=tree_branches(graph) if graph is not None else (),
        created=plural(len(created(graph)), "resource") if graph is not None else "",
    )


def _verdict(deployment: DeploymentPreview) -> str:
    match deployment.status:
        case Status.REFUSED:
            return "Refused: it can't be had on this platform"
        case Status.FAILED:
            return "The program failed"
        case Status.OK if deployment.failed_gates:
            return f"Fails {plural(len(deployment.failed_gates), 'gate')}"
    return f"Passes, {cost_said(deployment.estimate)}" if deployment.estimate is not None else "Passes"


def _changes(difference: Difference) -> _Changes:
    return _Changes(
        label=difference.label,
        counts="" if difference.problem else counts_said(difference),
        case=str(shown_case(difference)),
        cost=total_said(difference),
        findings=findings_said(difference),
        rows=difference_rows(difference),
    )


def _cost(estimate: Estimate, graph: ResourceGraph) -> _Cost:
    remarks = cost_remarks(estimate, graph, full=True)
    return _Cost(
        currency=estimate.billing_currency,
        monthly=estimate.monthly,
        budgets=budgets_said(estimate),
        per_unit=next((remark.text for remark in remarks if remark.kind == "per unit"), ""),
        coverage=coverage_said(estimate.coverage),
        by_service=estimate.by_service,
        by_cost_center=tuple(part for part in estimate.by_cost_center),
        rows=cost_rows(estimate, graph),
        remarks=tuple(remark for remark in remarks if remark.kind not in _CARDS),
        charts=bool(estimate.lines),
    )


def _rules(evaluation: Evaluation) -> _Rules:
    found = tuple(_row(finding) for finding in by_weight(evaluation.findings))
    return _Rules(counts=verdicts_said(evaluation), findings=found)


def _row(finding: Finding) -> _Row:
    return _Row(
        sign=MARKS[finding.verdict],
        mark=_STATES.get(finding.verdict, ""),
        verdict=str(finding.verdict),
        rule=finding.rule,
        level=f"{finding.enforcement}, {finding.severity}",
        name=finding.name,
        message=f"{what_said(finding)}{reason_said(finding)}",
        remediation=fix_sentence(finding),
        law=", ".join(dict.fromkeys(note.article for note in finding.law)),
        place=f"{finding.file}:{finding.line}" if finding.line else finding.file,
    )
