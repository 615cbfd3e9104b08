"""Sums, coverage and the budget's verdict."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from apexai.cost.estimate import BudgetCheck, CostClass, Coverage, LineItem, Monthly, Total, Verdict
from apexai.cost.quantity import Amount, Case
from apexai.cost.usage_sources import component_usage
from apexai.cost.view import text_at
from apexai.graph.model import Resource, Value
from apexai.prices.check import STALE_AFTER
from apexai.prices.overrides import BILLING_CURRENCY, Overrides
from apexai.units import MonthlyAmount, parse_budget

_THOUSAND: Final = 1000
_MILLION: Final = 1_000_000


def monthly_of(lines: Iterable[LineItem], *, missing: bool, expected_known: bool, unbounded: bool) -> Monthly:
    """The sums of the line items, case by case."""
    sums = dict.fromkeys(Case, Decimal(0))
    for line in lines:
        sums[line.case] += line.list_cost
    return Monthly(
        low=Total(amount=sums[Case.LOW], at_least=missing),
        expected=Total(amount=sums[Case.EXPECTED] if expected_known else None, at_least=missing),
        high=Total(amount=sums[Case.HIGH], at_least=missing or unbounded),
    )


def coverage_of(classes: Iterable[tuple[str, CostClass]]) -> Coverage:
    """How many resources, and types, are in each class."""
    counts = dict.fromkeys(CostClass, 0)
    types: dict[str, bool] = {}
    for type_token, cost_class in classes:
        counts[cost_class] += 1
        known = cost_class not in (CostClass.UNPRICED, CostClass.OPAQUE)
        types[type_token] = types.get(type_token, True) and known
    return Coverage(
        priced=counts[CostClass.PRICED],
        free=counts[CostClass.FREE],
        needs_usage=counts[CostClass.NEEDS_USAGE],
        unpriced=counts[CostClass.UNPRICED],
        opaque=counts[CostClass.OPAQUE],
        types_known=sum(types.values()),
        types=len(types),
    )


def budget_check(
    limit: MonthlyAmount | None,
    *,
    monthly: Monthly,
    complete: bool,
    overrides: Overrides,
    case: Case = Case.EXPECTED,
) -> BudgetCheck:
    """How a case of an estimate stands to a budget: never within it while something is missing."""
    if limit is None:
        return BudgetCheck()
    dollars = overrides.dollars(limit.amount, limit.currency)
    if dollars is None:
        reason = f"the budget is in {limit.currency}, and no rate is given"
        return BudgetCheck(limit=limit, verdict=Verdict.UNKNOWN, reason=reason)
    held = Case.LOW if monthly.of(case).amount is None else case
    known = monthly.of(held).amount
    if known is not None and known > dollars:
        found = MonthlyAmount(amount=Decimal(f"{known:.2f}"), currency=BILLING_CURRENCY)
        reason = f"the {held} cost, {found}, is more than {limit}"
        return BudgetCheck(limit=limit, dollars=dollars, verdict=Verdict.OVER, reason=reason, case=held)
    if not complete or monthly.of(held).at_least:
        reason = "the estimate is not complete"
        return BudgetCheck(limit=limit, dollars=dollars, verdict=Verdict.UNKNOWN, reason=reason)
    return BudgetCheck(limit=limit, dollars=dollars, verdict=Verdict.WITHIN)


def per_thousand(services: Iterable[Resource], expected: Amount) -> tuple[Amount, Amount]:
    """The expected cost for a thousand requests, and for a million tokens, of InferenceServices together."""
    requests = tokens = Decimal(0)
    for service in services:
        amounts = component_usage(service).expected
        requests += amounts.get("requests", Decimal(0))
        each = amounts.get("tokensIn", Decimal(0)) + amounts.get("tokensOut", Decimal(0))
        tokens += amounts.get("requests", Decimal(0)) * each
    if expected is None:
        return None, None
    return (
        expected / requests * _THOUSAND if requests else None,
        expected / tokens * _MILLION if tokens else None,
    )


def doubtful_prices(dates: Mapping[tuple[str, str], datetime.date], *, as_of: datetime.date) -> tuple[str, ...]:
    """What is said of prices that stand in lists which are old on the day of the estimate, or later than it.

    Args:
        dates: SKU and region → day of the list.
        as_of: The day of the estimate.
    """
    later = [day for day in dates.values() if day > as_of]
    old = {key: day for key, day in dates.items() if as_of - day > STALE_AFTER}
    if dates and len(old) == len(dates):
        return (f"every price is more than a year old on {as_of}: the newest is of {max(old.values())}",)
    return (
        *_later(later, len(dates), as_of),
        *(f"the price of {sku_id} in {region_id} is of {day}" for (sku_id, region_id), day in old.items()),
    )


def _later(days: Sequence[datetime.date], count: int, as_of: datetime.date) -> Iterator[str]:
    if days:
        share = "every price is" if len(days) == count else f"{len(days)} of {count} prices are"
        yield f"{share} of a list after {as_of}, the first of {min(days)}: what was paid on that day is not known"


def limit_of(inputs: Mapping[str, Value]) -> MonthlyAmount | None:
    """What the inputs of an InferenceService say that it may cost; None where they say nothing."""
    written = text_at(inputs, "spec", "spec", "finops", "budgetLimit")
    return parse_budget(written) if isinstance(written, str) else None
