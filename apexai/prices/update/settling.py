"""Of what a list says of each SKU and region, the one ladder that the catalogue can take, or why there is none.

A list has a product for what the catalogue has as a SKU, but not always one: the same price may stand there twice, and
an amount at no price is a tier in one product, no product at all in another, and an allowance in the catalogue.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final, TypeAlias

from apexai.prices.row import EVERYWHERE, PriceRow
from apexai.prices.update.listed import Finding, OtherUnit, Place, Remark

Ladder: TypeAlias = tuple[PriceRow, ...]

OTHER_UNIT: Final = "in another unit than before, {}"
NO_LADDER: Final = "tiers that do not join"
TWO_PRICES: Final = "products that differ, of which the book has one"
OTHER_START: Final = "another free amount than in the book"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a list says of the SKUs of a catalogue."""

    ladders: Mapping[Place, Ladder]
    remarks: tuple[Remark, ...]
    """Places that the list has, and of which it can't be said what they cost."""


def settle_ladders(findings: Iterable[Finding], *, starts: Mapping[str, Mapping[str, Decimal]]) -> Settled:
    """Make one ladder of what a list says of each SKU in each region.

    Args:
        findings: In the order of the list.
        starts: SKU → region → where its first tier begins in the catalogue; other SKUs are left out.
    """
    products: dict[Place, dict[str, set[PriceRow]]] = {}
    units: dict[Place, str] = {}
    for finding in findings:
        if not _is_known(finding.place, starts):
            continue
        if isinstance(finding, OtherUnit):
            units[finding.place] = finding.unit
        else:
            products.setdefault(finding.place, {}).setdefault(finding.product, set()).add(finding.row)
    other = {place: unit for place, unit in units.items() if place not in products}
    remarks = [Remark(place=place, reason=OTHER_UNIT.format(unit)) for place, unit in other.items()]
    ladders: dict[Place, Ladder] = {}
    for place, found in products.items():
        settled = _settled(list(found.values()), _start(starts[place[0]], place[1]))
        if isinstance(settled, str):
            remarks.append(Remark(place=place, reason=settled))
        else:
            ladders[place] = settled
    return Settled(ladders=ladders, remarks=tuple(remarks))


def tiers_of(rows: Sequence[PriceRow]) -> tuple[tuple[Decimal, Decimal | None, Decimal], ...]:
    """What rows say of amounts and prices, whatever their sources and dates."""
    return tuple((row.tier_start, row.tier_end, row.list_unit_price) for row in rows)


def _is_known(place: Place, starts: Mapping[str, Mapping[str, Decimal]]) -> bool:
    """Whether the catalogue has the SKU; a price for no region in particular only where it has such a one."""
    sku_id, region_id = place
    return sku_id in starts and (region_id not in EVERYWHERE or region_id in starts[sku_id])


def _start(starts: Mapping[str, Decimal], region_id: str) -> Decimal:
    """Where the catalogue's ladder begins; of a region that it has not, where that of all others does."""
    if region_id in starts:
        return starts[region_id]
    others = set(starts.values())
    return others.pop() if len(others) == 1 else Decimal(0)


def _settled(products: Iterable[Iterable[PriceRow]], start: Decimal) -> Ladder | str:
    ladders = [_sorted(rows) for rows in products]
    charged = [ladder for ladder in ladders if any(row.list_unit_price for row in ladder)]
    aligned = []
    for ladder in charged or ladders:
        found = _aligned(ladder, start) if _joins(ladder) else NO_LADDER
        if isinstance(found, str):
            return found
        aligned.append(found)
    return aligned[0] if len(set(map(tiers_of, aligned))) == 1 else TWO_PRICES


def _sorted(rows: Iterable[PriceRow]) -> Ladder:
    """In the order of the tiers, each once however often it was read."""
    once = {tiers_of([row]): row for row in sorted(rows, key=lambda row: row.source)}
    return tuple(sorted(once.values(), key=lambda row: row.tier_start))


def _joins(ladder: Ladder) -> bool:
    """Whether the tiers are a ladder without a gap; that of a free amount ends, others do not."""
    ends = ladder[-1].tier_end is None or not any(row.list_unit_price for row in ladder)
    return ends and all(below.tier_end == above.tier_start for below, above in pairwise(ladder))


def _aligned(ladder: Ladder, start: Decimal) -> Ladder | str:
    """The ladder from where the catalogue's begins, if what it leaves out is free."""
    first = ladder[0]
    if first.tier_start == start:
        return ladder
    if not first.list_unit_price:
        return ladder[1:] if first.tier_end == start and len(ladder) > 1 else OTHER_START
    if first.tier_start or (first.tier_end is not None and first.tier_end <= start):
        return OTHER_START
    return (replace(first, tier_start=start), *ladder[1:])
