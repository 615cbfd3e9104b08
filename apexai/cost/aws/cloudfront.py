"""CloudFront distributions and their functions: by request and by data sent to viewers.

A distribution is no resource of a region; the price of a request is that of the group of edge locations that answers
it. Which viewers come is not in a program, so they are taken to be where the stack is.
"""

from typing import Final

from apexai.cost.egress import egress_assumed, egress_of
from apexai.cost.meters import used
from apexai.cost.quantity import Quantity
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.usage import EGRESS, REQUESTS
from apexai.cost.view import text_at

_FUNCTION: Final = "aws:lambda/function:Function"
DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"

_GROUPS: Final = {"us": "edge-us", "eu": "edge-eu", "ap": "edge-ap"}
_VIEWERS: Final = "viewers of a distribution are taken to be on the stack's continent, and to use HTTPS"


def read_distribution(around: Surroundings) -> Reading:
    """Requests and data to viewers; a staging distribution takes its share of those of the one that it tests."""
    if around.text("staging", default="false") == "true":
        return Reading(free="its share of the requests is counted with the distribution that it is a test of")
    requests = around.use("requests")
    sent = egress_of(around.usage, requests)
    return Reading(
        meters=(
            _meter(around, "aws-cloudfront-requests-https", "request", requests, "requests"),
            _meter(around, "aws-cloudfront-egress", "GB", sent, "data to viewers", needs=(EGRESS,)),
        ),
        assumptions=(_VIEWERS, *egress_assumed(around.usage)),
    )


def read_edge_function(around: Surroundings) -> Reading:
    """Invocations of a CloudFront Function."""
    meter = used(around, "aws-cloudfront-functions-invocations", "invocation", "requests")
    return Reading(meters=(meter,))


def _meter(
    around: Surroundings,
    sku_id: str,
    unit: str,
    quantity: Quantity,
    label: str,
    *,
    needs: tuple[str, ...] = (REQUESTS,),
) -> Meter:
    region = _region(around)
    group = _GROUPS.get(region.partition("-")[0])
    if group is None:
        raise NotKnown(f"no source states what CloudFront costs for viewers near {region}")
    return Meter(sku_id=sku_id, region_id=group, unit=unit, quantity=quantity, label=label, needs=needs)


def _region(around: Surroundings) -> str:
    """The stack's region; where it has none, that of the functions beside the distribution."""
    if around.region_id is not None:
        return around.region_id
    regions = {text_at(found.inputs, "region") for found in around.view.siblings(around.resource, _FUNCTION)}
    known = [region for region in regions if isinstance(region, str)]
    return known[0] if len(known) == 1 else around.region()
