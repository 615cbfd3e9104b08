"""What a vendor's list says of SKUs of the catalogue, as it stands there: one finding a line."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from apexai.prices.row import PriceRow

Place: TypeAlias = tuple[str, str]
"""SKU and region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTier:
    """One tier of a product of the list."""

    product: str
    """The vendor's name of the product: two of them may be one SKU of the catalogue."""
    row: PriceRow

    @property
    def place(self) -> Place:
        """SKU and region."""
        return self.row.sku_id, self.row.region_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherUnit:
    """A line for a SKU of the catalogue whose unit is not the one that its selector knows."""

    place: Place
    unit: str


Finding: TypeAlias = ListedTier | OtherUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Why the price of a SKU in a region is to be looked at by a person."""

    place: Place
    reason: str


def read_amount(text: str) -> Decimal:
    """A quantity or a price of a list.

    Raises:
        ValueError: it is no number of zero or more.
    """
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number") from None
    if not amount.is_finite() or amount < 0:
        raise ValueError(f"{text!r} is no price or quantity")
    return amount
