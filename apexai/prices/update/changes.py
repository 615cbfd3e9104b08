"""New prices laid over a catalogue, as file contents and as a diff that a person reviews."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from importlib.resources.abc import Traversable

from apexai.prices.catalogue import read_rows
from apexai.prices.row import COLUMNS, PriceRow, render_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What an update would change in a provider's files."""

    texts: Mapping[str, str]
    """File name, e.g. `aws/lambda.csv` → new content, of the files that change."""
    diff: str
    """Unified, empty where nothing changes."""
    changed: int
    """Prices that differ."""
    confirmed: int
    """Prices that the list has as before."""
    added: int
    """SKUs in a region that had no price."""


def compare_rows(provider: str, rows: Iterable[PriceRow], *, catalogue: Traversable) -> Changes:
    """Lay new rows over a provider's files: the rows of a SKU in a region replace those that were there.

    Only SKUs of the catalogue are taken: a list has hundreds of thousands of others.

    Raises:
        CatalogueError: a file of the catalogue can't be read.
    """
    files, places = _files(provider, catalogue)
    fresh: dict[tuple[str, str], list[PriceRow]] = {}
    for row in rows:
        if row.sku_id in places:
            fresh.setdefault((row.sku_id, row.region_id), []).append(row)
    counts = {"changed": 0, "confirmed": 0, "added": 0}
    texts = {name: _text(old) for name, old in files.items()}
    for (sku_id, region_id), group in sorted(fresh.items()):
        name = places[sku_id]
        old = [row for row in files[name] if (row.sku_id, row.region_id) == (sku_id, region_id)]
        counts[_kind(old, group)] += 1
        dated = [row for row in old if row.effective_from or row.effective_until]
        kept = [row for row in files[name] if row not in old]
        files[name] = sorted([*kept, *dated, *group], key=_order)
    new = {name: _text(found) for name, found in files.items()}
    differing = {name: text for name, text in new.items() if text != texts[name]}
    return Changes(texts=differing, diff=_diff(texts, differing), **counts)


def _files(provider: str, catalogue: Traversable) -> tuple[dict[str, list[PriceRow]], dict[str, str]]:
    """File → its rows, and SKU → the file that it stands in."""
    files: dict[str, list[PriceRow]] = {}
    places: dict[str, str] = {}
    for line in read_rows(provider, catalogue=catalogue):
        row = line.load()
        files.setdefault(line.file, []).append(row)
        places[row.sku_id] = line.file
    return files, places


def _kind(old: list[PriceRow], new: list[PriceRow]) -> str:
    if not old:
        return "added"
    before, after = (
        sorted((row.tier_start, row.list_unit_price) for row in rows if not row.effective_until) for rows in (old, new)
    )
    return "confirmed" if before == after else "changed"


def _order(row: PriceRow) -> tuple[object, ...]:
    return row.sku_id, row.region_id, str(row.effective_from or ""), row.tier_start


def _text(rows: Iterable[PriceRow]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(render_row(row) for row in rows)
    return buffer.getvalue()


def _diff(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    lines: list[str] = []
    for name in sorted(after):
        old, new = before[name].splitlines(keepends=True), after[name].splitlines(keepends=True)
        lines += unified_diff(old, new, fromfile=f"a/{name}", tofile=f"b/{name}", n=1)
    return "".join(lines)
