"""What the rules read of an estimate."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from apexai.cost.estimate import Estimate
from apexai.cost.pricing import PRECISION
from apexai.cost.quantity import Case
from apexai.cost.usage_sources import component_usage
from apexai.graph import Resource, ResourceGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """What one service costs a month at list prices; None where it can't be said."""

    currency: str
    low: Decimal | None = None
    expected: Decimal | None = None
    high: Decimal | None = None
    """Worst case that the plan allows."""
    per_thousand_requests: Decimal | None = None
    complete: bool = False
    """True where nothing in it is unpriced or opaque, and its expected use is declared."""
    high_complete: bool = False
    """True where nothing in it is unpriced or opaque, and something bounds its use."""
    unpriced: tuple[tuple[str, str], ...] = ()
    """(URN, reason) of the resources without a price."""

    def held(self, case: Case) -> tuple[Case, Decimal | None]:
        """What is held against a budget: a case, or the low one where it is not known."""
        amounts = {Case.LOW: self.low, Case.EXPECTED: self.expected, Case.HIGH: self.high}
        return (Case.LOW, self.low) if amounts[case] is None else (case, amounts[case])


def spends_of(graph: ResourceGraph, estimate: Estimate) -> Mapping[str, Spend]:
    """URN of each of the graph's services → what it costs.

    Where there are several, tiers count what all of them use, as in the account's bill, and a service costs what the
    lines of its own resources come to.
    """
    services = graph.of_type("apexai:index:InferenceService")
    if len(services) == 1:
        return {services[0].urn: _whole(estimate)}
    with localcontext(prec=PRECISION):
        return {service.urn: _part(graph, service, estimate) for service in services}


def _whole(estimate: Estimate) -> Spend:
    return Spend(
        currency=estimate.billing_currency,
        low=estimate.monthly.low.amount,
        expected=estimate.monthly.expected.amount,
        high=estimate.monthly.high.amount,
        per_thousand_requests=estimate.per_thousand_requests,
        complete=estimate.complete,
        high_complete=not estimate.monthly.high.at_least,
        unpriced=tuple((entry.urn, entry.reason) for entry in estimate.unpriced),
    )


def _part(graph: ResourceGraph, service: Resource, estimate: Estimate) -> Spend:
    own = {resource.urn for resource in graph.descendants(service.urn)}
    unpriced = tuple((entry.urn, entry.reason) for entry in estimate.unpriced if entry.urn in own)
    seen = not (unpriced or graph.partial)
    known = not any(entry.urn in own for entry in estimate.needs_usage)
    expected = _sum(estimate, own, Case.EXPECTED) if known else None
    requests = component_usage(service).expected.get("requests")
    return Spend(
        currency=estimate.billing_currency,
        low=_sum(estimate, own, Case.LOW),
        expected=expected,
        high=_sum(estimate, own, Case.HIGH),
        per_thousand_requests=expected / requests * 1000 if expected is not None and requests and seen else None,
        complete=seen and known,
        high_complete=seen and not own & set(estimate.unbounded),
        unpriced=unpriced,
    )


def _sum(estimate: Estimate, own: set[str], case: Case) -> Decimal:
    return sum((line.list_cost for line in estimate.lines if line.case is case and line.urn in own), Decimal(0))
