"""What an organisation pays instead of list prices: negotiated and private prices, discounts, currency rates."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Final

from apexai.prices.row import EVERYWHERE, PriceRow

BILLING_CURRENCY: Final = "USD"
"""Of the catalogue and of every estimate."""

_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A share off the list price."""

    sku_ids: str
    """SKU or a pattern with `*`, e.g. `aws-lambda-*`."""
    percent: Decimal
    effective_from: datetime.date | None = None
    effective_until: datetime.date | None = None

    def applies_to(self, row: PriceRow) -> bool:
        return fnmatchcase(row.sku_id, self.sku_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """Prices that replace or add to the list."""

    prices: tuple[PriceRow, ...] = ()
    discounts: tuple[Discount, ...] = ()
    """The first that applies to a row counts."""
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    """ISO 4217 code → dollars for one unit."""
    doubts: tuple[str, ...] = ()
    """What of them may count for nothing, as sentences."""

    def rows_of(self, sku_id: str, region_id: str, as_of: datetime.date) -> tuple[PriceRow, ...]:
        """The organisation's own prices of a SKU in a region on a day, in dollars; empty where it has none."""
        regions = (region_id, *EVERYWHERE)
        found = [row for row in self.prices if row.sku_id == sku_id and row.region_id in regions]
        return tuple(self._in_dollars(row) for row in found if row.valid_on(as_of))

    def discounted(self, row: PriceRow, as_of: datetime.date) -> PriceRow:
        """A row of the list with the organisation's discount, where one holds on the day."""
        for discount in self.discounts:
            if discount.applies_to(row) and _holds(discount, as_of):
                share = (_HUNDRED - discount.percent) / _HUNDRED
                return replace(row, list_unit_price=row.list_unit_price * share)
        return row

    def dollars(self, amount: Decimal, currency: str) -> Decimal | None:
        """An amount in dollars; None where no rate is given."""
        if currency == BILLING_CURRENCY:
            return amount
        return amount * self.rates[currency] if currency in self.rates else None

    def _in_dollars(self, row: PriceRow) -> PriceRow:
        price = self.dollars(row.list_unit_price, row.billing_currency)
        return row if price is None else replace(row, list_unit_price=price, billing_currency=BILLING_CURRENCY)


def _holds(discount: Discount, day: datetime.date) -> bool:
    started = discount.effective_from is None or discount.effective_from <= day
    return started and (discount.effective_until is None or day <= discount.effective_until)
