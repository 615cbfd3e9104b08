"""What changes, for a terminal."""

from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from apexai.preview.difference import Change, Difference
from apexai.report.difference_rows import counts_said, difference_rows, findings_said, shown_case, total_said
from apexai.report.wording import clean, plural

_MARKS: Final = {Change.ADDED: "+", Change.REMOVED: "-", Change.REPLACED: "±", Change.CHANGED: "~"}
_STYLES: Final = {Change.ADDED: "green", Change.REMOVED: "red", Change.REPLACED: "magenta", Change.CHANGED: "yellow"}
_HEADS: Final = ("before", "after", "change")
_ROWS: Final = 10
_WIDE: Final = 72
"""Columns that a table needs; below, each row is a sentence."""


def render_difference(difference: Difference, *, width: int, full: bool) -> Iterator[RenderableType]:
    """The counts, a row for each resource that changes, and what the change costs."""
    yield Text.assemble((f" Against {clean(difference.label)}", "bold"), f"  {_counts(difference)}")
    rows = difference_rows(difference)
    shown = rows if full or len(rows) <= _ROWS + 1 else rows[:_ROWS]
    table = Table.grid(padding=(0, 2))
    wide = width >= _WIDE
    table.add_column(overflow="fold")
    for _ in range(3 if wide else 1):
        table.add_column(justify="right", overflow="fold")
    if rows and wide:
        heads = (f"{shown_case(difference)}, a month", *_HEADS)
        table.add_row(*(Text(head, style="dim") for head in heads))
    for row in shown:
        label = Text.assemble((f"{_MARKS[row.change]} {row.label}", _STYLES[row.change]), f"  {row.paths}")
        cells = (row.before, row.after, row.delta)
        table.add_row(label, *(cells if wide else (" → ".join(cell for cell in cells[:2] if cell),)))
    if len(shown) < len(rows):
        table.add_row(f"{plural(len(rows) - len(shown), 'more change')}: --full shows all")
    if rows:
        yield Padding(table, (0, 0, 0, 2))
    yield Padding(Text(f"change  {total_said(difference)}", style="bold"), (0, 0, 0, 2))
    if said := findings_said(difference):
        yield Padding(Text(f"rules   {said}"), (0, 0, 0, 2))
    yield Text()


def _counts(difference: Difference) -> str:
    return "" if difference.problem else counts_said(difference)
