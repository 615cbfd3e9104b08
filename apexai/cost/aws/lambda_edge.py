"""Lambda@Edge: a function that a distribution calls is billed at the edge's rates, for as many calls as are declared.

Source: https://aws.amazon.com/lambda/pricing (2026-11-21).
"""

from decimal import Decimal
from typing import Final

from apexai.cost.aws.cloudfront import DISTRIBUTION
from apexai.cost.quantity import Quantity, round_up
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import Surroundings
from apexai.cost.view import GraphView
from apexai.graph.model import Resource

_MILLISECOND: Final = Decimal("0.001")
_NEEDS: Final = ("requests", "duration")
_BEHAVIOURS: Final = ("defaultCacheBehavior", "orderedCacheBehaviors")
_EVERY: Final = "a function at the edge is taken to run for every request, as if nothing came from the cache"


def is_at_edge(view: GraphView, function: Resource) -> bool:
    """Whether a distribution calls a function."""
    distributions = view.dependents(function, DISTRIBUTION)
    return any(
        function.urn in distribution.property_dependencies.get(key, ())
        for distribution in distributions
        for key in _BEHAVIOURS
    )


def read_at_edge(around: Surroundings, gib: Decimal) -> Reading:
    """Requests and duration; all edge locations bill in one region."""
    each = around.usage.each("duration").map(lambda duration: round_up(duration, _MILLISECOND))
    requests = around.usage.total("requests")
    return Reading(
        meters=(
            _meter(around, "requests", "request", requests, "requests"),
            _meter(around, "duration", "GB-second", requests * each * gib, "duration"),
        ),
        assumptions=(_EVERY,),
    )


def _meter(around: Surroundings, sku: str, unit: str, quantity: Quantity, label: str) -> Meter:
    return Meter(
        sku_id=f"aws-lambda-edge-{sku}",
        region_id=around.region(),
        unit=unit,
        quantity=quantity,
        label=label,
        needs=_NEEDS,
    )
