"""What each InferenceService of a program is charged with, how that stands to its budget, and what is left over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from apexai.cost.estimate import BudgetCheck, LineItem, Monthly, OutsideCost, ServiceCost, Unpriced, Verdict
from apexai.cost.load import Load, Shortfall
from apexai.cost.ownership import owners_of
from apexai.cost.quantity import Amount, Case
from apexai.cost.totals import budget_check, limit_of, monthly_of, per_thousand
from apexai.cost.view import COMPONENT, GraphView
from apexai.graph.model import Resource
from apexai.prices.overrides import Overrides
from apexai.units import MonthlyAmount


class Cost(Protocol):
    """What was found out about one resource."""

    @property
    def resource(self) -> Resource: ...
    @property
    def lines(self) -> tuple[LineItem, ...]: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...
    @property
    def is_missing(self) -> bool: ...
    @property
    def unbounded(self) -> bool: ...
    @property
    def expected_known(self) -> bool: ...
    @property
    def counted_with(self) -> tuple[str, ...]: ...
    @property
    def load(self) -> Load | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetTerms:
    """How costs are held against budgets."""

    overrides: Overrides
    """Rates of currencies."""
    case: Case
    given: MonthlyAmount | None = None
    """What the whole program may cost, instead of what its services declare."""

    def check(self, limit: MonthlyAmount | None, *, monthly: Monthly, complete: bool) -> BudgetCheck:
        """How a cost stands to a limit."""
        return budget_check(limit, monthly=monthly, complete=complete, overrides=self.overrides, case=self.case)


def services_of(
    costs: Sequence[Cost], view: GraphView, terms: BudgetTerms
) -> tuple[tuple[ServiceCost, ...], OutsideCost | None]:
    """What each service of a graph is charged with, and what the resources cost that none is charged with.

    Tiers count what all resources of the graph use, as in the account's bill: a part costs what its own lines come to.
    """
    services = view.of_type(COMPONENT)
    if not services:
        return (), None
    owners = owners_of(view, {cost.resource.urn: cost.counted_with for cost in costs if cost.counted_with})
    parts: dict[str, list[Cost]] = {service.urn: [] for service in services}
    outside: list[Cost] = []
    for cost in costs:
        parts.get(owners.get(cost.resource.urn, ""), outside).append(cost)
    charged = tuple(_service(service, parts[service.urn], owners, view, terms) for service in services)
    return charged, _outside(outside, partial=view.graph.partial)


def budget_of_all(
    services: Sequence[ServiceCost],
    guards: Sequence[ServiceCost],
    terms: BudgetTerms,
    *,
    monthly: Monthly,
    complete: bool,
) -> BudgetCheck:
    """How the services and guards of a graph stand to their budgets together: over where one is over its own.

    Args:
        services: All of them; their limits are one together.
        guards: Those that stand alone; they may watch the same, so that their limits are none together.
        terms: How they were held against their budgets; a given one holds for the whole graph.
        monthly: What the whole graph costs.
        complete: Whether nothing is missing from that.
    """
    if terms.given is not None:
        return terms.check(terms.given, monthly=monthly, complete=complete)
    declared = [service for service in (*services, *guards) if service.budget.limit is not None]
    if not declared:
        return BudgetCheck()
    limit = _together([service.budget.limit for service in services if service.budget.limit is not None])
    if len(declared) == 1:
        limit = declared[0].budget.limit
    dollars = None if limit is None else terms.overrides.dollars(limit.amount, limit.currency)
    for verdict in (Verdict.OVER, Verdict.UNKNOWN):
        reasons = [
            reason_of(service, among=(*services, *guards)) for service in declared if service.budget.verdict is verdict
        ]
        if reasons:
            return BudgetCheck(limit=limit, dollars=dollars, verdict=verdict, reason="; ".join(reasons))
    if not complete:
        reason = "something that no service is charged with is not known"
        return BudgetCheck(limit=limit, dollars=dollars, verdict=Verdict.UNKNOWN, reason=reason)
    return BudgetCheck(limit=limit, dollars=dollars, verdict=Verdict.WITHIN)


def charge(
    component: Resource,
    costs: Sequence[Cost],
    *,
    owners: Mapping[str, str],
    view: GraphView,
    terms: BudgetTerms,
    limit: MonthlyAmount | None,
    missing: bool = False,
) -> ServiceCost:
    """What a component is charged with, and how that stands to a limit.

    Args:
        component: A service, or a guard.
        costs: Of what it is charged with.
        owners: URN of a resource → URN of whom it belongs to.
        view: Of the graph.
        terms: How costs are held against budgets.
        limit: What it may cost; None where nothing says.
        missing: Whether something may be missing from the costs.
    """
    shares = tuple(sorted({urn for cost in costs for urn in cost.counted_with if owners.get(urn) != component.urn}))
    monthly = _monthly(costs, partial=missing or view.graph.partial or bool(shares))
    complete = not monthly.low.at_least and all(cost.expected_known for cost in costs)
    return ServiceCost(
        urn=component.urn,
        name=component.name,
        monthly=monthly,
        complete=complete,
        resources=tuple(cost.resource.urn for cost in costs),
        unpriced=tuple(_unpriced(costs)),
        shares=shares,
        budget=terms.check(limit, monthly=monthly, complete=complete),
    )


def charged_for(services: Iterable[ServiceCost]) -> Amount:
    """The expected cost of services together; None where some of it is missing, or not all requests are answered."""
    sums = [
        service.monthly.expected.amount if service.complete and not service.falls_short(Case.EXPECTED) else None
        for service in services
    ]
    known = [amount for amount in sums if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(sums) else None


def shortfalls_said(services: Sequence[ServiceCost]) -> tuple[str, ...]:
    """What is said of declared requests that the limits of services don't let through."""
    return tuple(_said(service, found, services) for service in services for found in service.shortfalls)


def _said(service: ServiceCost, found: Shortfall, among: Sequence[ServiceCost]) -> str:
    name = f"{service.name}: " if len(among) > 1 else ""
    assumed = f" ({found.assumed})" if found.assumed else ""
    return (
        f"{name}{found.requests:,.0f} requests a month are declared for the {found.case} case, and the limits of the "
        f"service let at most {found.carries:,.0f} through, even if they come evenly{assumed}: nothing would answer "
        "the rest, whatever of it is billed; raise autoscaling.maxReplicas"
    )


def reason_of(service: ServiceCost, *, among: Sequence[ServiceCost]) -> str:
    """Why a service is over its budget, or that is not known; named where it is one of several."""
    return f"{service.name}: {service.budget.reason}" if len(among) > 1 else service.budget.reason


def _together(limits: Sequence[MonthlyAmount]) -> MonthlyAmount | None:
    """The sum of limits; None where there are none, or their currencies differ."""
    if len({limit.currency for limit in limits}) != 1:
        return None
    return MonthlyAmount(amount=sum((limit.amount for limit in limits), Decimal(0)), currency=limits[0].currency)


def _service(
    service: Resource, costs: Sequence[Cost], owners: Mapping[str, str], view: GraphView, terms: BudgetTerms
) -> ServiceCost:
    limit = None if terms.given else limit_of(service.inputs)
    load = next((cost.load for cost in costs if cost.load is not None), None)
    charged = replace(charge(service, costs, owners=owners, view=view, terms=terms, limit=limit), load=load)
    thousand, million = per_thousand((service,), charged_for((charged,)))
    return replace(charged, per_thousand_requests=thousand, per_million_tokens=million)


def _outside(costs: Sequence[Cost], *, partial: bool) -> OutsideCost | None:
    costing = [cost for cost in costs if cost.lines or cost.is_missing or not cost.expected_known]
    return OutsideCost(monthly=_monthly(costing, partial=partial), resources=len(costing)) if costing else None


def _monthly(costs: Sequence[Cost], *, partial: bool) -> Monthly:
    return monthly_of(
        (line for cost in costs for line in cost.lines),
        missing=partial or any(cost.is_missing for cost in costs),
        expected_known=all(cost.expected_known for cost in costs),
        unbounded=any(cost.unbounded for cost in costs),
    )


def _unpriced(costs: Iterable[Cost]) -> Iterator[Unpriced]:
    for cost in costs:
        if cost.is_missing:
            yield Unpriced(urn=cost.resource.urn, type=cost.resource.type, reason="; ".join(cost.reasons))
