"""The catalogue in the package keeps the rules of `check_book`, and the check finds what breaks them."""

import csv
import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from apexai.prices.book import PriceBook
from apexai.prices.catalogue import PROVIDERS, CatalogueError, read_rows
from apexai.prices.check import check_book, known_units
from apexai.prices.row import COLUMNS, PriceRow, load_row, render_row

AS_OF = datetime.date(2026, 11, 21)
ROW = [
    *("aws-x-hours", "X", "us-east-1", "0", "", "0.05", "hour", "Standard", "USD", "", ""),
    *("2026-10-01", "2026-11-21", "high", "a list", ""),
]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_shipped_catalogue_has_no_error(provider: str) -> None:
    errors = [str(found) for found in check_book(PriceBook.load(provider), as_of=AS_OF) if found.is_error]
    assert errors == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_sku_names_its_provider_and_lines_are_canonical(provider: str) -> None:
    for line in read_rows(provider):
        assert line.cells[0].startswith(f"{provider}-"), f"{line.file}:{line.line}"
        assert list(render_row(line.load())) == line.cells, f"{line.file}:{line.line}"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_lines_of_a_file_are_sorted_so_that_diffs_are_small(provider: str) -> None:
    files: dict[str, list[PriceRow]] = {}
    for line in read_rows(provider):
        files.setdefault(line.file, []).append(line.load())
    for name, rows in files.items():
        keys = [(row.sku_id, row.region_id, str(row.effective_from or ""), row.tier_start) for row in rows]
        assert keys == sorted(keys), name


def test_list_of_units_agrees_with_the_catalogue() -> None:
    used = {row.pricing_unit for row in PriceBook.load(*PROVIDERS).rows()}
    assert used == known_units()


def test_announced_change_has_both_prices() -> None:
    book = PriceBook.load("gcp")
    sku = "gcp-gemini-3-8-flash-input-tokens"
    before = book.ladder(sku, "global", as_of=datetime.date(2026, 12, 31))
    after = book.ladder(sku, "global", as_of=datetime.date(2027, 1, 1))
    assert before.tiers[0].list_unit_price * 2 == after.tiers[0].list_unit_price


def change(column: str, value: str) -> Callable[[list[str]], list[list[str]]]:
    def changed(row: list[str]) -> list[list[str]]:
        cells = list(row)
        cells[COLUMNS.index(column)] = value
        return [cells]

    return changed


def two(**second: str) -> Callable[[list[str]], list[list[str]]]:
    def rows(row: list[str]) -> list[list[str]]:
        cells = list(row)
        for column, value in second.items():
            cells[COLUMNS.index(column)] = value
        first = list(row)
        if second.get("tier_start", "0") != "0":
            first[COLUMNS.index("tier_end")] = "100"
        return [first, cells]

    return rows


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (change("pricing_unit", "fortnight"), "the unit 'fortnight'"),
        (change("billing_currency", "EUR"), "the currency 'EUR'"),
        (change("list_unit_price", "1e-3"), "list_unit_price '1e-3' is not a plain decimal number"),
        (change("list_unit_price", "-1"), "is not a plain decimal number"),
        (change("source", ""), "source is empty"),
        (change("retrieved_date", ""), "retrieved_date is empty"),
        (change("retrieved_date", "2026-12-01"), "retrieved on 2026-12-01"),
        (change("price_date", "01.10.2026"), "is not a day"),
        (change("confidence", "low"), "'low' is not a valid Confidence"),
        (change("pricing_category", "Spot"), "'Spot' is not a valid PricingCategory"),
        (change("sku_id", "aws-x-free-tier"), "allowances.csv does not say"),
        (change("tier_end", "0"), "the tier ends at 0"),
        (two(), "two rows begin at 0"),
        (two(tier_start="200"), "the tier below ends at 100, this one begins at 200"),
        (two(tier_start="100", pricing_unit="second"), "its tiers have several units"),
    ],
)
def test_check_finds_damage(damage: Callable[[list[str]], list[list[str]]], says: str, tmp_path: Path) -> None:
    write(tmp_path, damage(ROW))
    found = [str(error) for error in check_book(PriceBook.load("aws", catalogue=tmp_path), as_of=AS_OF)]
    assert len([text for text in found if says in text]) == 1, found


def test_check_warns_of_old_prices_only(tmp_path: Path) -> None:
    write(tmp_path, [ROW, *change("price_date", "2025-01-01")(["aws-y", *ROW[1:]])])
    found = check_book(PriceBook.load("aws", catalogue=tmp_path), as_of=AS_OF)
    assert [(item.path, item.severity.value) for item in found] == [("aws-y", "warning")]


def test_unknown_provider_and_other_header_are_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="'oracle' is no provider: use one of aws"):
        PriceBook.load("oracle")
    write(tmp_path, [], header=("sku", "price"))
    with pytest.raises(CatalogueError, match=r"aws/x\.csv:1: the header is not"):
        PriceBook.load("aws", catalogue=tmp_path)


def test_row_reads_what_it_writes() -> None:
    assert list(render_row(load_row(ROW))) == ROW


def write(folder: Path, rows: list[list[str]], header: tuple[str, ...] = COLUMNS) -> None:
    (folder / "aws").mkdir()
    with (folder / "aws" / "x.csv").open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
