"""The cost of one deployment at other numbers of requests: its graph is estimated again, its program not run again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from apexai.compare.curve import Curve, trace_curve
from apexai.compare.linear import NotLinear
from apexai.cost.estimate import Estimate
from apexai.cost.estimating import EstimateOptions, estimate_graph
from apexai.cost.instances import SECONDS_PER_MONTH
from apexai.cost.quantity import Case
from apexai.cost.readers import providers_of
from apexai.cost.usage_sources import Traffic, component_usage
from apexai.cost.view import COMPONENT, number_at, text_at
from apexai.graph.model import Resource, ResourceGraph
from apexai.preview.criteria import Criteria
from apexai.prices.book import PriceBook
from apexai.spec.fields import Platform
from apexai.targets.capability import Refused
from apexai.targets.registry import load_target

_MOST: Final = "spec.autoscaling.maxReplicas"
_AT_ONCE: Final = "spec.runtime.concurrency"
_DURATION: Final = "duration"
_REQUESTS: Final = "requests"
_COUNTED: Final = ("execution", "invocation", "request")
"""Pricing units that count requests one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCurve:
    """Why the cost at other numbers of requests is not known."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Volumes:
    """What other numbers of requests would cost."""

    curve: Curve
    carries: Decimal | None
    """Requests a month that the limits let through; None where nothing bounds them."""


def trace_volumes(graph: ResourceGraph, criteria: Criteria) -> Volumes | NoCurve:
    """Trace the expected cost of one service by its requests.

    What one request takes stays as declared; data to the internet grows with the requests.

    Raises:
        UsageError: the declared use contradicts itself.
        CatalogueError: a price that is needed can't be parsed.
    """
    services = graph.of_type(COMPONENT)
    if len(services) != 1:
        return NoCurve(reason="there is not exactly one InferenceService")
    declared = component_usage(services[0]).expected
    estimate_at = _estimator(graph, criteria)
    sample = estimate_at(Decimal(1))
    if sample.monthly.expected.amount is None:
        missing = {key for needed in sample.needs_usage for key in needed.keys} - {_REQUESTS, *declared}
        keys = [f"finops.usage.{key}" for key in sorted(missing)]
        return NoCurve(reason=f"its expected cost is not known: declare {' and '.join(keys)}")
    try:
        curve = trace_curve(lambda requests: _expected(estimate_at(requests)))
    except NotLinear:
        return NoCurve(reason="its cost is not made of straight lines")
    return Volumes(curve=curve, carries=_counted(estimate_at(None)) or _carried(services[0], declared))


def cost_at(graph: ResourceGraph, criteria: Criteria, requests: Decimal) -> Decimal:
    """The expected cost of one service at a number of requests, by an estimate made for it alone."""
    return _expected(_estimator(graph, criteria)(requests))


def _estimator(graph: ResourceGraph, criteria: Criteria) -> Callable[[Decimal | None], Estimate]:
    """Requests → estimate; the price book is loaded once."""
    book = PriceBook.load(*providers_of(graph), overrides=criteria.overrides)
    options = EstimateOptions(free_tier=criteria.free_tier)

    def estimate_at(requests: Decimal | None) -> Estimate:
        usage = replace(criteria.usage, traffic=Traffic(requests=requests))
        return estimate_graph(graph, book=book, as_of=criteria.as_of, usage=usage, options=options)

    return estimate_at


def _expected(estimate: Estimate) -> Decimal:
    assert estimate.monthly.expected.amount is not None
    return estimate.monthly.expected.amount


def _counted(estimate: Estimate) -> Decimal | None:
    """What the highest case counts where no requests are declared; None where nothing bounds it."""
    if estimate.monthly.high.at_least:
        return None
    counted = [line.quantity for line in estimate.lines if line.case is Case.HIGH and line.pricing_unit in _COUNTED]
    return max(counted, default=None)


def _carried(service: Resource, declared: Mapping[str, Decimal]) -> Decimal | None:
    """Where requests are not billed one by one: what all replicas take that there may be, busy all month."""
    platform = text_at(service.inputs, "resolved", "spec", "runtime", "platform")
    table = load_target(Platform(str(platform))).capability
    replicas = number_at(service.inputs, "resolved", *_MOST.split("."))
    duration = declared.get(_DURATION)
    if isinstance(table.get(_MOST), Refused) or not isinstance(replicas, Decimal) or not duration:
        return None
    each = number_at(service.inputs, "resolved", *_AT_ONCE.split("."))
    return replicas * (each if isinstance(each, Decimal) else 1) / duration * SECONDS_PER_MONTH
