"""Resource graph + usage + prices → estimate."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import localcontext

from apexai.cost.allocation import by_cost_center, by_service
from apexai.cost.estimate import CostClass, Estimate, LineItem, NeedsUsage, Unpriced
from apexai.cost.free_types import load_free_types
from apexai.cost.guards import guards_of
from apexai.cost.load import Load
from apexai.cost.pricing import PRECISION, Pricer
from apexai.cost.quantity import Case
from apexai.cost.readers import load_readers, plain_type
from apexai.cost.reading import Reading
from apexai.cost.regions import region_of
from apexai.cost.services import BudgetTerms, budget_of_all, charged_for, services_of, shortfalls_said
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.totals import coverage_of, doubtful_prices, monthly_of, per_thousand
from apexai.cost.usage import Usage
from apexai.cost.usage_sources import UsageSources
from apexai.cost.view import COMPONENT, GraphView, by_urn
from apexai.graph.model import Resource, ResourceGraph
from apexai.prices.book import PriceBook
from apexai.prices.overrides import BILLING_CURRENCY
from apexai.units import MonthlyAmount


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateOptions:
    """What the caller asks of an estimate."""

    free_tier: bool = False
    """Whether amounts count that are free once a month for a whole account."""
    budget: MonthlyAmount | None = None
    """Instead of what the InferenceServices of the graph declare."""
    regions: Mapping[str, str] = field(default_factory=dict)
    """Package → region, for programs whose providers say none."""
    budget_case: Case = Case.EXPECTED
    """Which case is held against the budget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceCost:
    """What was found out about one resource."""

    resource: Resource
    cost_class: CostClass
    lines: tuple[LineItem, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why a part of it has no price, or why it is free."""
    needs: tuple[str, ...] = ()
    unbounded: bool = False
    """Whether nothing bounds its high case."""
    expected_known: bool = True
    assumptions: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    """Those that bill a part of it."""
    counted_with: tuple[str, ...] = ()
    """URNs of the resources whose cost is that of this one too."""
    load: Load | None = None
    """Of what answers the requests of a service."""

    @property
    def is_missing(self) -> bool:
        """Whether a part of it is in no total."""
        return self.cost_class in (CostClass.UNPRICED, CostClass.OPAQUE)


def estimate_graph(
    graph: ResourceGraph,
    *,
    book: PriceBook,
    as_of: datetime.date,
    usage: UsageSources | None = None,
    options: EstimateOptions | None = None,
) -> Estimate:
    """Estimate what a graph costs a month.

    Args:
        graph: From any source.
        book: Prices of the providers whose resources the graph has.
        as_of: The day whose prices hold; it stands in the result.
        usage: What is declared beside `finops.usage` of the InferenceServices.
        options: What the caller asks.

    Raises:
        UsageError: the declared use contradicts itself.
        CatalogueError: a price that is needed can't be parsed.
    """
    with localcontext(prec=PRECISION):
        return _estimate_exactly(graph, book, as_of, usage or UsageSources(), options or EstimateOptions())


def _estimate_exactly(
    graph: ResourceGraph, book: PriceBook, as_of: datetime.date, usage: UsageSources, asked: EstimateOptions
) -> Estimate:
    view = GraphView(graph=graph)
    pricer = Pricer(book=book, as_of=as_of, free_tier=asked.free_tier)
    usage_of = usage.resolver(view)
    counted = [resource for resource in by_urn(graph.resources) if _is_counted(resource)]
    costs = tuple(_cost(resource, view, pricer, usage_of, asked) for resource in counted)
    if usage.traffic is not None:  # what is declared is not what comes
        costs = tuple(replace(cost, load=None) for cost in costs)
    return _estimate(graph, costs, view=view, pricer=pricer, asked=asked)


def _is_counted(resource: Resource) -> bool:
    """Components, providers and what exists already cost nothing that this graph causes."""
    return resource.opaque or (resource.custom and not resource.is_provider and not resource.read)


def _cost(
    resource: Resource,
    view: GraphView,
    pricer: Pricer,
    usage_of: Callable[[Resource], Usage],
    asked: EstimateOptions,
) -> ResourceCost:
    if resource.opaque:
        reason = "its children can't be seen without the component's plugin"
        return ResourceCost(resource=resource, cost_class=CostClass.OPAQUE, reasons=(reason,))
    around = Surroundings(
        resource=resource,
        view=view,
        usage_of=usage_of,
        book=pricer.book,
        as_of=pricer.as_of,
        region_id=region_of(resource, view, defaults=asked.regions),
    )
    return _priced(resource, _read(around), pricer)


def _read(around: Surroundings) -> Reading:
    resource = around.resource
    type_token = plain_type(resource.type)
    reader = load_readers(resource.package).get(type_token)
    if reader is None:
        reason = load_free_types().reason(type_token)
        unknown = f"apexai does not know what {resource.type} costs"
        return Reading(free=reason) if reason else Reading(unpriced=(unknown,))
    try:
        return reader(around)
    except NotKnown as error:
        return Reading(unpriced=(str(error),))


def _priced(resource: Resource, reading: Reading, pricer: Pricer) -> ResourceCost:
    if reading.free:
        return _free(resource, reading)
    priced = pricer.price(resource.urn, reading.meters)
    reasons = (*reading.unpriced, *priced.reasons)
    open_meters = [meter for meter in reading.meters if meter.quantity.expected is None]
    needs = tuple(dict.fromkeys(key for meter in open_meters for key in meter.needs))
    known = CostClass.NEEDS_USAGE if open_meters else CostClass.PRICED
    return ResourceCost(
        resource=resource,
        cost_class=CostClass.UNPRICED if reasons else known,
        lines=priced.lines,
        reasons=reasons,
        needs=needs,
        unbounded=any(meter.quantity.high is None for meter in reading.meters),
        expected_known=not open_meters,
        assumptions=reading.assumptions,
        services=priced.services,
        counted_with=reading.counted_with,
        load=reading.load,
    )


def _free(resource: Resource, reading: Reading) -> ResourceCost:
    return ResourceCost(
        resource=resource,
        cost_class=CostClass.FREE,
        reasons=(reading.free,),
        assumptions=reading.assumptions,
        counted_with=reading.counted_with,
        load=reading.load,
    )


def _estimate(
    graph: ResourceGraph, costs: tuple[ResourceCost, ...], *, view: GraphView, pricer: Pricer, asked: EstimateOptions
) -> Estimate:
    lines = tuple(line for cost in costs for line in cost.lines)
    missing = graph.partial or any(cost.is_missing for cost in costs)
    expected_known = all(cost.expected_known for cost in costs)
    monthly = monthly_of(
        lines,
        missing=missing,
        expected_known=expected_known,
        unbounded=any(cost.unbounded for cost in costs),
    )
    complete = not missing and expected_known
    terms = BudgetTerms(overrides=pricer.book.overrides, case=asked.budget_case, given=asked.budget)
    services, outside = services_of(costs, view, terms)
    guards = guards_of(costs, view, terms)
    budget = budget_of_all(services, guards, terms, monthly=monthly, complete=complete)
    thousand, million = per_thousand(graph.of_type(COMPONENT), charged_for(services))
    return Estimate(
        billing_currency=BILLING_CURRENCY,
        as_of=pricer.as_of,
        monthly=monthly,
        complete=complete,
        per_thousand_requests=thousand,
        per_million_tokens=million,
        coverage=coverage_of((cost.resource.type, cost.cost_class) for cost in costs),
        lines=lines,
        classes=tuple((cost.resource.urn, cost.cost_class) for cost in costs),
        unpriced=tuple(_unpriced(costs)),
        needs_usage=tuple(_needs(costs)),
        unbounded=tuple(cost.resource.urn for cost in costs if cost.unbounded),
        free=tuple((cost.resource.urn, cost.reasons[0]) for cost in costs if cost.cost_class is CostClass.FREE),
        budget=budget,
        services=services,
        guards=guards,
        outside=outside,
        shortfalls=shortfalls_said(services),
        by_service=by_service(costs),
        by_cost_center=by_cost_center(costs, view),
        price_dates=tuple(sorted(set(pricer.dates.values()))),
        assumptions=tuple(sorted({text for cost in costs for text in cost.assumptions})),
        warnings=(*pricer.book.overrides.doubts, *doubtful_prices(pricer.dates, as_of=pricer.as_of)),
    )


def _unpriced(costs: Iterable[ResourceCost]) -> Iterable[Unpriced]:
    for cost in costs:
        if cost.is_missing:
            yield Unpriced(urn=cost.resource.urn, type=cost.resource.type, reason="; ".join(cost.reasons))


def _needs(costs: Iterable[ResourceCost]) -> Iterable[NeedsUsage]:
    for cost in costs:
        if not cost.expected_known:
            yield NeedsUsage(urn=cost.resource.urn, type=cost.resource.type, keys=cost.needs)
