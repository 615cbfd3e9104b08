"""The tiers of one SKU in one region, and what a quantity costs on them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from apexai.prices.row import PriceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class TierCharge:
    """The part of a quantity that falls into one tier."""

    quantity: Decimal
    list_unit_price: Decimal
    price_date: datetime.date | None = None
    """Day of the list that the tier's price stands in; None where no source states one."""

    @property
    def list_cost(self) -> Decimal:
        return self.quantity * self.list_unit_price


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What a quantity costs, and how much of it no tier covers."""

    parts: tuple[TierCharge, ...] = ()
    unpriced_quantity: Decimal = Decimal(0)

    @property
    def list_cost(self) -> Decimal:
        return sum((part.list_cost for part in self.parts), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Graduated prices: each unit costs what the tier says that it falls into."""

    tiers: tuple[PriceRow, ...]
    """At least one, sorted by `tier_start`."""

    @property
    def sku_id(self) -> str:
        return self.tiers[0].sku_id

    @property
    def region_id(self) -> str:
        return self.tiers[0].region_id

    @property
    def pricing_unit(self) -> str:
        return self.tiers[0].pricing_unit

    def charge(self, quantity: Decimal, *, position: Decimal = Decimal(0)) -> Charge:
        """The cost of a quantity that comes on top of `position` units of the same month.

        The first tier reaches down to zero: where it starts above, what lies below it is an allowance, and whether
        the allowance applies is for the caller to decide.
        """
        if len(self.tiers) == 1 and self.tiers[0].tier_end is None:
            return Charge(parts=(_charged(self.tiers[0], quantity),) if quantity else ())
        end = position + quantity
        parts: list[TierCharge] = []
        covered = Decimal(0)
        for index, row in enumerate(self.tiers):
            lower = max(position, row.tier_start if index else Decimal(0))
            upper = end if row.tier_end is None else min(end, row.tier_end)
            if upper > lower:
                parts.append(_charged(row, upper - lower))
                covered += upper - lower
        return Charge(parts=tuple(parts), unpriced_quantity=quantity - covered)


def _charged(row: PriceRow, quantity: Decimal) -> TierCharge:
    return TierCharge(quantity=quantity, list_unit_price=row.list_unit_price, price_date=row.price_date)


def build_ladder(rows: Iterable[PriceRow]) -> Ladder:
    """The ladder of rows of one SKU in one region.

    A first tier at no price that ends somewhere states an allowance, and is left to `Allowance`.
    """
    tiers = sorted(rows, key=lambda row: row.tier_start)
    free_first = len(tiers) > 1 and not tiers[0].list_unit_price
    return Ladder(tiers=tuple(tiers[1:] if free_first else tiers))
