"""Amounts that are free or included, and for which SKUs they count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

COLUMNS: Final = ("allowance_sku_id", "scope", "sku_ids")


class AllowanceScope(StrEnum):
    """Whose amount it is."""

    ACCOUNT = "account"
    """Once a month for a whole account, so that other services may have used it up: counted on request only."""
    PLAN = "plan"
    """Part of a plan whose fee is in the estimate: counted always."""
    RESOURCE = "resource"
    """Of each resource: counted always."""
    NONE = "none"
    """Stated by the vendor, and for no SKU of the catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """A free or included amount."""

    sku_id: str
    """The row that states the amount."""
    scope: AllowanceScope
    sku_ids: tuple[str, ...]
    """The SKUs whose quantities count against it, together."""
    quantity: Decimal
    """In the pricing unit of those SKUs."""


def load_declaration(cells: Sequence[str]) -> tuple[str, AllowanceScope, tuple[str, ...]]:
    """Read one line of `allowances.csv`: the stating SKU, its scope, the SKUs that it counts for.

    Raises:
        ValueError: a cell is missing or has another form.
    """
    if len(cells) != len(COLUMNS):
        raise ValueError(f"has {len(cells)} cells, not {len(COLUMNS)}")
    return cells[0], AllowanceScope(cells[1]), tuple(cells[2].split())


def by_sku(allowances: Mapping[str, Allowance]) -> dict[str, Allowance]:
    """Priced SKU → the allowance that its quantity counts against."""
    return {sku_id: allowance for allowance in allowances.values() for sku_id in allowance.sku_ids}
