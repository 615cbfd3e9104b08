"""New prices laid over a catalogue, as file contents and as a diff that a person reviews."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import unified_diff
from itertools import pairwise
from typing import Final

from apexai.prices.row import COLUMNS, PriceRow, render_row
from apexai.prices.update.listed import Place, Remark
from apexai.prices.update.settling import Ladder, tiers_of

_LEAP: Final = 10
ANNOUNCED: Final = "prices with first or last days in the book"
LEAPT: Final = f"a price {_LEAP} times as high or as low as before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What an update would change in a provider's files."""

    texts: Mapping[str, str]
    """File name, e.g. `aws/lambda.csv` → new content, of the files that change."""
    diff: str
    """Unified, empty where nothing changes."""
    changed: int
    """SKUs in a region whose prices differ."""
    confirmed: int
    """SKUs in a region that the list has as before."""
    added: int
    """SKUs in a region that had no price."""
    remarks: tuple[Remark, ...]
    """What is to be looked at by a person."""


def compare_ladders(ladders: Mapping[Place, Ladder], *, book: Iterable[tuple[str, PriceRow]], confirm: bool) -> Changes:
    """Lay the ladders of a list over a provider's files: a tier that is as before keeps its line.

    Args:
        ladders: Of SKUs of the catalogue.
        book: All rows of the provider, each with its file.
        confirm: Give also what is as before the list's date and source.
    """
    files: dict[str, dict[Place, list[PriceRow]]] = {}
    places: dict[str, str] = {}
    for file, row in book:
        files.setdefault(file, {}).setdefault((row.sku_id, row.region_id), []).append(row)
        places[row.sku_id] = file
    texts = {name: _text(rows) for name, rows in files.items()}
    counts = {"changed": 0, "confirmed": 0, "added": 0}
    remarks: list[Remark] = []
    for place, ladder in sorted(ladders.items()):
        rows = files[places[place[0]]]
        old = rows.get(place, [])
        if any(row.effective_from or row.effective_until for row in old):
            remarks.append(Remark(place=place, reason=ANNOUNCED))
            continue
        kind = _kind(old, ladder)
        counts[kind] += 1
        remarks += [Remark(place=place, reason=LEAPT)] if _leaps(old, ladder) else []
        if confirm or kind != "confirmed":
            rows[place] = list(ladder) if confirm else _laid(old, ladder)
    differing = {name: text for name, rows in files.items() if (text := _text(rows)) != texts[name]}
    return Changes(texts=differing, diff=_diff(texts, differing), remarks=tuple(remarks), **counts)


def _kind(old: Sequence[PriceRow], ladder: Ladder) -> str:
    if not old:
        return "added"
    return "confirmed" if _steps(sorted(old, key=_start)) == _steps(ladder) else "changed"


def _steps(ladder: Sequence[PriceRow]) -> tuple[list[tuple[Decimal, Decimal]], Decimal | None]:
    """Where the price becomes another, and the end; a list may have tiers that cost the same as those below them."""
    steps = [(row.tier_start, row.list_unit_price) for row in ladder]
    above = [step for below, step in pairwise(steps) if step[1] != below[1]]
    return [*steps[:1], *above], ladder[-1].tier_end


def _leaps(old: Sequence[PriceRow], ladder: Ladder) -> bool:
    """Whether a price is so far from the one before that the unit may be another."""
    before = {row.tier_start: row.list_unit_price for row in old}
    pairs = [(before[row.tier_start], row.list_unit_price) for row in ladder if row.tier_start in before]
    return any(max(pair) >= _LEAP * min(pair) for pair in pairs if any(pair))


def _laid(old: Sequence[PriceRow], ladder: Ladder) -> list[PriceRow]:
    same = {tiers_of([row]): row for row in old}
    return [same.get(tiers_of([row]), row) for row in ladder]


def _start(row: PriceRow) -> Decimal:
    return row.tier_start


def _text(rows: Mapping[Place, Sequence[PriceRow]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    listed = sorted((row for group in rows.values() for row in group), key=_order)
    writer.writerows(render_row(row) for row in listed)
    return buffer.getvalue()


def _order(row: PriceRow) -> tuple[object, ...]:
    return row.sku_id, row.region_id, str(row.effective_from or ""), row.tier_start


def _diff(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    lines: list[str] = []
    for name in sorted(after):
        old, new = before[name].splitlines(keepends=True), after[name].splitlines(keepends=True)
        lines += unified_diff(old, new, fromfile=f"a/{name}", tofile=f"b/{name}", n=1)
    return "".join(lines)
