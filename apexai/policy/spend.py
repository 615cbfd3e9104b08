"""What the rules read of an estimate."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from apexai.cost.estimate import Estimate, ServiceCost, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """What one service, or what one guard watches, costs a month at list prices; None where it can't be said."""

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
    budget: Decimal | None = None
    """What it may cost, in that currency; None where it has no budget, or no rate is given."""
    undecided: str = ""
    """Why it is not known how what a guard watches stands to its limit."""
    unpriced: tuple[tuple[str, str], ...] = ()
    """(URN, reason) of the resources without a price."""


def spends_of(estimate: Estimate) -> Mapping[str, Spend]:
    """URN of each service and lone guard in an estimate → what it is charged with, or watches."""
    return {service.urn: _spend(service, estimate.billing_currency) for service in estimate.budgeted}


def _spend(service: ServiceCost, currency: str) -> Spend:
    return Spend(
        currency=currency,
        low=service.monthly.low.amount,
        expected=service.monthly.expected.amount,
        high=service.monthly.high.amount,
        per_thousand_requests=service.per_thousand_requests,
        complete=service.complete,
        high_complete=not service.monthly.high.at_least,
        budget=service.budget.dollars,
        undecided=service.budget.reason if service.budget.verdict is Verdict.UNKNOWN else "",
        unpriced=tuple((entry.urn, entry.reason) for entry in service.unpriced),
    )
