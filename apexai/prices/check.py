"""What must hold of a price catalogue, and which of its rows are old."""

import datetime
from collections.abc import Iterable, Iterator
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
        *stale_rows(rows, as_of=as_of),
    ]
    return tuple(sorted(found, key=lambda item: (not item.is_error, item.path, item.message)))


def stale_rows(rows: Iterable[PriceRow], *, as_of: datetime.date) -> Iterator[Diagnostic]:
    """One warning for each SKU and region whose list is older than `STALE_AFTER`, or has no date at all."""
    oldest: dict[tuple[str, str], datetime.date] = {}
    for row in rows:
        key = (row.sku_id, row.region_id)
        day = row.price_date or row.effective_from
        if day is not None and not row.effective_until:
            oldest[key] = min(day, oldest.get(key, day))
    for (sku_id, region_id), day in oldest.items():
        if as_of - day > STALE_AFTER:
            yield _warning(sku_id, f"the price in {region_id} is of {day.isoformat()}")


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


def _warning(sku_id: str, message: str) -> Diagnostic:
    suggestion = "compare it with the vendor's page, or put what you pay into an overrides file"
    return Diagnostic(
        code="APX-PRC-004",
        severity=DiagnosticSeverity.WARNING,
        path=sku_id,
        message=message,
        suggestion=suggestion,
    )
