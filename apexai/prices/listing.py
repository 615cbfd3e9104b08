"""Rows of the price book for a person and for a machine."""

import csv
import io
import json
from collections.abc import Sequence
from fnmatch import fnmatchcase

from apexai.prices.book import PriceBook
from apexai.prices.check import OldPrice
from apexai.prices.row import COLUMNS, PriceRow, render_row
from apexai.units import render_decimal


def select_rows(
    providers: Sequence[str], *, skus: Sequence[str] = (), service: str | None = None, region: str | None = None
) -> tuple[PriceRow, ...]:
    """The rows of providers that fit, in the order of the files.

    Args:
        providers: Names of `PROVIDERS`.
        skus: SKUs or patterns with `*`; all where empty.
        service: Name of one service, in any case.
        region: One region.

    Raises:
        CatalogueError: a file can't be read.
    """
    return tuple(
        row
        for row in PriceBook.load(*providers).rows()
        if (not skus or any(fnmatchcase(row.sku_id, pattern) for pattern in skus))
        and (service is None or row.service_name.lower() == service.lower())
        and (region is None or row.region_id == region)
    )


def render_rows_text(rows: Sequence[PriceRow]) -> str:
    """A table: SKU, region, tier, price, unit, date of the list."""
    return _table([("SKU", "region", "from", "USD", "unit", "list of"), *map(_cells, rows)])


def render_old_text(old: Sequence[OldPrice]) -> str:
    """A table of the services that old prices are of, those with most of them first: how many, of which days."""
    services: dict[tuple[str, str], list[OldPrice]] = {}
    for found in old:
        services.setdefault((found.sku_id.partition("-")[0], found.service_name), []).append(found)
    most_first = sorted(services.items(), key=lambda item: (-len(item[1]), item[0]))
    return _table([("provider", "service", "old prices", "of lists of"), *(_aged(*item) for item in most_first)])


def _aged(service: tuple[str, str], old: Sequence[OldPrice]) -> tuple[str, ...]:
    first, last = min(found.day for found in old), max(found.day for found in old)
    return (*service, f"{len(old):,}", str(first) if first == last else f"{first} to {last}")


def _table(lines: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(cells[column]) for cells in lines) for column in range(len(lines[0]))]
    text = ("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) for cells in lines)
    return "".join(f"{line.rstrip()}\n" for line in text)


def render_rows_csv(rows: Sequence[PriceRow]) -> str:
    """The form of the catalogue's own files."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(render_row, rows))
    return buffer.getvalue()


def render_rows_json(rows: Sequence[PriceRow]) -> str:
    """FOCUS column names; what a row does not say is absent."""
    found = [{column: cell for column, cell in zip(COLUMNS, render_row(row), strict=True) if cell} for row in rows]
    return json.dumps({"schemaVersion": 1, "prices": found}, indent=2, ensure_ascii=False) + "\n"


def _cells(row: PriceRow) -> tuple[str, ...]:
    return (
        row.sku_id,
        row.region_id,
        render_decimal(row.tier_start) if row.tier_start else "",
        render_decimal(row.list_unit_price),
        row.pricing_unit,
        row.price_date.isoformat() if row.price_date else "not stated",
    )
