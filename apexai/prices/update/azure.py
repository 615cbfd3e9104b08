"""The Azure retail prices: pages of JSON, without credentials."""

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

from apexai.prices.row import Confidence, PriceRow
from apexai.prices.update.selectors import AzureSelector, load_azure_selectors
from apexai.prices.update.transport import DownloadError, Transport

_BASE: Final = "https://prices.azure.com/api/retail/prices"
_MOST_PAGES: Final = 5000
_GRANT: Final = "-free-grant"
_NOT_LINUX: Final = ("Windows", "Cloud Services", "CloudServices")


def prices_url(region_id: str) -> str:
    """Where the first page of a region's prices is."""
    wanted = f"armRegionName eq '{region_id}' and priceType eq 'Consumption'"
    return f"{_BASE}?$filter={quote(wanted)}"


def read_prices(
    transport: Transport, url: str, *, known: Mapping[str, PriceRow], retrieved: datetime.date
) -> Iterator[PriceRow]:
    """The prices of a region in dollars that are SKUs of the catalogue.

    Args:
        transport: How a page is fetched.
        url: The first page; the others follow its `NextPageLink`.
        known: SKU → any row of the catalogue, for its service and unit; other SKUs are left out.
        retrieved: The day on which it is fetched.

    Raises:
        DownloadError: a page has another form, or the pages do not end.
    """
    meters: dict[tuple[str, ...], dict[Decimal, _Tier]] = {}
    for item in _items(transport, url):
        meter, tier = _meter(item), _tier(item)
        tiers = meters.setdefault(meter, {})
        if tier.start not in tiers or (tier.primary and not tiers[tier.start].primary):
            tiers[tier.start] = tier
    for meter, tiers in sorted(meters.items()):
        for sku, tier in _named(meter, sorted(tiers.values(), key=lambda tier: tier.start)):
            if sku.sku_id in known and sku.unit_of_measure == tier.unit_of_measure:
                yield _row(sku, tier, meter[0], known[sku.sku_id], retrieved)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tier:
    """One item of the list: the price of a meter from an amount on."""

    start: Decimal
    end: Decimal | None = None
    price: Decimal
    unit_of_measure: str
    primary: bool
    source: str


def _items(transport: Transport, url: str) -> Iterator[Mapping[str, Any]]:
    for _ in range(_MOST_PAGES):
        with transport(url) as answer:
            try:
                page = json.load(answer, parse_float=Decimal, parse_int=Decimal)
                items, following = page["Items"], page.get("NextPageLink")
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise DownloadError(f"{url}: this is not a page of retail prices ({error}) [APX-PRC-012]") from None
        yield from (item for item in items if item.get("type") == "Consumption" and item.get("currencyCode") == "USD")
        if not following:
            return
        if not str(following).startswith(_BASE):
            raise DownloadError(f"{url}: the next page is at {following!r}, not at {_BASE} [APX-PRC-012]")
        url = str(following)
    raise DownloadError(f"{_BASE}: there are more than {_MOST_PAGES} pages [APX-PRC-012]")


def _meter(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Region, product, SKU and meter name, and the machine type of a Linux machine."""
    names = ("armRegionName", "productName", "skuName", "meterName")
    return (*(str(item.get(name, "")) for name in names), _machine(item))


def _tier(item: Mapping[str, Any]) -> _Tier:
    try:
        return _Tier(
            start=item["tierMinimumUnits"],
            price=item["retailPrice"],
            unit_of_measure=item["unitOfMeasure"],
            primary=item.get("isPrimaryMeterRegion") is True,
            source=f"meter {item['meterId']}, effective {str(item['effectiveStartDate'])[:10]}",
        )
    except KeyError as error:
        raise DownloadError(f"an item of the retail prices has no {error} [APX-PRC-012]") from None


def _machine(item: Mapping[str, Any]) -> str:
    """The SKU of a virtual machine with Linux, on demand or spot; empty for anything else."""
    product, sku = str(item.get("productName", "")), str(item.get("skuName", ""))
    if item.get("serviceName") != "Virtual Machines" or not item.get("armSkuName"):
        return ""
    if any(word in product for word in _NOT_LINUX) or "Low Priority" in sku:
        return ""
    return f"azure-vm-{item['armSkuName']}-linux{'-spot' if sku.endswith('Spot') else ''}"


def _named(meter: tuple[str, ...], tiers: list[_Tier]) -> Iterator[tuple[AzureSelector, _Tier]]:
    """The tiers of a meter with their SKUs; a first tier at no price is the SKU of the free grant, where it has one."""
    _, product, sku, name, machine = meter
    found = load_azure_selectors().get((product, sku, name), ())
    if machine:
        found = (AzureSelector(sku_id=machine, unit_of_measure="1 Hour", units=Decimal(1)),)
    has_grant = any(selector.sku_id.endswith(_GRANT) for selector in found)
    starts = [*(tier.start for tier in tiers[1:]), None]
    for tier, end in zip(tiers, starts, strict=True):
        free = has_grant and not tier.price and not tier.start
        for selector in found:
            if selector.sku_id.endswith(_GRANT) == free:
                yield selector, replace(tier, end=end)


def _row(sku: AzureSelector, tier: _Tier, region_id: str, known: PriceRow, retrieved: datetime.date) -> PriceRow:
    return PriceRow(
        sku_id=sku.sku_id,
        service_name=known.service_name,
        region_id=region_id,
        tier_start=tier.start * sku.units,
        tier_end=None if tier.end is None else tier.end * sku.units,
        list_unit_price=tier.price / sku.units,
        pricing_unit=known.pricing_unit,
        pricing_category=known.pricing_category,
        price_date=retrieved,
        retrieved_date=retrieved,
        confidence=Confidence.HIGH,
        source=f"Azure retail prices, {tier.source}",
    )
