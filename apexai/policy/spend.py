"""What the rules read of an estimate."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from apexai.cost.estimate import Estimate
from apexai.graph import ResourceGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """What one service costs a month at list prices; None where it can't be said."""

    currency: str
    expected: Decimal | None = None
    high: Decimal | None = None
    """Worst case that the plan allows."""
    per_thousand_requests: Decimal | None = None
    complete: bool = False
    """True where nothing in it is unpriced or opaque."""
    unpriced: tuple[tuple[str, str], ...] = ()
    """(URN, reason) of the resources without a price."""


def spends_of(graph: ResourceGraph, estimate: Estimate) -> Mapping[str, Spend]:
    """URN of the graph's service → what it costs.

    An estimate sums a whole graph, so that it says what a service costs only where there is one service.
    """
    services = graph.of_type("apexai:index:InferenceService")
    if len(services) != 1:
        return {}
    return {services[0].urn: _spend(estimate)}


def _spend(estimate: Estimate) -> Spend:
    return Spend(
        currency=estimate.billing_currency,
        expected=estimate.monthly.expected.amount,
        high=estimate.monthly.high.amount,
        per_thousand_requests=estimate.per_thousand_requests,
        complete=estimate.complete,
        unpriced=tuple((entry.urn, entry.reason) for entry in estimate.unpriced),
    )
