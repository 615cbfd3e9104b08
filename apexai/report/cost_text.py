"""An estimate for a terminal: a table of what costs most, the totals, and what they do not contain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from apexai.cost.estimate import Estimate, Subtotal
from apexai.cost.quantity import Amount, Case
from apexai.preview.result import DeploymentPreview
from apexai.report.amounts import amount, total
from apexai.report.cost_remarks import Remark, cost_remarks, remedies_said
from apexai.report.cost_rows import Charge, CostRow, cost_rows, sum_rows
from apexai.report.wording import clean, plural

_ROWS: Final = 6
"""Resources that have rows of their own; `full` has all."""
_SUBTOTALS: Final = 6
_WIDE: Final = 88
"""Columns that a table needs; below, each row is a sentence."""
_NO_COST_CENTER: Final = "none"


def render_cost(deployment: DeploymentPreview, *, width: int, full: bool) -> Iterator[RenderableType]:
    """The rows, subtotals, totals and remarks of an estimate; nothing where there is none.

    Args:
        deployment: Whose estimate to show.
        width: Columns that there are.
        full: Every resource with each charge, and every assumption.
    """
    estimate, graph = deployment.estimate, deployment.graph
    if estimate is None or graph is None:
        return
    rows = cost_rows(estimate, graph)
    yield Text.assemble((" Cost a month", "bold"), f"  {_basis(estimate)}")
    if rows:
        table = _Wide() if width >= _WIDE else _Narrow()
        _fill(table, estimate, rows, full=full)
        yield Padding(table.grid, (0, 0, 0, 2))
    remedies = [Remark(kind="remedy", text=said, style="bold") for said in remedies_said(deployment)]
    yield _remarks([*remedies, *cost_remarks(estimate, graph, full=full)])
    yield Text()


def _basis(estimate: Estimate) -> str:
    days = estimate.price_dates
    if not days:
        return f"{estimate.billing_currency} as of {estimate.as_of}"
    lists = f"list prices of {days[0]}" if len(days) == 1 else f"list prices of {days[0]} to {days[-1]}"
    return f"{estimate.billing_currency} as of {estimate.as_of}, {lists}"


class _Wide:
    """A table with a column for each case."""

    def __init__(self) -> None:
        self.grid = Table.grid(padding=(0, 2))
        self.grid.add_column(overflow="fold")
        for _ in ("quantity", "unit price", *Case):
            self.grid.add_column(justify="right", overflow="fold")
        self.grid.add_row("", *(Text(name, style="dim") for name in ("quantity", "unit price", *Case)))

    def add(
        self, label: str, amounts: Mapping[Case, str], *, counted: str = "", price: str = "", style: str = ""
    ) -> None:
        self.grid.add_row(Text(label), counted, price, *(amounts[case] for case in Case), style=style)


class _Narrow:
    """One sentence a row."""

    def __init__(self) -> None:
        self.grid = Table.grid(padding=(0, 2))
        self.grid.add_column(overflow="fold")
        self.grid.add_column(overflow="fold")
        self.grid.add_row("", Text(f"{' · '.join(Case)}: quantity × unit price", style="dim"))

    def add(
        self, label: str, amounts: Mapping[Case, str], *, counted: str = "", price: str = "", style: str = ""
    ) -> None:
        product = f": {counted} × {price}" if counted else ""
        said = " · ".join(amounts[case] for case in Case if amounts[case])
        self.grid.add_row(Text(label), f"{said}{product}", style=style)


def _fill(table: _Wide | _Narrow, estimate: Estimate, rows: Sequence[CostRow], *, full: bool) -> None:
    shown = rows if full or len(rows) <= _ROWS + 1 else rows[:_ROWS]
    for row in shown:
        _add_row(table, row, full=full)
    rest = rows[len(shown) :]
    if rest:
        table.add(f"{plural(len(rest), 'more resource')}: --full shows all", _said(sum_rows(rest)))
    _add_subtotals(table, "by service", estimate.by_service, full=full)
    _add_subtotals(table, "by cost centre", estimate.by_cost_center, full=full)
    totals = {case: total(estimate.monthly.of(case)) for case in Case}
    table.add("Total", totals, style="bold")


def _add_row(table: _Wide | _Narrow, row: CostRow, *, full: bool) -> None:
    if not row.charges:
        table.add(
            row.label, dict.fromkeys(Case, "") | {Case.EXPECTED: "unpriced"} if row.unpriced else _said(row.amounts)
        )
        return
    charges = row.charges if full else _worth_showing(row.charges)
    if len(charges) == len(row.charges) == 1:
        _add_charge(table, f"{row.label} · {row.charges[0].label}", row.charges[0])
        return
    table.add(row.label, _said(row.amounts))
    for charge in charges:
        _add_charge(table, f"  {charge.label}", charge)


def _worth_showing(charges: Sequence[Charge]) -> Sequence[Charge]:
    """Those that cost something in one of the cases, by a cent at least."""
    return [charge for charge in charges if any(amount(value) != "0.00" for value in charge.amounts.values())]


def _add_charge(table: _Wide | _Narrow, label: str, charge: Charge) -> None:
    table.add(label, _said(charge.amounts), counted=charge.quantity, price=charge.unit_price)


def _add_subtotals(table: _Wide | _Narrow, title: str, parts: Sequence[Subtotal], *, full: bool) -> None:
    shown = parts if full or len(parts) <= _SUBTOTALS + 1 else parts[:_SUBTOTALS]
    if not parts:
        return
    table.add(title, dict.fromkeys(Case, ""), style="dim")
    for part in shown:
        amounts = {case: total(part.monthly.of(case)) for case in Case}
        table.add(f"  {clean(part.name) or _NO_COST_CENTER}", amounts)
    if len(shown) < len(parts):
        table.add(f"  {len(parts) - len(shown):,} more: --full shows all", dict.fromkeys(Case, ""))


def _said(amounts: Mapping[Case, Amount]) -> dict[Case, str]:
    return {case: amount(amounts[case]) for case in Case}


def _remarks(remarks: Iterable[Remark]) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for remark in remarks:
        grid.add_row(Text(remark.kind, style=remark.style), remark.text)
    return Padding(grid, (0, 0, 0, 2))
