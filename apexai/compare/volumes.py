"""The cost of one deployment at other numbers of requests: its graph is estimated again, its program not run again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from apexai.compare.curve import Curve, trace_curve
from apexai.compare.linear import NotLinear
from apexai.cost.estimate import Estimate
from apexai.cost.estimating import EstimateOptions, estimate_graph
from apexai.cost.readers import providers_of
from apexai.cost.usage import REQUESTS
from apexai.cost.usage_sources import component_usage
from apexai.cost.view import COMPONENT
from apexai.graph.model import ResourceGraph
from apexai.preview.criteria import Criteria
from apexai.prices.book import PriceBook


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCurve:
    """Why the cost at other numbers of requests is not known."""

    reason: str


def trace_volumes(graph: ResourceGraph, criteria: Criteria) -> Curve | NoCurve:
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
        missing = {key for needed in sample.needs_usage for key in needed.keys} - {REQUESTS, *declared}
        keys = [f"finops.usage.{key}" for key in sorted(missing)]
        return NoCurve(reason=f"its expected cost is not known: declare {' and '.join(keys)}")
    try:
        return trace_curve(lambda requests: _expected(estimate_at(requests)))
    except NotLinear:
        return NoCurve(reason="its cost is not made of straight lines")


def cost_at(graph: ResourceGraph, criteria: Criteria, requests: Decimal) -> Decimal:
    """The expected cost of one service at a number of requests, by an estimate made for it alone."""
    return _expected(_estimator(graph, criteria)(requests))


def _estimator(graph: ResourceGraph, criteria: Criteria) -> Callable[[Decimal], Estimate]:
    """Requests → estimate; the price book is loaded once."""
    book = PriceBook.load(*providers_of(graph), overrides=criteria.overrides)
    options = EstimateOptions(free_tier=criteria.free_tier)

    def estimate_at(requests: Decimal) -> Estimate:
        usage = replace(criteria.usage, traffic=requests)
        return estimate_graph(graph, book=book, as_of=criteria.as_of, usage=usage, options=options)

    return estimate_at


def _expected(estimate: Estimate) -> Decimal:
    assert estimate.monthly.expected.amount is not None
    return estimate.monthly.expected.amount
