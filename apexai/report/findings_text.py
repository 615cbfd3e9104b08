"""Findings for a terminal: what stops the deployment first, and findings of one kind on one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from apexai.policy.finding import SILENT, Evaluation, Finding, Verdict
from apexai.policy.rule import Enforcement
from apexai.report.findings import MARKS, by_weight, counts_said, fix_said, reason_said, what_said
from apexai.report.formats import DEFAULT_WIDTH
from apexai.report.wording import clean, plural, short_of_name

_STYLES: Final = {
    Verdict.PASS: "green",
    Verdict.FAIL: "yellow",
    Verdict.UNKNOWN: "cyan",
    Verdict.REFER: "cyan",
    Verdict.EXEMPT: "dim",
    Verdict.NOT_APPLICABLE: "dim",
    Verdict.BROKEN: "bold red",
}
_BLOCKS: Final = "bold red"
_SERVICE: Final = "apexai:index:InferenceService"
_ROWS: Final = 12
"""Rows beside those of mandatory rules; `full` has all."""
_NAMES: Final = 3
_WIDE: Final = 72
"""Columns that four columns need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """Findings that say the same, or nearly."""

    first: Finding
    others: tuple[Finding, ...] = ()


def render_findings(
    evaluation: Evaluation, *, source: str, width: int = DEFAULT_WIDTH, full: bool = False, all_results: bool = False
) -> Iterator[RenderableType]:
    """The counts, a row for each kind of finding, and what stays unsaid.

    Args:
        evaluation: What to show.
        source: The file that was previewed; its own places are lines without a name.
        width: Columns that there are.
        full: A row for each finding.
        all_results: Also rules that pass or don't apply.
    """
    shown = by_weight(evaluation.results if all_results else evaluation.findings)
    rows = [_Row(first=finding) for finding in shown] if full or all_results else _grouped(shown)
    kept = rows if full or all_results else _kept(rows)
    alone = sum(name.startswith(_SERVICE) for name in {f"{f.type} {f.urn}" for f in evaluation.results}) == 1
    yield Text.assemble((" Rules", "bold"), f"  {counts_said(evaluation)}")
    grid = _Grid(narrow=width < _WIDE)
    for row in kept:
        grid.add(*_cells(row, source=source, alone=alone))
    if len(kept) < len(rows):
        grid.add("", "", f"{_left_out(len(rows) - len(kept))}: --full shows all", "")
    if evaluation.partial:
        grid.add("", "", "not all resources are shown: what is missing is not judged", "")
    yield Padding(grid.table, (0, 0, 1, 2))


class _Grid:
    """Four columns; two where there is no room for more."""

    def __init__(self, *, narrow: bool) -> None:
        self.table = Table.grid(padding=(0, 2))
        self._narrow = narrow
        self.table.add_column(no_wrap=True)
        if not narrow:
            self.table.add_column(no_wrap=True)
        self.table.add_column(overflow="fold")
        if not narrow:
            self.table.add_column(justify="right", no_wrap=True, style="dim")

    def add(self, mark: RenderableType, level: str, said: str, place: str) -> None:
        if self._narrow:
            self.table.add_row(mark, "  ".join(part for part in (level, said, place) if part))
        else:
            self.table.add_row(mark, level, said, place)


def _grouped(findings: Sequence[Finding]) -> list[_Row]:
    """One row for findings of a rule with the same verdict, level and reason."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.rule, finding.verdict, finding.enforcement, finding.because, finding.lapsed)
        groups.setdefault(key, []).append(finding)
    return [_Row(first=found[0], others=tuple(found[1:])) for found in groups.values()]


def _left_out(count: int) -> str:
    return f"{plural(count, 'more finding')} that {'stops' if count == 1 else 'stop'} nothing"


def _kept(rows: Sequence[_Row]) -> list[_Row]:
    heavy = sum(row.first.enforcement is Enforcement.MANDATORY for row in rows)
    return [
        row for index, row in enumerate(rows) if row.first.enforcement is Enforcement.MANDATORY or index < heavy + _ROWS
    ]


def _cells(row: _Row, *, source: str, alone: bool) -> tuple[RenderableType, str, str, str]:
    first = row.first
    style = _BLOCKS if first.blocks else _STYLES[first.verdict]
    named = first.name if first.name and not (alone and first.type == _SERVICE) else ""
    said = _sentence(first, row.others, named=named)
    mark = Text(f"{MARKS[first.verdict]} {first.rule}", style=style)
    return mark, str(first.enforcement), clean(said), clean(_place(first, source))


def _sentence(first: Finding, others: tuple[Finding, ...], *, named: str) -> str:
    subject = f"{short_of_name(named)}: " if named else ""
    what, fix = what_said(first), fix_said(first)
    if first.verdict in SILENT:
        return f"{subject}{what}"
    joint = "" if not fix else "; " if ": " in what else ": "
    return f"{subject}{what}{joint}{fix}{reason_said(first)}{_also(first, others)}"


def _also(first: Finding, others: tuple[Finding, ...]) -> str:
    """What else the row stands for."""
    if not others:
        return ""
    names = [name for name in dict.fromkeys(finding.name for finding in others) if name != first.name]
    if not names:
        return f"; and {plural(len(others), 'more finding')} of this rule on it"
    more = f" and {len(names) - _NAMES:,} more" if len(names) > _NAMES else ""
    return f"; also on {', '.join(map(short_of_name, names[:_NAMES]))}{more}"


def _place(finding: Finding, source: str) -> str:
    if not finding.file:
        return ""
    if finding.file == source:
        return f"line {finding.line}" if finding.line else ""
    return f"{Path(finding.file).name}:{finding.line}" if finding.line else Path(finding.file).name
