"""Whether the price book knows what an overrides file speaks of: a price under another name would count for nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from typing import Final

from apexai.cost.yaml_file import Reader
from apexai.prices.book import PriceBook
from apexai.prices.catalogue import PROVIDERS, RawRow
from apexai.prices.overrides import Discount
from apexai.prices.row import EVERYWHERE, PriceRow

_Lines = Mapping[str, Mapping[str, tuple[RawRow, ...]]]
"""SKU → region → lines of the book."""
_CLOSE: Final = 0.7


def check_names(
    reader: Reader, prices: Sequence[PriceRow | None], discounts: Sequence[Discount | None]
) -> tuple[str, ...]:
    """Report units that a SKU has another of, and discounts on nothing; say which names the book does not have.

    A price of a SKU or region that the book lacks may be the very one that a resource asks for, so that it is no error.

    Args:
        reader: Of the file; errors are reported to it.
        prices: As they stand in the file; None where one is wrong already.
        discounts: The same.
    """
    lines = _lines()
    regions = _regions(lines)
    for at, discount in enumerate(discounts):
        if discount is not None and not any(fnmatchcase(sku, discount.sku_ids) for sku in lines):
            message = f"no SKU of the price book fits {discount.sku_ids!r}"
            reader.report(message, "discounts", at, "skus", suggestion=_meant(discount.sku_ids, lines))
    doubts: list[str] = []
    for at, row in enumerate(prices):
        if row is not None:
            _check_unit(reader, row, lines, at)
            doubts += _doubts(reader, row, lines, regions, at)
    return tuple(doubts)


def unit_of(sku_id: str) -> str:
    """What a SKU is priced by; empty where the book does not have it."""
    return _unit(sku_id, _lines())


@cache
def _lines() -> _Lines:
    return PriceBook.load(*PROVIDERS).raw


def _regions(lines: _Lines) -> Mapping[str, set[str]]:
    """Provider → its regions, and what stands for all of them."""
    found: dict[str, set[str]] = {}
    for sku_id, regions in lines.items():
        found.setdefault(_provider(sku_id), {*EVERYWHERE}).update(regions)
    return found


def _check_unit(reader: Reader, row: PriceRow, lines: _Lines, at: int) -> None:
    unit = _unit(row.sku_id, lines)
    if unit and row.pricing_unit != unit:
        message = f"{row.sku_id} has a price for one {unit}, not for one {row.pricing_unit}"
        reader.report(message, "prices", at, "unit", suggestion=f"write {unit}")


def _doubts(reader: Reader, row: PriceRow, lines: _Lines, regions: Mapping[str, set[str]], at: int) -> Iterator[str]:
    if row.sku_id not in lines:
        yield _doubt(reader, "SKU", row.sku_id, lines, ("prices", at, "sku"))
    elif row.region_id not in (here := regions[_provider(row.sku_id)]):
        yield _doubt(reader, "region", row.region_id, here, ("prices", at, "region"))


def _doubt(reader: Reader, kind: str, name: str, known: Iterable[str], path: tuple[str | int, ...]) -> str:
    message = f"no {kind} of the price book is called {name}: the price counts only where a resource asks for it"
    return str(reader.file.wrong(reader.code, message, *path, suggestion=_meant(name, known)))


def _meant(name: str, known: Iterable[str]) -> str:
    meant = get_close_matches(name, sorted(known), n=1, cutoff=_CLOSE)
    return f"did you mean {meant[0]}?" if meant else "`apexai prices show` lists them"


def _unit(sku_id: str, lines: _Lines) -> str:
    regions = lines.get(sku_id)
    return next(iter(regions.values()))[0].load().pricing_unit if regions else ""


def _provider(sku_id: str) -> str:
    return sku_id.partition("-")[0]
