"""Functions on Flex Consumption, and plans by the hour.

Flex bills the memory of an instance as long as anything runs in it, for at least a second and then in steps of 100 ms.
It takes as many requests at once as its concurrency says: as long as there is less than one at once on average, one
instance is busy while requests run, and beyond that as many as carry the load. Instances that are always ready have a
baseline and a lower rate for what they carry; the rest runs on demand.
Source: learn.microsoft.com/azure/azure-functions/flex-consumption-plan (2026-11-21).
"""

from decimal import Decimal
from typing import Final

from apexai.cost.egress import with_egress
from apexai.cost.load import Load, load_under
from apexai.cost.meters import hours
from apexai.cost.quantity import Amount, Quantity, combine, fixed, round_up
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings, known_number, known_text
from apexai.cost.view import number_at, value_at
from apexai.units import HOURS_PER_MONTH, MIB_PER_GIB, SECONDS_PER_HOUR

PLAN: Final = "azure-native:web:AppServicePlan"

_SECONDS_PER_MONTH: Final = Decimal(HOURS_PER_MONTH * SECONDS_PER_HOUR)
_LEAST_SECONDS: Final = Decimal(1)
_STEP_SECONDS: Final = Decimal("0.1")
_PREMIUM: Final = {
    "EP1": (Decimal(1), Decimal("3.5")),
    "EP2": (Decimal(2), Decimal(7)),
    "EP3": (Decimal(4), Decimal(14)),
}
"""vCPU and GiB of one instance. Source: infracost's golden of function_app (2024-08-30)."""
_NEEDS: Final = ("requests", "duration")
_CONCURRENCY: Final = ("functionAppConfig", "scaleAndConcurrency", "triggers", "http", "perInstanceConcurrency")
_ONE_AT_A_TIME: Final = "an instance is taken to answer one request at a time where runtime.concurrency says nothing"
_MINIMUM: Final = "a plan that grows with the load is taken to stay at its minimum in the expected case"


def read_app(around: Surroundings) -> Reading:
    """A function app on Flex Consumption; others are paid with their plan."""
    requests = requests_of(around)
    return with_egress(_read_executions(around), around, requests, cloud="azure")


def requests_of(around: Surroundings) -> Quantity:
    """Requests a month to the app; without a declared upper case what its instances can take."""
    most, duration = _most_seconds(around), around.usage.each("duration").map(_billed).low
    bound = most * _at_once(around) / duration if most is not None and duration else None
    return around.usage.total("requests").or_high(bound)


def _read_executions(around: Surroundings) -> Reading:
    if value_at(around.resource.inputs, "functionAppConfig") is not None:
        return _flex(around)
    plan = around.view.referenced(around.resource, "serverFarmId", PLAN)
    if plan is None:
        raise NotKnown("its plan is not in the program")
    if known_text(plan, "sku", "tier", default="") == "Dynamic" or known_text(plan, "sku", "name", default="") == "Y1":
        raise NotKnown("the memory that a function takes on the Consumption plan is not known before it runs")
    return Reading(free=f"it runs on the plan {plan.name}, whose cost is counted there", counted_with=(plan.urn,))


def read_plan(around: Surroundings) -> Reading:
    """Instances by the hour: Premium by vCPU and memory, App Service by size."""
    name, tier = around.text("sku", "name"), around.text("sku", "tier", default="")
    if tier in ("FlexConsumption", "Dynamic") or name in ("FC1", "Y1"):
        return Reading(free="a consumption plan costs nothing by itself")
    count = around.number("sku", "capacity", default=1)
    if name in _PREMIUM:
        return _premium(around, *_PREMIUM[name], count=max(count, Decimal(1)))
    system = "linux" if around.text("reserved", default="false") == "true" else "windows"
    sku_id = f"azure-app-service-{system}-{name.lower()}"
    return Reading(meters=(hours(around, sku_id, f"instances {name}", count=count, unit="instance-hour"),))


def _premium(around: Surroundings, vcpu: Decimal, gib: Decimal, *, count: Decimal) -> Reading:
    most = around.number("maximumElasticWorkerCount", default=count)
    number = Quantity(count, count, max(most, count))
    assumed = () if most <= count else (_MINIMUM,)
    return Reading(
        meters=(
            hours(around, "azure-functions-premium-vcpu", "vCPU", count=number * vcpu, unit="vCPU-hour"),
            hours(around, "azure-functions-premium-memory", "memory", count=number * gib, unit="GiB-hour"),
        ),
        assumptions=assumed,
    )


def _flex(around: Surroundings) -> Reading:
    scale = ("functionAppConfig", "scaleAndConcurrency")
    gigabytes = around.number(*scale, "instanceMemoryMB") / MIB_PER_GIB
    ready = _always_ready(around) * _SECONDS_PER_MONTH
    each = around.usage.each("duration").map(_billed)
    executions, at_once = requests_of(around), _at_once(around)
    running = around.usage.total("requests") * each
    busy = running.map(lambda seconds: _shared(seconds, at_once)).or_high(_most_seconds(around))
    carried = busy.map(lambda seconds: min(seconds, ready)).or_high(ready)
    rate = each.map(lambda seconds: at_once / seconds)
    on_ready = combine(_carried, carried, busy, executions, rate)
    return Reading(
        load=_load(around),
        meters=(
            _meter(around, "on-demand-execution-time", "GB-second", (busy - carried) * gigabytes, "on demand"),
            _meter(around, "on-demand-executions", "execution", executions - on_ready, "executions on demand"),
            _meter(around, "always-ready-baseline", "GB-second", fixed(ready * gigabytes), "kept ready"),
            _meter(around, "always-ready-execution-time", "GB-second", carried * gigabytes, "on what is kept ready"),
            _meter(around, "always-ready-executions", "execution", on_ready, "executions on what is kept"),
        ),
    )


def _load(around: Surroundings) -> Load:
    said = value_at(around.resource.inputs, *_CONCURRENCY) is not None
    assumed = "" if said else _ONE_AT_A_TIME
    return load_under(around.usage, most=_most(around), at_once=_at_once(around), assumed=assumed)


def _at_once(around: Surroundings) -> Decimal:
    """Requests that one instance takes at once."""
    return max(around.number(*_CONCURRENCY, default=1), Decimal(1))


def _shared(running: Decimal, at_once: Decimal) -> Decimal:
    """Seconds that instances are busy, of the seconds that requests run."""
    return max(min(running, _SECONDS_PER_MONTH), running / at_once)


def _most_seconds(around: Surroundings) -> Amount:
    """Seconds a month that all instances may be busy; None where the program does not limit their number."""
    most = _most(around)
    return None if most is None else most * _SECONDS_PER_MONTH


def _most(around: Surroundings) -> Amount:
    """Instances that there may be; None where the program does not limit them."""
    most = number_at(around.resource.inputs, "functionAppConfig", "scaleAndConcurrency", "maximumInstanceCount")
    return most if isinstance(most, Decimal) else None


def _carried(carried: Amount, busy: Amount, executions: Amount, rate: Amount) -> Amount:
    """How many of the executions run where instances are kept ready, at a rate a second where these are all busy."""
    if not carried or busy is None:
        return carried
    if carried >= busy:
        return executions
    return None if rate is None else carried * rate


def _always_ready(around: Surroundings) -> Decimal:
    found = value_at(around.resource.inputs, "functionAppConfig", "scaleAndConcurrency", "alwaysReady")
    count = len(found) if isinstance(found, list) else 0
    path = ("functionAppConfig", "scaleAndConcurrency", "alwaysReady")
    return sum((known_number(around.resource, *path, at, "instanceCount") for at in range(count)), Decimal(0))


def _billed(duration: Decimal) -> Decimal:
    return max(_LEAST_SECONDS, round_up(duration, _STEP_SECONDS))


def _meter(around: Surroundings, sku: str, unit: str, quantity: Quantity, label: str) -> Meter:
    return Meter(
        sku_id=f"azure-functions-flex-{sku}",
        region_id=around.region(),
        unit=unit,
        quantity=quantity,
        label=label,
        needs=_NEEDS,
    )
