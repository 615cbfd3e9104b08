"""Cloud Functions of the first generation: invocations, and memory and processor in steps of 100 ms.

Source: https://cloud.google.com/functions/pricing-1stgen (2026-11-21).
"""

from decimal import Decimal
from typing import Final

from apexai.cost.egress import egress_assumed, egress_of
from apexai.cost.quantity import Quantity, round_up
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.usage import EGRESS

_STEP_SECONDS: Final = Decimal("0.1")
_DEFAULT_MEMORY_MIB: Final = 256
_MIB_PER_GB: Final = 1024
_GIGAHERTZ: Final = {
    128: Decimal("0.2"),
    256: Decimal("0.4"),
    512: Decimal("0.8"),
    1024: Decimal("1.4"),
    2048: Decimal("2.4"),
    4096: Decimal("4.8"),
}
"""Memory in MiB → processor. Source: infracost's cloudfunctions_function.go (2026-11-21)."""
_NEEDS: Final = ("requests", "duration")


def read_function(around: Surroundings) -> Reading:
    """A function by its memory, and the processor that comes with it."""
    memory = int(around.number("availableMemoryMb", default=_DEFAULT_MEMORY_MIB))
    if memory not in _GIGAHERTZ:
        raise NotKnown(f"no source states which processor a function of {memory} MB has")
    requests = around.usage.total("requests")
    seconds = requests * around.usage.each("duration").map(lambda duration: round_up(duration, _STEP_SECONDS))
    meters = [
        _meter(around, "invocations", "invocation", requests, "invocations"),
        _meter(around, "memory", "GB-second", seconds * memory / _MIB_PER_GB, "memory"),
        _meter(around, "cpu", "GHz-second", seconds * _GIGAHERTZ[memory], "processor"),
    ]
    egress = egress_of(around.usage, requests)
    if not egress.is_zero:
        meters.append(_meter(around, "egress", "GB", egress, "data to the internet", needs=(EGRESS,)))
    return Reading(meters=tuple(meters), assumptions=egress_assumed(around.usage))


def _meter(
    around: Surroundings, sku: str, unit: str, quantity: Quantity, label: str, *, needs: tuple[str, ...] = _NEEDS
) -> Meter:
    return Meter(
        sku_id=f"gcp-functions-1stgen-{sku}",
        region_id=around.region(),
        unit=unit,
        quantity=quantity,
        label=label,
        needs=needs,
    )
