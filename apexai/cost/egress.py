"""Data that a service sends to the internet: as usage declares it, and more of it with more requests."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from apexai.cost.quantity import Amount, Quantity
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import Surroundings
from apexai.cost.usage import EGRESS, REQUESTS, Usage

_GB_PER_GIB: Final = Decimal(2**30) / Decimal(10**9)
_EXPLAINER: Final = "-explainer"
_GROWS: Final = "a response is taken to be as large in the low and the high case as in the expected one"
_NOTHING_SAID: Final = "no data to the internet is counted where usage says nothing about egress"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Price:
    """What a cloud bills data to the internet as."""

    sku_id: str
    unit: str
    gigabytes: Decimal = Decimal(1)
    """In one unit."""


_PRICES: Final[Mapping[str, _Price]] = {
    "aws": _Price(sku_id="aws-datatransfer-out-internet", unit="GB"),
    "azure": _Price(sku_id="azure-bandwidth-internet-egress", unit="GB"),
    "gcp": _Price(sku_id="gcp-network-egress-internet-premium-worldwide", unit="GiB", gigabytes=_GB_PER_GIB),
}


def with_egress(
    reading: Reading, around: Surroundings, requests: Quantity, *, cloud: str, region: str | None = None
) -> Reading:
    """What a resource costs with the data that it sends to the internet.

    Args:
        reading: Everything else.
        around: Of the resource.
        requests: To it, in the three cases.
        cloud: Whose network it leaves: `aws`, `azure` or `gcp`.
        region: Where it leaves; that of the resource unless given.

    Raises:
        NotKnown: some is declared, and the program does not say in which region.
    """
    egress, assumed = egress_of(around.usage, requests), egress_assumed(around.usage)
    if egress.is_zero:
        return replace(reading, assumptions=(*reading.assumptions, *assumed))
    price = _PRICES[cloud]
    meter = Meter(
        sku_id=price.sku_id,
        region_id=around.region() if region is None else region,
        unit=price.unit,
        quantity=egress / price.gigabytes,
        label="data to the internet",
        needs=(EGRESS,),
    )
    assumptions = (*reading.assumptions, *assumed)
    return replace(reading, free="", meters=(*reading.meters, meter), assumptions=assumptions)


def egress_of(usage: Usage, requests: Quantity) -> Quantity:
    """GB a month: what is declared for a case, else as many for each request as in the expected case.

    Nothing where no case declares any. Where only another case does, the expected amount is not known; where nothing
    says how many GB one request takes, nothing bounds the high case.
    """
    declared = usage.total(EGRESS)
    if not usage.declares(EGRESS):
        return Quantity(Decimal(0), Decimal(0), Decimal(0))
    low = usage.low.get(EGRESS)
    return Quantity(
        (_grown(declared.expected, requests.expected, requests.low) or Decimal(0)) if low is None else low,
        declared.expected,
        _grown(declared.expected, requests.expected, requests.high) if declared.high is None else declared.high,
    )


def egress_assumed(usage: Usage) -> tuple[str, ...]:
    """What is assumed of the data to the internet."""
    if not usage.declares(EGRESS):
        return (_NOTHING_SAID,)
    grows = usage.expected.get(EGRESS) and not (EGRESS in usage.low and EGRESS in usage.high)
    return (_GROWS,) if grows and REQUESTS in usage.expected else ()


def is_explainer(around: Surroundings) -> bool:
    """Whether a resource is what stands beside the model of an InferenceService: what is declared is not its own."""
    component = around.view.component(around.resource)
    return component is not None and around.resource.name.startswith(f"{component.name}{_EXPLAINER}")


def _grown(egress: Amount, expected: Amount, requests: Amount) -> Amount:
    """The data of so many requests, where that of the expected requests is known."""
    if requests == 0 or egress == 0:
        return Decimal(0)
    if egress is None or not expected or requests is None:
        return None
    return egress * (requests / expected)
