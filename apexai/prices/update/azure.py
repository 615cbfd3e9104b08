"""The Azure retail prices: pages of JSON, without credentials."""

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import IO, Any, Final, TypeAlias
from urllib.parse import quote

from apexai.prices.row import Confidence, PriceRow
from apexai.prices.update.listed import Finding, ListedTier, OtherUnit, read_amount
from apexai.prices.update.selectors import AzureSelector, load_azure_selectors
from apexai.prices.update.transport import DownloadError, Transport

Item: TypeAlias = Mapping[str, Any]

_BASE: Final = "https://prices.azure.com/api/retail/prices"
_MOST_PAGES: Final = 5000
_GRANT: Final = "-free-grant"
_NOT_LINUX: Final = ("Windows", "Cloud Services", "CloudServices")
_ZONES: Final = range(1, 9)
_LISTED_AS: Final = {"global": ("Global", ""), **{f"zone-{number}": (f"Zone {number}",) for number in _ZONES}}
"""Region in the catalogue → what the list calls it, where that is another name."""
_REGIONS: Final = {listed: region_id for region_id, names in _LISTED_AS.items() for listed in names}


def prices_urls(region_id: str) -> tuple[str, ...]:
    """Where the first pages of a region's prices are."""
    wanted = [
        f"armRegionName eq '{name}' and priceType eq 'Consumption'" for name in _LISTED_AS.get(region_id, (region_id,))
    ]
    return tuple(f"{_BASE}?$filter={quote(text)}" for text in wanted)


def fetch_items(transport: Transport, url: str) -> Iterator[Item]:
    """The on-demand prices in dollars of a page and of those that follow it.

    Raises:
        DownloadError: a page has another form, or the pages do not end.
    """
    for _ in range(_MOST_PAGES):
        with transport(url) as answer:
            page = _load_page(answer, url)
        yield from _charged(page)
        following = page.get("NextPageLink")
        if not following:
            return
        if not str(following).startswith(_BASE):
            raise DownloadError(f"{url}: the next page is at {following!r}, not at {_BASE} [APX-PRC-012]")
        url = str(following)
    raise DownloadError(f"{_BASE}: there are more than {_MOST_PAGES} pages [APX-PRC-012]")


def load_items(stream: IO[bytes], name: str) -> Iterator[Item]:
    """The on-demand prices in dollars of one page that is on this machine.

    Raises:
        DownloadError: it has another form.
    """
    with stream:
        return _charged(_load_page(stream, name))


def read_prices(items: Iterable[Item], *, known: Mapping[str, PriceRow], retrieved: datetime.date) -> Iterator[Finding]:
    """The prices that are SKUs of the catalogue.

    Args:
        items: Of any regions, in any order.
        known: SKU → any row of the catalogue, for its service and unit; other SKUs are left out.
        retrieved: The day on which it is fetched.

    Raises:
        DownloadError: an item has another form.
    """
    meters: dict[_Meter, dict[str, dict[Decimal, _Tier]]] = {}
    for item in items:
        meter = _meter(item)
        if _selectors(meter):
            tier = _tier(item)
            meters.setdefault(meter, {}).setdefault(tier.product, {}).setdefault(tier.start, tier)
    for meter, products in sorted(meters.items()):
        primary = {name: tiers for name, tiers in products.items() if any(tier.primary for tier in tiers.values())}
        for tiers in (primary or products).values():
            for selector, tier in _named(meter, sorted(tiers.values(), key=lambda tier: tier.start)):
                if selector.sku_id in known:
                    yield _finding(selector, tier, meter, known[selector.sku_id], retrieved)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Meter:
    region_id: str
    product: str
    sku: str
    name: str
    machine: str
    """SKU of a virtual machine; empty for anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tier:
    """One item of the list: the price of a meter from an amount on."""

    product: str
    start: Decimal
    end: Decimal | None = None
    price: Decimal
    unit_of_measure: str
    primary: bool
    source: str


def _load_page(answer: IO[bytes], name: str) -> Item:
    try:
        page = json.load(answer, parse_float=Decimal, parse_int=Decimal)
    except ValueError as error:
        raise DownloadError(f"{name}: this is not a page of retail prices ({error}) [APX-PRC-012]") from None
    if not isinstance(page, dict) or not isinstance(page.get("Items"), list):
        raise DownloadError(f"{name}: this is not a page of retail prices (it has no Items) [APX-PRC-012]")
    if not all(isinstance(item, dict) for item in page["Items"]):
        raise DownloadError(f"{name}: this is not a page of retail prices (an item is no object) [APX-PRC-012]")
    return page


def _charged(page: Item) -> Iterator[Item]:
    return (item for item in page["Items"] if item.get("type") == "Consumption" and item.get("currencyCode") == "USD")


def _meter(item: Item) -> _Meter:
    region, product, sku, name = (
        str(item.get(field, "")) for field in ("armRegionName", "productName", "skuName", "meterName")
    )
    machine = _machine(item)
    return _Meter(region_id=_REGIONS.get(region, region), product=product, sku=sku, name=name, machine=machine)


def _machine(item: Item) -> str:
    """The SKU of a virtual machine with Linux, on demand or spot; empty for anything else."""
    product, sku = str(item.get("productName", "")), str(item.get("skuName", ""))
    if item.get("serviceName") != "Virtual Machines" or not item.get("armSkuName"):
        return ""
    if any(word in product for word in _NOT_LINUX) or "Low Priority" in sku:
        return ""
    return f"azure-vm-{item['armSkuName']}-linux{'-spot' if sku.endswith('Spot') else ''}"


def _selectors(meter: _Meter) -> tuple[AzureSelector, ...]:
    if meter.machine:
        return (AzureSelector(sku_id=meter.machine, unit_of_measure="1 Hour", units=Decimal(1)),)
    return load_azure_selectors().get((meter.product, meter.sku, meter.name), ())


def _tier(item: Item) -> _Tier:
    try:
        return _Tier(
            product=str(item["meterId"]),
            start=read_amount(str(item["tierMinimumUnits"])),
            price=read_amount(str(item["retailPrice"])),
            unit_of_measure=str(item["unitOfMeasure"]),
            primary=item.get("isPrimaryMeterRegion") is True,
            source=f"meter {item['meterId']}, effective {str(item['effectiveStartDate'])[:10]}",
        )
    except KeyError as error:
        raise DownloadError(f"an item of the retail prices has no {error} [APX-PRC-012]") from None
    except ValueError as error:
        raise DownloadError(f"an item of the retail prices can't be read: {error} [APX-PRC-012]") from None


def _named(meter: _Meter, tiers: list[_Tier]) -> Iterator[tuple[AzureSelector, _Tier]]:
    """The tiers of a meter with their SKUs; a first tier at no price is the SKU of the free grant, where it has one."""
    found = _selectors(meter)
    has_grant = any(selector.sku_id.endswith(_GRANT) for selector in found)
    starts = [*(tier.start for tier in tiers[1:]), None]
    for tier, end in zip(tiers, starts, strict=True):
        free = has_grant and not tier.price and not tier.start
        for selector in found:
            if selector.sku_id.endswith(_GRANT) == free:
                yield selector, replace(tier, end=end)


def _finding(selector: AzureSelector, tier: _Tier, meter: _Meter, known: PriceRow, retrieved: datetime.date) -> Finding:
    if selector.unit_of_measure != tier.unit_of_measure:
        return OtherUnit(place=(selector.sku_id, meter.region_id), unit=tier.unit_of_measure)
    row = PriceRow(
        sku_id=selector.sku_id,
        service_name=known.service_name,
        region_id=meter.region_id,
        tier_start=tier.start * selector.units,
        tier_end=None if tier.end is None else tier.end * selector.units,
        list_unit_price=tier.price / selector.units,
        pricing_unit=known.pricing_unit,
        pricing_category=known.pricing_category,
        price_date=retrieved,
        retrieved_date=retrieved,
        confidence=Confidence.HIGH,
        source=f"Azure retail prices, {tier.source}",
    )
    return ListedTier(product=tier.product, row=row)
