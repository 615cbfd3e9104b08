"""An estimate as the rows of a table: resources with what they are charged for, the largest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apexai.cost.estimate import CostClass, Estimate, LineItem
from apexai.cost.quantity import Amount, Case
from apexai.graph.model import Resource, ResourceGraph
from apexai.report.amounts import quantity
from apexai.report.siblings import short_name, type_label
from apexai.report.wording import clean
from apexai.units import render_decimal

_STACK: Final = "pulumi:pulumi:Stack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What a resource is charged for one thing."""

    label: str
    quantity: str
    """With its unit."""
    unit_price: str
    amounts: Mapping[Case, Amount]
    """None where nothing says how much, or where nothing bounds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """One resource."""

    urn: str
    type: str
    """In the words of its provider."""
    name: str
    """Without that of its component."""
    charges: tuple[Charge, ...]
    amounts: Mapping[Case, Amount]
    unpriced: str = ""
    """Why a part of it is in no total."""

    @property
    def label(self) -> str:
        return f"{self.type} {self.name}".strip()

    @property
    def weight(self) -> tuple[Decimal, Decimal]:
        """What it is sorted by: the expected cost, or the least where none is expected; then the most."""
        known = self.amounts[Case.LOW] if self.amounts[Case.EXPECTED] is None else self.amounts[Case.EXPECTED]
        return known or Decimal(0), self.amounts[Case.HIGH] or Decimal(0)


def cost_rows(estimate: Estimate, graph: ResourceGraph) -> tuple[CostRow, ...]:
    """A row for each resource that is charged or has no price; what is free has none."""
    by_urn: dict[str, list[LineItem]] = {}
    for line in estimate.lines:
        by_urn.setdefault(line.urn, []).append(line)
    rows = _Rows(estimate, graph)
    wanted = [urn for urn, found in estimate.classes if found is not CostClass.FREE]
    made = [rows.row(urn, by_urn.get(urn, [])) for urn in wanted]
    return tuple(sorted(made, key=lambda row: (-row.weight[0], -row.weight[1], row.label, row.urn)))


def sum_rows(rows: Iterable[CostRow]) -> dict[Case, Amount]:
    """What several rows come to; None in a case that one of them does not know."""
    listed = list(rows)
    return {case: _sum(row.amounts[case] for row in listed) for case in Case}


class _Rows:
    """What the rows need to know of the whole."""

    def __init__(self, estimate: Estimate, graph: ResourceGraph) -> None:
        self._resources = graph.by_urn
        self._open = {entry.urn for entry in estimate.needs_usage}
        self._unbounded = set(estimate.unbounded)
        stack = {item.urn for item in graph.resources if item.type == _STACK}
        parents = {item.parent for item in graph.resources if item.custom and not item.is_provider}
        outermost = [item for item in graph.resources if item.urn in parents - stack and item.parent in {"", *stack}]
        self._several = len(outermost) > 1
        self._reasons = {entry.urn: entry.reason for entry in estimate.unpriced}

    def row(self, urn: str, lines: Sequence[LineItem]) -> CostRow:
        resource = self._resources[urn]
        by_charge: dict[tuple[str, str, str], list[LineItem]] = {}
        for line in lines:
            by_charge.setdefault((line.sku_id, line.region_id, line.label), []).append(line)
        charges = tuple(self._charge(urn, found) for found in by_charge.values())
        sums = {case: _sum(charge.amounts[case] for charge in charges) for case in Case}
        if urn in self._open:
            sums[Case.EXPECTED] = None
        if urn in self._unbounded:
            sums[Case.HIGH] = None
        return CostRow(
            urn=urn,
            type=type_label(resource.type),
            name=self._name(resource),
            charges=charges,
            amounts=sums,
            unpriced=clean(self._reasons.get(urn, "")),
        )

    def _name(self, resource: Resource) -> str:
        parent = self._resources.get(resource.parent)
        alone = parent is not None and not parent.custom and not self._several
        return short_name(resource, parent if alone else None)

    def _charge(self, urn: str, lines: Sequence[LineItem]) -> Charge:
        amounts: dict[Case, Amount] = {case: self._amount(urn, case, lines) for case in Case}
        shown = next(
            found
            for case in (Case.EXPECTED, Case.HIGH, Case.LOW)
            if (found := [line for line in lines if line.case is case])
        )
        counted = quantity(sum((line.quantity for line in shown), Decimal(0)))
        most = "" if shown[0].case is Case.EXPECTED else "up to " if shown[0].case is Case.HIGH else "from "
        prices = [render_decimal(line.list_unit_price) for line in shown]
        return Charge(
            label=shown[0].label,
            quantity=f"{most}{counted} {shown[0].pricing_unit}",
            unit_price=prices[0] if len(set(prices)) == 1 else f"{prices[0]} to {prices[-1]}",
            amounts=amounts,
        )

    def _amount(self, urn: str, case: Case, lines: Sequence[LineItem]) -> Amount:
        """Nothing is not the same as not known: what has no line, or grows without a bound, is not nothing."""
        sums = {
            each: sum((line.list_cost for line in lines if line.case is each), Decimal(0))
            for each in Case
            if any(line.case is each for line in lines)
        }
        if case is Case.EXPECTED and urn in self._open:
            return sums.get(case)
        if case is Case.HIGH and urn in self._unbounded:
            grows = sums.get(Case.LOW, Decimal(0)) < sums.get(Case.EXPECTED, Decimal(0)) == sums.get(case)
            return None if grows else sums.get(case)
        return sums.get(case, Decimal(0))


def _sum(amounts: Iterable[Amount]) -> Amount:
    found = list(amounts)
    return None if None in found else sum((item for item in found if item is not None), Decimal(0))
