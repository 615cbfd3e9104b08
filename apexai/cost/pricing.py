"""Quantities × prices → line items: tiers, allowances, and what has no price."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from apexai.cost.estimate import LineItem
from apexai.cost.quantity import Case
from apexai.cost.reading import Meter
from apexai.prices.allowance import AllowanceScope
from apexai.prices.book import Missing, PriceBook
from apexai.prices.ladder import Ladder

PRECISION: Final = 60
"""Digits that sums and products of quantities and prices need to be exact."""

_NOTHING: Final = Decimal(0)
_SMALLEST_QUANTITY: Final = Decimal("1e-9")


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What the meters of one resource came to."""

    lines: tuple[LineItem, ...]
    reasons: tuple[str, ...]
    """Why a part of it has no price."""
    services: tuple[str, ...] = ()
    """Those that bill a part of it."""


@dataclass(slots=True)
class Pricer:
    """Prices the meters of a graph's resources, one resource after the other.

    Quantities of a SKU pool over the resources in the order in which they come, so that a graph's total moves up the
    tiers as the account's bill does.
    """

    book: PriceBook
    as_of: datetime.date
    free_tier: bool = False
    """Whether allowances of a whole account count."""
    _ladders: dict[tuple[str, str], Ladder | Missing] = field(default_factory=dict)
    _positions: dict[tuple[str, str, Case], Decimal] = field(default_factory=dict)
    _used: dict[tuple[str, Case], Decimal] = field(default_factory=dict)
    _dates: dict[tuple[str, str], datetime.date] = field(default_factory=dict)

    def price(self, urn: str, meters: Iterable[Meter]) -> Priced:
        """The line items of a resource in all cases whose quantity is known."""
        lines: list[LineItem] = []
        reasons: dict[str, None] = {}
        services: dict[str, None] = {}
        for meter in meters:
            if meter.quantity.is_zero:
                continue
            ladder = self.ladder(meter.sku_id, meter.region_id)
            if isinstance(ladder, Missing):
                reasons[ladder.reason] = None
            elif ladder.pricing_unit != meter.unit:
                reasons[f"{meter.sku_id} has a price for one {ladder.pricing_unit}, not for one {meter.unit}"] = None
            else:
                services[self.book.service_name(ladder)] = None
                for case, amount in meter.quantity.at_least().cases():
                    if amount:
                        lines += self._lines(urn, meter, ladder, case, amount, reasons)
        return Priced(lines=tuple(lines), reasons=tuple(reasons), services=tuple(services))

    def ladder(self, sku_id: str, region_id: str) -> Ladder | Missing:
        """The prices of a SKU in a region on the day of the estimate."""
        key = (sku_id, region_id)
        if key not in self._ladders:
            self._ladders[key] = self.book.ladder(sku_id, region_id, as_of=self.as_of)
        return self._ladders[key]

    @property
    def dates(self) -> Mapping[tuple[str, str], datetime.date]:
        """SKU and region → day of the oldest list that a price in a line item stands in, sorted."""
        return dict(sorted(self._dates.items()))

    def _lines(
        self, urn: str, meter: Meter, ladder: Ladder, case: Case, amount: Decimal, reasons: dict[str, None]
    ) -> Iterator[LineItem]:
        quantity = amount.quantize(_SMALLEST_QUANTITY)
        position = self._position(meter, ladder, case, quantity)
        waived = self._waived(meter, case, quantity)
        charge = ladder.charge(quantity - waived, position=position + waived)
        if charge.unpriced_quantity:
            reasons[f"no source states a price of {meter.sku_id} in {meter.region_id} for so large a quantity"] = None
        for part in charge.parts:
            self._note(ladder, part.price_date)
            yield LineItem(
                urn=urn,
                sku_id=meter.sku_id,
                region_id=ladder.region_id,
                case=case,
                quantity=part.quantity,
                pricing_unit=meter.unit,
                list_unit_price=part.list_unit_price,
                list_cost=part.list_cost,
                label=meter.label,
                service_name=self.book.service_name(ladder),
            )

    def _note(self, ladder: Ladder, day: datetime.date | None) -> None:
        key = (ladder.sku_id, ladder.region_id)
        if day is not None and day < self._dates.get(key, datetime.date.max):
            self._dates[key] = day

    def _position(self, meter: Meter, ladder: Ladder, case: Case, quantity: Decimal) -> Decimal:
        """Units that came before in the same pool; these are added to it."""
        if not meter.pooled:
            return _NOTHING
        key = (meter.sku_id, ladder.region_id, case)
        position = self._positions.get(key, _NOTHING)
        self._positions[key] = position + quantity
        return position

    def _waived(self, meter: Meter, case: Case, quantity: Decimal) -> Decimal:
        """The part of a quantity that an allowance covers."""
        allowance = self.book.counted.get(meter.sku_id)
        if allowance is None or (allowance.scope is AllowanceScope.ACCOUNT and not self.free_tier):
            return _NOTHING
        if allowance.scope is AllowanceScope.RESOURCE:
            return min(quantity, allowance.quantity)
        key = (allowance.sku_id, case)
        used = self._used.get(key, _NOTHING)
        waived = min(quantity, max(allowance.quantity - used, _NOTHING))
        self._used[key] = used + quantity
        return waived
