"""Findings as data of the output contract, as text for a terminal, and as Markdown for a comment."""

from collections.abc import Iterable
from typing import Final

from apexai.policy.finding import Evaluation, Finding, LegalNote, Verdict
from apexai.preview.values import Json
from apexai.report.wording import clean

_MARKS: Final = {
    Verdict.PASS: "✓",
    Verdict.FAIL: "✗",
    Verdict.UNKNOWN: "?",
    Verdict.REFER: "§",
    Verdict.EXEMPT: "–",
    Verdict.NOT_APPLICABLE: "·",
    Verdict.BROKEN: "!",
}


def policy_data(evaluation: Evaluation, *, all_results: bool = False) -> dict[str, Json]:
    """The `policy` object of the output contract."""
    listed = evaluation.results if all_results else evaluation.findings
    return {
        "findings": [_data(finding) for finding in listed],
        "counts": {str(verdict): count for verdict, count in evaluation.counts.items()},
    }


def render_findings_text(evaluation: Evaluation, *, all_results: bool = False) -> str:
    """The counts, a line for each finding, and what would stop the deployment."""
    listed = evaluation.results if all_results else evaluation.findings
    lines = [f" Rules  {_counts(evaluation)}", *(line for finding in _by_weight(listed) for line in _lines(finding))]
    if evaluation.partial:
        lines.append("  the source does not show all resources: what is missing is not judged")
    if evaluation.blocking:
        rules = len({finding.rule for finding in evaluation.blocking})
        lines += ["", f" Would fail: {rules} mandatory rule{'s' if rules > 1 else ''}."]
    return "\n".join(lines) + "\n"


def render_findings_markdown(evaluation: Evaluation) -> str:
    """A table of the findings, heaviest first."""
    head = f"**Rules** as of {evaluation.as_of}: {_counts(evaluation)}\n"
    if not evaluation.findings:
        return head
    rows = [
        f"| {_MARKS[finding.verdict]} {finding.verdict} | {finding.rule} | {finding.enforcement} "
        f"| {_cell(finding.name)} | {_cell(_said(finding))} | {_cell(_fix(finding))} | {_cell(_place(finding))} |"
        for finding in _by_weight(evaluation.findings)
    ]
    columns = "| verdict | rule | level | resource | what | edit | where |\n|---|---|---|---|---|---|---|"
    return "\n".join([head, columns, *rows]) + "\n"


def _data(finding: Finding) -> dict[str, Json]:
    return {
        "rule": finding.rule,
        "verdict": finding.verdict,
        "enforcement": finding.enforcement,
        "severity": finding.severity,
        **({"urn": finding.urn} if finding.urn else {}),
        **({"path": finding.path} if finding.path else {}),
        **({"file": finding.file} if finding.file else {}),
        **({"line": finding.line} if finding.line else {}),
        "message": finding.message,
        "remediation": finding.remediation,
        **({"because": finding.because} if finding.because else {}),
        **({"due": str(finding.due)} if finding.due else {}),
        **({"law": [_note(note) for note in finding.law]} if finding.law else {}),
        **({"exemption": finding.exemption} if finding.exemption else {}),
    }


def _note(note: LegalNote) -> dict[str, Json]:
    due = {"due": str(note.due)} if note.due else {}
    return {"obligation": note.obligation, "article": note.article, "standing": note.standing, **due}


def _counts(evaluation: Evaluation) -> str:
    shown = (Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN, Verdict.REFER, Verdict.EXEMPT, Verdict.BROKEN)
    counts = evaluation.counts
    return " · ".join(f"{counts[verdict]} {verdict}" for verdict in shown if counts[verdict] or verdict is Verdict.PASS)


def _by_weight(findings: Iterable[Finding]) -> list[Finding]:
    order = list(Verdict)
    return sorted(findings, key=lambda found: (not found.blocks, order.index(found.verdict), -found.enforcement.rank))


def _lines(finding: Finding) -> list[str]:
    where = f"  {_place(finding)}" if finding.file else ""
    head = (
        f"  {_MARKS[finding.verdict]} {finding.rule} {finding.enforcement:<9}  {finding.name}: {_said(finding)}{where}"
    )
    fix = [f"      {clean(_fix(finding))}"] if finding.verdict is Verdict.FAIL else []
    return [clean(head), *fix]


def _said(finding: Finding) -> str:
    due = f"; due from {finding.due}" if finding.due else ""
    why = f" ({finding.because})" if finding.because else ""
    return f"{finding.message}{why}{due}"


def _fix(finding: Finding) -> str:
    return finding.remediation if finding.verdict is Verdict.FAIL else ""


def _place(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}" if finding.line else finding.file


def _cell(text: str) -> str:
    return clean(text).replace("|", "\\|")
