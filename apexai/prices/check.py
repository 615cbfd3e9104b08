"""What must hold of a price catalogue, and which of its rows are old."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise
from typing import Final

from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.prices.allowance import AllowanceScope
from apexai.prices.book import PriceBook
from apexai.prices.catalogue import CatalogueError
from apexai.prices.row import PriceRow

STALE_AFTER: Final = datetime.timedelta(days=365)
"""Age of a price list from which on its rows warn."""


def check_book(book: PriceBook, *, as_of: datetime.date) -> tuple[Diagnostic, ...]:
    """Errors in a catalogue's rows, and warnings about old ones, sorted by SKU."""
    try:
        rows = list(book.rows())
    except CatalogueError as error:
        return (Diagnostic(code="APX-PRC-001", message=str(error).removesuffix(" [APX-PRC-001]")),)
    found = [
        *_rows(rows, as_of),
        *_ladders(rows),
        *_allowances(book, rows),
        *(_warning(old) for old in old_prices(rows, as_of=as_of)),
    ]
    return tuple(sorted(found, key=lambda item: (not item.is_error, item.path, item.message)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OldPrice:
    """A SKU in a region, in a list that is older than `STALE_AFTER`."""

    sku_id: str
    service_name: str
    region_id: str
    day: datetime.date
    """Of the list; of several tiers the oldest."""


def old_prices(rows: Iterable[PriceRow], *, as_of: datetime.date) -> tuple[OldPrice, ...]:
    """What stands in old lists, by SKU and region; a price whose end is announced is old on no day."""
    oldest: dict[tuple[str, str], OldPrice] = {}
    for row in rows:
        day = row.price_date or row.effective_from
        if day is None or row.effective_until or as_of - day <= STALE_AFTER:
            continue
        key = (row.sku_id, row.region_id)
        if key not in oldest or day < oldest[key].day:
            oldest[key] = OldPrice(sku_id=row.sku_id, service_name=row.service_name, region_id=row.region_id, day=day)
    return tuple(oldest.values())


def known_units() -> frozenset[str]:
    """The units that rows may have; GB and MB are as the vendor bills them, which may be 2^30 and 2^20 bytes."""
    return frozenset((files("apexai.prices") / "pricing_units.txt").read_text(encoding="utf-8").splitlines())


def _rows(rows: Iterable[PriceRow], as_of: datetime.date) -> Iterator[Diagnostic]:
    known = known_units()
    for row in rows:
        if row.pricing_unit not in known:
            yield _error(row, f"the unit {row.pricing_unit!r} is not in pricing_units.txt")
        if row.billing_currency != "USD":
            yield _error(row, f"the currency {row.billing_currency!r} is not USD")
        if row.tier_end is not None and row.tier_end <= row.tier_start:
            yield _error(row, f"the tier ends at {row.tier_end} and begins at {row.tier_start}")
        if row.effective_from and row.effective_until and row.effective_until < row.effective_from:
            yield _error(row, f"the price ends on {row.effective_until} before it begins on {row.effective_from}")
        if row.retrieved_date > as_of:
            yield _error(row, f"it was retrieved on {row.retrieved_date.isoformat()}, after {as_of.isoformat()}")


def _ladders(rows: Iterable[PriceRow]) -> Iterator[Diagnostic]:
    ladders: dict[tuple[str, str, str], list[PriceRow]] = {}
    for row in rows:
        period = f"{row.effective_from or ''}/{row.effective_until or ''}"
        ladders.setdefault((row.sku_id, row.region_id, period), []).append(row)
    for ladder in ladders.values():
        yield from _tiers(sorted(ladder, key=lambda row: row.tier_start))


def _tiers(ladder: list[PriceRow]) -> Iterator[Diagnostic]:
    if len({row.pricing_unit for row in ladder}) > 1:
        yield _error(ladder[0], "its tiers have several units")
    for below, above in pairwise(ladder):
        if below.tier_start == above.tier_start:
            yield _error(above, f"two rows begin at {above.tier_start} in {above.region_id}")
        elif below.tier_end != above.tier_start:
            yield _error(above, f"the tier below ends at {below.tier_end}, this one begins at {above.tier_start}")


def _allowances(book: PriceBook, rows: Iterable[PriceRow]) -> Iterator[Diagnostic]:
    units = {row.sku_id: row.pricing_unit for row in rows}
    for row in rows:
        if _states_allowance(row) and row.sku_id not in book.allowances:
            yield _error(row, "it is a free amount, and allowances.csv does not say for which SKUs")
    for allowance in book.allowances.values():
        if allowance.scope is not AllowanceScope.NONE and not allowance.quantity:
            yield Diagnostic(code="APX-PRC-003", path=allowance.sku_id, message="the free amount is nothing")
        for sku_id in allowance.sku_ids:
            if units[sku_id] != units[allowance.sku_id]:
                message = f"the free amount is in {units[allowance.sku_id]}, {sku_id} in {units[sku_id]}"
                yield Diagnostic(code="APX-PRC-003", path=allowance.sku_id, message=message)


def _states_allowance(row: PriceRow) -> bool:
    named = row.sku_id.endswith(("-free-tier", "-free-grant"))
    return named or (row.list_unit_price == Decimal(0) and row.tier_end is not None)


def _error(row: PriceRow, message: str) -> Diagnostic:
    return Diagnostic(code="APX-PRC-003", path=f"{row.sku_id} {row.region_id}", message=message)


def _warning(old: OldPrice) -> Diagnostic:
    suggestion = "compare it with the vendor's page, or put what you pay into an overrides file"
    return Diagnostic(
        code="APX-PRC-004",
        severity=DiagnosticSeverity.WARNING,
        path=old.sku_id,
        message=f"the price in {old.region_id} is of {old.day.isoformat()}",
        suggestion=suggestion,
    )
