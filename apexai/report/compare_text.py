"""A comparison for a terminal: a table of the platforms, costs by requests, and where their order changes."""

import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO
from typing import Final

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from apexai.compare.comparison import Comparison, PlatformColumn
from apexai.cost.quantity import Amount, Case
from apexai.report.amounts import UNKNOWN, amount, small_money, total
from apexai.report.compare_words import (
    CROWDED,
    basis_of,
    cost_at,
    count,
    fits_of,
    notes_of,
    order_words,
    per_thousand,
    range_words,
    reasons_of,
    remarks_said,
    volumes_of,
)
from apexai.report.wording import clean

_NARROWEST: Final = 40
_MARGIN: Final = 2
_REFUSALS: Final = 4
_BLOCKS: Final = "▁▂▃▄▅▆▇█"
_POWERS: Final = tuple(Decimal(10) ** power for power in (3, 4, 5, 6, 7, 8, 9))
_ROUND: Final = 1000
_STEPS: Final = 2
"""Marks of a sparkline for each power of ten."""


def render_compare_text(comparisons: Iterable[Comparison], *, width: int, color: bool, full: bool = False) -> str:
    """Lay out comparisons.

    Args:
        comparisons: What to show.
        width: Columns; longer lines are wrapped.
        color: Whether to write ANSI colours; they carry nothing that the words don't.
        full: Every refusal and every range.
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
    for compared in comparisons:
        console.print(*_sections(compared, width=width, full=full), sep="\n")
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


def _sections(compared: Comparison, *, width: int, full: bool) -> Iterator[RenderableType]:
    yield _header(compared)
    yield Text()
    yield Text.assemble((" Cost a month", "bold"), f"  {basis_of(compared)}")
    yield Padding(_fitting(_costs(compared), width), (0, 0, 1, 2))
    if (notes := _notes(compared)).rows:
        yield Padding(notes, (0, 0, 1, 2))
    if compared.contenders:
        yield Text.assemble((" Expected cost a month", "bold"), "  by requests a month; the bars go from 1k to 1B")
        yield Padding(_fitting(_volumes(compared), width), (0, 0, 1, 2))
        yield Text.assemble((" Order", "bold"), "  from the cheapest on, by requests a month")
        yield Padding(_order(compared, full=full), (0, 0, 1, 2))
    yield from _kept_away(compared, full=full)
    yield Text.assemble((" Starts and scaling", "bold"), "  what this document gets")
    yield Padding(_remarks(compared), (0, 0, 1, 2))


def _header(compared: Comparison) -> Table:
    header = Table.grid(expand=True, padding=(0, 2))
    header.add_column(overflow="fold")
    header.add_column(justify="right", style="dim", overflow="fold")
    header.add_row(Text.assemble((clean(compared.name), "bold"), f"  {fits_of(compared)}"), clean(compared.source))
    return header


def _costs(compared: Comparison) -> Table:
    grid = _grid("", *Case, "per 1,000", "carries at most")
    for column in compared.columns:
        known = [UNKNOWN] * 5 if column.estimate is None else _amounts(column, compared)
        grid.add_row(_name(column, compared), *known)
    return grid


def _amounts(column: PlatformColumn, compared: Comparison) -> Iterator[str]:
    assert column.estimate is not None
    for case in Case:
        yield total(column.estimate.monthly.of(case))
    thousand = per_thousand(column)
    yield UNKNOWN if thousand is None else small_money(thousand, compared.billing_currency)
    yield UNKNOWN if column.carries is None else count(column.carries)


def _notes(compared: Comparison) -> Table:
    grid = _words("bold", "")
    for column in compared.columns:
        for place, note in enumerate(notes_of(column)):
            style = "red" if column.estimate is None else "yellow"
            grid.add_row("" if place else str(column.platform), Text(note, style=style))
    return grid


def _volumes(compared: Comparison) -> Table:
    volumes = volumes_of(compared)
    grid = _grid("", *(count(volume) for volume in volumes), "")
    costs = [cost_at(column, point) for column in compared.columns if column.is_ranked for point in _marks()]
    known = [cost for cost in costs if cost]
    grid.columns[-1].justify = "left"
    for column in compared.columns:
        if column.is_ranked:
            told = (_short(cost_at(column, volume)) for volume in volumes)
            grid.add_row(Text(str(column.platform), style="bold"), *told, Text(_sparkline(column, known), style="cyan"))
    return grid


def _short(cost: Amount) -> str:
    """An amount without cents where they say nothing."""
    return amount(cost) if cost is None or cost < _ROUND else f"{cost:,.0f}"


def _marks() -> tuple[Decimal, ...]:
    """Points of a sparkline, evenly on a scale of powers of ten."""
    shares = [Decimal(10) ** (Decimal(step) / _STEPS) for step in range(_STEPS)]
    return (*(power * share for power in _POWERS[:-1] for share in shares), _POWERS[-1])


def _sparkline(column: PlatformColumn, known: list[Decimal]) -> str:
    """Heights by the logarithm of the cost, on one scale for all platforms."""
    if not known:
        return ""
    least, most = (math.log10(max(float(cost), 0.01)) for cost in (min(known), max(known)))
    costs = [cost for point in _marks() if (cost := cost_at(column, point)) is not None]
    heights = ((math.log10(max(float(cost), 10**least)) - least) / ((most - least) or 1) for cost in costs)
    return "".join(_BLOCKS[min(int(height * len(_BLOCKS)), len(_BLOCKS) - 1)] for height in heights)


def _fitting(grid: Table, width: int) -> Table:
    """A table whose numbers all have room; else its rows told in words."""
    needed = sum(_longest(column) for column in grid.columns) + (len(grid.columns) - 1) * _MARGIN
    return grid if needed + _MARGIN <= width else _told(grid)


def _longest(column: Column) -> int:
    return max(cell_len(str(cell)) for cell in column.cells)


def _told(grid: Table) -> Table:
    """A table's rows as sentences: the name, and beneath it each head with its cell."""
    columns = [list(column.cells) for column in grid.columns]
    heads = [str(column[0]) for column in columns]
    told = Table.grid(padding=(0, 2))
    told.add_column(overflow="fold")
    for place in range(1, grid.row_count):
        cells = [str(column[place]) for column in columns]
        said = [f"{head} {cell}".strip() for head, cell in zip(heads[1:], cells[1:], strict=True) if cell]
        told.add_row(Text.assemble((cells[0], "bold"), ": ", " · ".join(said)))
    return told


def _order(compared: Comparison, *, full: bool) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right", overflow="fold")
    grid.add_column(overflow="fold")
    shown = compared.ranges if full else compared.ranges[:CROWDED]
    for found in shown:
        grid.add_row(range_words(found), order_words(found.order))
    if len(shown) < len(compared.ranges):
        grid.add_row("", f"{len(compared.ranges) - len(shown):,} more: --full shows all")
    return grid


def _kept_away(compared: Comparison, *, full: bool) -> Iterator[RenderableType]:
    grid = _words("bold", "")
    for column in compared.columns:
        reasons = reasons_of(column)
        shown = reasons if full else reasons[:_REFUSALS]
        for place, reason in enumerate(shown):
            grid.add_row("" if place else str(column.platform), reason)
        if len(shown) < len(reasons):
            grid.add_row("", Text(f"{len(reasons) - len(shown):,} more: --full shows all", style="dim"))
    if grid.rows:
        yield Text(" What keeps it away, or is missing from its cost", style="bold")
        yield Padding(grid, (0, 0, 1, 2))


def _remarks(compared: Comparison) -> Table:
    grid = _words("bold", "dim", "")
    for column in compared.columns:
        for place, (topic, text) in enumerate(remarks_said(column)):
            grid.add_row("" if place else str(column.platform), topic, text)
    return grid


def _words(*styles: str) -> Table:
    grid = Table.grid(padding=(0, _MARGIN))
    for style in styles:
        grid.add_column(overflow="fold", style=style)
    return grid


def _name(column: PlatformColumn, compared: Comparison) -> Text:
    own = " (declared)" if column.platform is compared.declared else ""
    style = "bold" if column.is_ranked else ""
    return Text(f"{column.platform}{own}", style=style)


def _grid(*heads: str) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    for _ in heads[1:]:
        grid.add_column(justify="right", no_wrap=True)
    grid.add_row(*(Text(head, style="dim") for head in heads))
    return grid
