"""Who pays, and to which service: the sums of an estimate by cost centre and by service."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final, Protocol

from apexai.cost.estimate import LineItem, Monthly, Subtotal, Total
from apexai.cost.quantity import Case
from apexai.cost.view import GraphView, default_tags_of, text_at, value_at
from apexai.graph.model import Resource, Value

_TAGS: Final = (("tags",), ("tagsAll",), ("labels",), ("userLabels",), ("metadata", "labels"))
"""Where resource types have their tags or labels."""
_COST_CENTER: Final = frozenset({"costcenter", "costcentre"})


class Cost(Protocol):
    """What is summed of one resource."""

    @property
    def resource(self) -> Resource: ...
    @property
    def lines(self) -> tuple[LineItem, ...]: ...
    @property
    def services(self) -> tuple[str, ...]: ...
    @property
    def is_missing(self) -> bool: ...
    @property
    def unbounded(self) -> bool: ...
    @property
    def expected_known(self) -> bool: ...


def by_service(costs: Iterable[Cost]) -> tuple[Subtotal, ...]:
    """The sums of line items by the service that bills them, the largest first.

    A resource without any line, such as one without a price, is in none of them.
    """
    sums = _Sums()
    for cost in costs:
        for name in cost.services:
            sums.mark(name, cost)
        for line in cost.lines:
            sums.add(line.service_name, line)
    return sums.subtotals()


def by_cost_center(costs: Iterable[Cost], view: GraphView) -> tuple[Subtotal, ...]:
    """The sums of resources by the cost centre that they carry; those that carry none have an empty name."""
    sums = _Sums()
    for cost in costs:
        if not (cost.lines or cost.is_missing or not cost.expected_known):
            continue
        name = cost_center_of(cost.resource, view)
        sums.mark(name, cost)
        for line in cost.lines:
            sums.add(name, line)
    return sums.subtotals()


def cost_center_of(resource: Resource, view: GraphView) -> str:
    """The cost centre in a resource's tags, its provider's default tags or its InferenceService; else empty.

    Labels of Google Cloud are in lower case; where one is what an InferenceService says, it is named as that says it.
    """
    component = view.component(resource)
    written = None if component is None else text_at(component.inputs, "resolved", "spec", "finops", "costCenter")
    said = written if isinstance(written, str) else ""
    provider = view.provider(resource)
    tags = [value_at(resource.inputs, *path) for path in _TAGS if resource.inputs.get(path[0]) is not None]
    tags += [default_tags_of(provider)] if provider is not None else []
    for found in filter(None, map(_cost_center, tags)):
        return said if _folded(said) == _folded(found) else found
    return said


class _Sums:
    """The sums of one grouping, while they grow."""

    def __init__(self) -> None:
        self._amounts: dict[str, dict[Case, Decimal]] = {}
        self._missing: set[str] = set()
        self._unbounded: set[str] = set()
        self._open: set[str] = set()

    def mark(self, name: str, cost: Cost) -> None:
        """Note what keeps the sum of a group from being whole."""
        self._amounts.setdefault(name, dict.fromkeys(Case, Decimal(0)))
        if cost.is_missing:
            self._missing.add(name)
        if cost.unbounded:
            self._unbounded.add(name)
        if not cost.expected_known:
            self._open.add(name)

    def add(self, name: str, line: LineItem) -> None:
        self._amounts.setdefault(name, dict.fromkeys(Case, Decimal(0)))[line.case] += line.list_cost

    def subtotals(self) -> tuple[Subtotal, ...]:
        found = [Subtotal(name=name, monthly=self._monthly(name, amounts)) for name, amounts in self._amounts.items()]
        return tuple(sorted(found, key=lambda item: (*_largest_first(item.monthly), item.name)))

    def _monthly(self, name: str, amounts: Mapping[Case, Decimal]) -> Monthly:
        missing = name in self._missing
        return Monthly(
            low=Total(amount=amounts[Case.LOW], at_least=missing),
            expected=Total(amount=None if name in self._open else amounts[Case.EXPECTED], at_least=missing),
            high=Total(amount=amounts[Case.HIGH], at_least=missing or name in self._unbounded),
        )


def _largest_first(monthly: Monthly) -> tuple[Decimal, Decimal]:
    known = monthly.low.amount if monthly.expected.amount is None else monthly.expected.amount
    return -(known or Decimal(0)), -(monthly.high.amount or Decimal(0))


def _cost_center(tags: Value) -> str:
    found = [value for key, value in sorted(_pairs(tags).items()) if _folded(key) in _COST_CENTER]
    return next((value for value in found if isinstance(value, str) and value), "")


def _pairs(tags: Value) -> Mapping[str, Value]:
    """Tags as they are, and those of Cloudflare, which are texts: `key:value`."""
    if isinstance(tags, list):
        parts = [tag.partition(":") for tag in tags if isinstance(tag, str)]
        return {key: value for key, _, value in parts}
    return tags if isinstance(tags, dict) else {}


def _folded(key: str) -> str:
    """`finops.apexlogic.com/cost-center`, `CostCenter` and `cost_center` are the same key."""
    return "".join(letter for letter in key.rsplit("/", 1)[-1].casefold() if letter.isalnum())
