"""SQS, SNS, EventBridge and Step Functions: by request."""

from decimal import Decimal
from typing import Final

from apexai.cost.aws.lambda_function import FUNCTION, requests_of
from apexai.cost.meters import used
from apexai.cost.quantity import Quantity
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import Surroundings
from apexai.cost.view import by_urn
from apexai.graph.model import Resource

_NOTHING: Final = Decimal(0)
_DEAD_LETTERS: Final = (
    "a dead-letter queue is taken to stay empty in the expected case, and to get every request in the high case"
)


def read_queue(around: Surroundings) -> Reading:
    """API calls; the queue of a function's dead letters gets none where everything works."""
    kind = "fifo" if around.text("fifoQueue", default="false") == "true" else "standard"
    calls, assumptions = _calls(around)
    meter = Meter(
        sku_id=f"aws-sqs-requests-{kind}",
        region_id=around.region(),
        unit="request",
        quantity=calls,
        label="requests",
        needs=("requests",),
    )
    return Reading(meters=(meter,), assumptions=assumptions)


def read_topic(around: Surroundings) -> Reading:
    """Messages published to a topic."""
    if around.text("fifoTopic", default="false") == "true":
        return Reading(
            meters=(
                used(around, "aws-sns-fifo-requests", "request", "requests"),
                used(around, "aws-sns-fifo-publish-payload", "GB", "processed"),
            )
        )
    return Reading(meters=(used(around, "aws-sns-requests-standard", "request", "requests"),))


def read_subscription(around: Surroundings) -> Reading:
    """Deliveries; those to queues and functions are free."""
    match around.text("protocol"):
        case "lambda" | "sqs" as protocol:
            return Reading(free=f"deliveries to {protocol} cost nothing")
        case "http" | "https":
            return Reading(meters=(used(around, "aws-sns-http-notifications", "notification", "requests"),))
        case "email" | "email-json":
            return Reading(meters=(used(around, "aws-sns-email-notifications", "notification", "requests"),))
        case protocol:
            return Reading(unpriced=(f"no source states the price of deliveries by {protocol}",))


def read_event_bus(around: Surroundings) -> Reading:
    """Events of one's own on a bus of one's own."""
    return Reading(meters=(used(around, "aws-eventbridge-custom-events", "event", "requests"),))


def read_schedule(around: Surroundings) -> Reading:
    """Invocations of EventBridge Scheduler."""
    return Reading(meters=(used(around, "aws-eventbridge-scheduler-invocations", "invocation", "requests"),))


def read_state_machine(around: Surroundings) -> Reading:
    """Transitions of a standard workflow; an express one also takes memory for a time."""
    if around.text("type", default="STANDARD") == "STANDARD":
        sku_id = "aws-stepfunctions-standard-transitions"
        return Reading(meters=(used(around, sku_id, "state-transition", "requests", label="state transitions"),))
    reason = "the memory that an express workflow takes is not known before it runs"
    meter = used(around, "aws-stepfunctions-express-requests", "request", "requests")
    return Reading(meters=(meter,), unpriced=(reason,))


def _calls(around: Surroundings) -> tuple[Quantity, tuple[str, ...]]:
    declared = around.usage.total("requests")
    functions = _senders(around)
    if declared.expected is not None or not functions:
        return declared, ()
    bounds = [requests_of(around, function).high for function in functions]
    known = [bound for bound in bounds if bound is not None]
    high = sum(known, _NOTHING) if len(known) == len(bounds) else None
    return Quantity(_NOTHING, _NOTHING, high), (_DEAD_LETTERS,)


def _senders(around: Surroundings) -> tuple[Resource, ...]:
    """The functions whose dead letters the queue gets."""
    functions = around.view.dependents(around.resource, FUNCTION)
    return by_urn(
        function
        for function in functions
        if around.resource.urn in function.property_dependencies.get("deadLetterConfig", ())
    )
