"""AWS Lambda: requests, duration in steps of 1 ms, provisioned concurrency, ephemeral storage, traces.

The model. The load is even over the month: a function is busy `requests × duration` seconds, which is a mean
concurrency of that over the seconds of a month. Provisioned concurrency is paid for as long as it is configured;
with target tracking it follows the load over the target value, within its limits. What it can carry is served at
the rate for provisioned duration, the rest on demand. Without a declared upper case, the high case is that
everything the function may run at once (its reserved concurrency) is busy all month.
Source: https://aws.amazon.com/lambda/pricing (2026-11-21).
"""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from apexai.cost.aws.lambda_edge import is_at_edge, read_at_edge
from apexai.cost.aws.lambda_logs import with_own_logs
from apexai.cost.aws.provisioned import CONFIG, SECONDS_PER_MONTH, kept_seconds, provisioned_windows, served_seconds
from apexai.cost.egress import with_egress
from apexai.cost.load import Load, load_under
from apexai.cost.quantity import Amount, Quantity, fixed, round_up
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings, known_number, known_text
from apexai.cost.view import GraphView, number_at
from apexai.graph.model import Resource
from apexai.units import MIB_PER_GIB

FUNCTION: Final = "aws:lambda/function:Function"
_ALIAS: Final = "aws:lambda/alias:Alias"

_MILLISECOND: Final = Decimal("0.001")
_DEFAULT_MEMORY_MIB: Final = 128
_INCLUDED_STORAGE_MIB: Final = 512
_REQUESTS_PER_SECOND: Final = 10
"""That one environment takes from synchronous callers. Source: AWS Lambda developer guide, quotas (2026-11-21)."""
_TRACES_PER_SECOND: Final = 1
_TRACED_SHARE: Final = Decimal("0.05")
"""Of the requests beyond one a second. Source: X-Ray developer guide, default sampling rule (2026-11-21)."""
_NEEDS: Final = ("requests", "duration")


def read_function(around: Surroundings) -> Reading:
    """Requests and duration of a function, whichever capacity serves them."""
    function, region = around.resource, around.region()
    processor, gib = processor_of(function), memory_gib(function)
    if is_at_edge(around.view, function):
        return read_at_edge(around, gib)
    busy, requests = load_of(around, function), requests_of(around, function)
    provisioned = served_seconds(provisioned_windows(around.view, function, year=around.as_of.year), busy)
    on_demand = busy - provisioned
    suffix = "" if processor == "x86" else "-arm"
    meters = (
        _meter(f"requests{suffix}", region, "request", requests, "requests"),
        _meter(f"duration-{processor}", region, "GB-second", on_demand * gib, "duration on demand"),
        _meter(f"provisioned-duration-{processor}", region, "GB-second", provisioned * gib, "duration provisioned"),
        _meter(f"ephemeral-storage-{processor}", region, "GB-second", busy * _extra_storage(function), "scratch space"),
        _traces(around, region, requests),
    )
    reading = with_own_logs(Reading(meters=tuple(meter for meter in meters if not meter.quantity.is_zero)), around)
    if not _is_entry(around):
        return reading
    return with_egress(replace(reading, load=_load(around)), around, requests, cloud="aws")


def read_provisioned_concurrency(around: Surroundings) -> Reading:
    """The capacity that is kept ready, whether it is used or not."""
    function = around.view.referenced(around.resource, "functionName", FUNCTION)
    if function is None:
        raise NotKnown("the function that it belongs to is not in the program")
    first = around.view.dependents(function, CONFIG)[0]
    if around.resource.urn != first.urn:
        return Reading(free=f"the function's provisioned concurrency is counted with {first.name}")
    windows = provisioned_windows(around.view, function, year=around.as_of.year)
    seconds = kept_seconds(windows, load_of(around, function))
    sku = f"provisioned-concurrency-{processor_of(function)}"
    meter = _meter(sku, around.region(), "GB-second", seconds * memory_gib(function), "kept ready")
    return Reading(meters=(meter,))


def load_of(around: Surroundings, function: Resource) -> Quantity:
    """Seconds a month that a function is busy, all its environments together."""
    usage = around.usage_of(function)
    limit = concurrency_limit(around.view, function)
    busy = usage.total("requests") * usage.each("duration").map(lambda duration: round_up(duration, _MILLISECOND))
    return busy.or_high(None if limit is None else limit * SECONDS_PER_MONTH)


def requests_of(around: Surroundings, function: Resource) -> Quantity:
    """Requests a month; without a declared upper case what the limit on concurrency lets through."""
    usage = around.usage_of(function)
    limit = concurrency_limit(around.view, function)
    rate = _highest_rate(around.view, function, usage.each("duration").low)
    return usage.total("requests").or_high(None if limit is None or rate is None else limit * rate * SECONDS_PER_MONTH)


def concurrency_limit(view: GraphView, function: Resource) -> Amount:
    """How many environments may run at once; None where only the account's quota limits it.

    A function beside the model in an InferenceService answers calls of the model's environments, one at a time each.
    """
    own = _reserved(function)
    if own is not None:
        return own
    beside = [_reserved(sibling) for sibling in view.siblings(function, FUNCTION)]
    known = [limit for limit in beside if limit is not None]
    return sum(known, Decimal(0)) if known else None


def memory_gib(function: Resource) -> Decimal:
    """What AWS bills as GB: 1,024 MiB. Raises NotKnown."""
    return known_number(function, "memorySize", default=_DEFAULT_MEMORY_MIB) / MIB_PER_GIB


def _reserved(function: Resource) -> Amount:
    reserved = number_at(function.inputs, "reservedConcurrentExecutions")
    return reserved if isinstance(reserved, Decimal) and reserved >= 0 else None


def _load(around: Surroundings) -> Load:
    """One request at a time in each environment, and no more than the quota lets through."""
    most = concurrency_limit(around.view, around.resource)
    return load_under(around.usage, most=most, least_seconds=1 / Decimal(_REQUESTS_PER_SECOND))


def _highest_rate(view: GraphView, function: Resource, duration: Amount) -> Amount:
    """Requests a second that one environment can take."""
    rates = [1 / duration] if duration else []
    if view.component(function) is not None:
        rates.append(Decimal(_REQUESTS_PER_SECOND))
    return min(rates, default=None)


def processor_of(function: Resource) -> str:
    """`x86` or `arm`, as the SKUs name it. Raises NotKnown."""
    return "arm" if known_text(function, "architectures", 0, default="x86_64") == "arm64" else "x86"


def _extra_storage(function: Resource) -> Decimal:
    """Scratch space beyond what each function includes, in what AWS bills as GB."""
    size = known_number(function, "ephemeralStorage", "size", default=_INCLUDED_STORAGE_MIB)
    return max(size - _INCLUDED_STORAGE_MIB, Decimal(0)) / MIB_PER_GIB


def _traces(around: Surroundings, region: str, requests: Quantity) -> Meter:
    """A trace is recorded once, by the function that the request comes to first."""
    active = around.text("tracingConfig", "mode", default="PassThrough") == "Active" and _is_entry(around)
    return Meter(
        sku_id="aws-xray-traces-recorded",
        region_id=region,
        unit="trace",
        quantity=requests.map(_traced) if active else fixed(0),
        label="traces",
        needs=_NEEDS,
    )


def _traced(requests: Decimal) -> Decimal:
    certain = min(requests, _TRACES_PER_SECOND * SECONDS_PER_MONTH)
    return certain + (requests - certain) * _TRACED_SHARE


def _is_entry(around: Surroundings) -> bool:
    """Whether requests from outside come to the function: of an InferenceService, to the one that has an alias."""
    if around.view.component(around.resource) is None:
        return True
    return bool(around.view.dependents(around.resource, _ALIAS))


def _meter(sku: str, region: str, unit: str, quantity: Quantity, label: str) -> Meter:
    return Meter(sku_id=f"aws-lambda-{sku}", region_id=region, unit=unit, quantity=quantity, label=label, needs=_NEEDS)
