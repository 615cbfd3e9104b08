"""API Gateway: HTTP, WebSocket and REST APIs by request, REST caches by the hour."""

from typing import Final

from apexai.cost.aws.lambda_function import FUNCTION, requests_of
from apexai.cost.meters import hours, used
from apexai.cost.quantity import Quantity
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import Surroundings

_SMALL: Final = "a request of an HTTP API is taken to be at most 512 KB, which is what one metered request carries"


def read_api(around: Surroundings) -> Reading:
    """An API of the second version."""
    if around.text("protocolType", default="HTTP") == "WEBSOCKET":
        sku = "aws-apigateway-websocket"
        minutes = "API Gateway bills the minutes of WebSocket connections, and no usage key says how many there are"
        return Reading(meters=(used(around, f"{sku}-messages", "message", "requests"),), unpriced=(minutes,))
    meter = Meter(
        sku_id="aws-apigateway-http-requests",
        region_id=around.region(),
        unit="request",
        quantity=_requests(around),
        label="requests",
        needs=("requests",),
    )
    return Reading(meters=(meter,), assumptions=(_SMALL,))


def read_rest_api(around: Surroundings) -> Reading:
    return Reading(meters=(used(around, "aws-apigateway-rest-requests", "request", "requests"),))


def read_rest_stage(around: Surroundings) -> Reading:
    """A stage costs something only where it has a cache."""
    if around.text("cacheClusterEnabled", default="false") != "true":
        return Reading(free="a stage without a cache cluster costs nothing")
    return Reading(meters=(hours(around, f"aws-apigateway-cache-{around.text('cacheClusterSize')}gb", "cache"),))


def _requests(around: Surroundings) -> Quantity:
    """As many as the function behind it can take, where the API is part of an InferenceService."""
    functions = around.view.siblings(around.resource, FUNCTION)
    bounds = [requests_of(around, function).high for function in functions]
    known = [bound for bound in bounds if bound is not None]
    return around.use("requests", bound=max(known) if known and len(known) == len(bounds) else None)
