"""Findings as data of the output contract and as Markdown for a comment, and how they are counted and ordered."""

from collections.abc import Iterable
from typing import Final

from apexai.policy.finding import Evaluation, Finding, LegalNote, Verdict
from apexai.policy.rule import Severity
from apexai.preview.values import Json
from apexai.report.markdown_text import escape

MARKS: Final = {
    Verdict.PASS: "✓",
    Verdict.FAIL: "✗",
    Verdict.UNKNOWN: "?",
    Verdict.REFER: "§",
    Verdict.EXEMPT: "–",
    Verdict.NOT_APPLICABLE: "·",
    Verdict.BROKEN: "!",
}
_COUNTED: Final = (Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN, Verdict.REFER, Verdict.EXEMPT, Verdict.BROKEN)


def policy_data(evaluation: Evaluation, *, all_results: bool = False) -> dict[str, Json]:
    """The `policy` object of the output contract."""
    listed = evaluation.results if all_results else evaluation.findings
    return {
        "findings": [_data(finding) for finding in listed],
        "counts": {str(verdict): count for verdict, count in evaluation.counts.items()},
    }


def render_findings_markdown(evaluation: Evaluation, *, most: int | None = None) -> str:
    """A table of the findings, heaviest first; of `most` rows, where so many are enough."""
    head = f"**Rules** as of {evaluation.as_of}: {counts_said(evaluation)}\n"
    if not evaluation.findings:
        return head
    found = by_weight(evaluation.findings)
    rows = [_markdown_row(finding) for finding in found[:most]]
    if len(rows) < len(found):
        rows.append(f"| {len(found) - len(rows):,} more | | | | | | |")
    columns = "| verdict | rule | level | resource | what | edit | where |\n|---|---|---|---|---|---|---|"
    return "\n".join([head, columns, *rows]) + "\n"


def _markdown_row(finding: Finding) -> str:
    said = f"{what_said(finding)}{reason_said(finding)}"
    cells = (finding.name, said, fix_sentence(finding), _place(finding))
    head = f"| {MARKS[finding.verdict]} {finding.verdict} | {finding.rule} | {finding.enforcement} "
    return f"{head}{''.join(f'| {_cell(cell)} ' for cell in cells)}|"


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
        **({"lapsedExemption": finding.lapsed} if finding.lapsed else {}),
    }


def _note(note: LegalNote) -> dict[str, Json]:
    due = {"due": str(note.due)} if note.due else {}
    return {"obligation": note.obligation, "article": note.article, "standing": note.standing, **due}


def counts_said(evaluation: Evaluation) -> str:
    """`44 pass · 14 fail · 4 unknown`."""
    counts = evaluation.counts
    shown = [verdict for verdict in _COUNTED if counts[verdict] or verdict is Verdict.PASS]
    return " · ".join(f"{counts[verdict]:,} {verdict}" for verdict in shown)


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """What stops the deployment first, then other failures, the most severe ones first, then what nobody decided."""
    return sorted(findings, key=_weight)


def _weight(finding: Finding) -> tuple[bool, int, int, int]:
    verdict, severity = list(Verdict).index(finding.verdict), list(Severity).index(finding.severity)
    return (not finding.blocks, verdict, -finding.enforcement.rank, -severity)


def reason_said(finding: Finding) -> str:
    """Why its level is what it is, from when the law asks, and what no longer exempts it; empty where nothing is."""
    due = f"; due from {finding.due}" if finding.due else ""
    lapsed = f"; {finding.lapsed}" if finding.lapsed else ""
    why = f" ({finding.because})" if finding.because else ""
    return f"{why}{due}{lapsed}"


def what_said(finding: Finding) -> str:
    """What a finding is, as a clause without a final full stop."""
    return (finding.message or finding.title).removesuffix(".")


def fix_said(finding: Finding) -> str:
    """What to do, as a clause without a final full stop; empty where nothing fails."""
    fix = finding.remediation if finding.verdict is Verdict.FAIL else ""
    return f"{fix[:1].lower()}{fix[1:]}".removesuffix(".")


def fix_sentence(finding: Finding) -> str:
    """What to do, as a sentence; empty where nothing fails."""
    fix = fix_said(finding)
    return f"{fix[:1].upper()}{fix[1:]}." if fix else ""


def _place(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}" if finding.line else finding.file


def _cell(text: str) -> str:
    return escape(text)
