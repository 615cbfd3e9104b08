"""One price as a source states it, in FOCUS words, and how it is written in the catalogue's CSV files."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from apexai.units import render_decimal

COLUMNS: Final = (
    "sku_id",
    "service_name",
    "region_id",
    "tier_start",
    "tier_end",
    "list_unit_price",
    "pricing_unit",
    "pricing_category",
    "billing_currency",
    "effective_from",
    "effective_until",
    "price_date",
    "retrieved_date",
    "confidence",
    "source",
    "note",
)
EVERYWHERE: Final = ("global", "all")
"""Values of `region_id` for a price that its source states for no region in particular."""

_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]+)?")


class PricingCategory(StrEnum):
    """FOCUS PricingCategory."""

    STANDARD = "Standard"
    """On demand, at list price."""
    DYNAMIC = "Dynamic"
    """Varies with supply, e.g. spot: the price of one day."""


class Confidence(StrEnum):
    HIGH = "high"
    """The vendor's own list or page, or two sources that agree."""
    MEDIUM = "medium"
    """One good source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """The price of one SKU in one region, over one tier of the monthly quantity."""

    sku_id: str
    service_name: str
    region_id: str
    tier_start: Decimal = Decimal(0)
    """In pricing units a month; the tier begins above it."""
    tier_end: Decimal | None = None
    """In pricing units a month; None for no end."""
    list_unit_price: Decimal
    """Of one pricing unit."""
    pricing_unit: str
    pricing_category: PricingCategory = PricingCategory.STANDARD
    billing_currency: str = "USD"
    effective_from: datetime.date | None = None
    """First day on which the price holds, where the source states one."""
    effective_until: datetime.date | None = None
    """Last day on which the price holds, where an end is announced."""
    price_date: datetime.date | None = None
    """Day of the list that the price stands in; None where the source states none."""
    retrieved_date: datetime.date
    confidence: Confidence
    source: str
    note: str = ""

    def valid_on(self, day: datetime.date) -> bool:
        """Whether the price holds on a day."""
        after_start = self.effective_from is None or self.effective_from <= day
        return after_start and (self.effective_until is None or day <= self.effective_until)


def load_row(cells: Sequence[str]) -> PriceRow:
    """Read one line of the catalogue.

    Raises:
        ValueError: a cell is missing or has another form; the text names the column.
    """
    if len(cells) != len(COLUMNS):
        raise ValueError(f"has {len(cells)} cells, not {len(COLUMNS)}")
    named = dict(zip(COLUMNS, cells, strict=True))
    for column in ("sku_id", "service_name", "region_id", "pricing_unit", "billing_currency", "source"):
        if not named[column].strip():
            raise ValueError(f"{column} is empty")
    return PriceRow(
        sku_id=named["sku_id"],
        service_name=named["service_name"],
        region_id=named["region_id"],
        tier_start=_number(named, "tier_start"),
        tier_end=_number(named, "tier_end") if named["tier_end"] else None,
        list_unit_price=_number(named, "list_unit_price"),
        pricing_unit=named["pricing_unit"],
        pricing_category=PricingCategory(named["pricing_category"]),
        billing_currency=named["billing_currency"],
        effective_from=_day(named, "effective_from"),
        effective_until=_day(named, "effective_until"),
        price_date=_day(named, "price_date"),
        retrieved_date=_required_day(named, "retrieved_date"),
        confidence=Confidence(named["confidence"]),
        source=named["source"],
        note=named["note"],
    )


def render_row(row: PriceRow) -> tuple[str, ...]:
    """The cells of one line of the catalogue."""
    return (
        row.sku_id,
        row.service_name,
        row.region_id,
        render_decimal(row.tier_start),
        render_decimal(row.tier_end) if row.tier_end is not None else "",
        render_decimal(row.list_unit_price),
        row.pricing_unit,
        row.pricing_category,
        row.billing_currency,
        *(day.isoformat() if day else "" for day in (row.effective_from, row.effective_until, row.price_date)),
        row.retrieved_date.isoformat(),
        row.confidence,
        row.source,
        row.note,
    )


def _number(named: dict[str, str], column: str) -> Decimal:
    if not _NUMBER.fullmatch(named[column]):
        raise ValueError(f"{column} {named[column]!r} is not a plain decimal number")
    return Decimal(named[column])


def _required_day(named: dict[str, str], column: str) -> datetime.date:
    found = _day(named, column)
    if found is None:
        raise ValueError(f"{column} is empty")
    return found


def _day(named: dict[str, str], column: str) -> datetime.date | None:
    if not named[column]:
        return None
    try:
        return datetime.date.fromisoformat(named[column])
    except ValueError:
        raise ValueError(f"{column} {named[column]!r} is not a day as 2026-11-21") from None
