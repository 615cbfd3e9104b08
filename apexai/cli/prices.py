"""`apexai prices`: show the price book, check it, compare it with the vendors' lists."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from apexai.cli.terminal import print_json, print_text
from apexai.errors import UsageError
from apexai.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apexai.prices.update.changes import Changes

_PROVIDERS: Final = ("aws", "azure", "cloudflare", "gcp")
_DAY: Final = click.DateTime(formats=["%Y-%m-%d"])


@click.group("prices")
def command() -> None:
    """Show, check and update the price book: dated list prices with their sources."""


@command.command("show")
@click.argument("skus", nargs=-1, metavar="[SKU]...")
@click.option("--provider", type=click.Choice(_PROVIDERS), multiple=True, help="All where none is named.")
@click.option("--service", help="Only a service, e.g. Lambda.")
@click.option("--region", help="Only a region, e.g. us-east-1.")
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
def show(skus: tuple[str, ...], provider: tuple[str, ...], service: str | None, region: str | None, form: str) -> int:
    """Print rows of the price book; a SKU may have `*`, e.g. 'aws-lambda-*'."""
    from apexai.prices.listing import render_rows_csv, render_rows_json, render_rows_text, select_rows

    rows = select_rows(provider or _PROVIDERS, skus=skus, service=service, region=region)
    if not rows:
        raise UsageError("no row of the price book fits: `apexai prices show` lists all [APX-PRC-020]")
    match form:
        case "csv":
            print_text(render_rows_csv(rows))
        case "json":
            print_json(render_rows_json(rows))
        case _:
            print_text(render_rows_text(rows))
    return 0


@command.command("check")
@click.option("--provider", type=click.Choice(_PROVIDERS), multiple=True, help="All where none is named.")
@click.option("--catalogue", type=click.Path(path_type=Path), help="Another folder with price files.")
@click.option("--overrides", type=click.Path(path_type=Path), help="An overrides file, which is checked as well.")
@click.option("--as-of", type=_DAY, help="The day that old prices are measured from; today in UTC.")
@click.option("--strict", is_flag=True, help="Old prices fail the check.")
@click.option("--full", is_flag=True, help="A line for each old price instead of one for each service.")
def check(
    provider: tuple[str, ...],
    catalogue: Path | None,
    overrides: Path | None,
    as_of: datetime.datetime | None,
    strict: bool,
    full: bool,
) -> int:
    """Check the price book: errors in its rows, and prices that are old."""
    from apexai.cost.overrides_file import load_overrides_file
    from apexai.prices.book import PriceBook
    from apexai.prices.check import check_book, old_prices
    from apexai.prices.listing import render_old_text

    if overrides is not None:
        load_overrides_file(overrides)
    day = as_of.date() if as_of else datetime.datetime.now(datetime.UTC).date()
    book = PriceBook.load(*(provider or _PROVIDERS), catalogue=catalogue)
    found = check_book(book, as_of=day)
    errors = sum(diagnostic.is_error for diagnostic in found)
    for diagnostic in found if full else found[:errors]:
        print_text(f"{diagnostic.severity.value}: {diagnostic}\n")
    if len(found) > errors and not full:
        print_text(render_old_text(old_prices(book.rows(), as_of=day)))
        print_text(
            "Compare them with the vendors' pages, or write what you pay into an overrides file; --full shows each "
            "[APX-PRC-004]\n"
        )
    print_text(f"{sum(1 for _ in book.rows()):,} prices: {errors} errors, {len(found) - errors:,} old\n")
    return 1 if errors or (strict and found) else 0


@command.command("update")
@click.argument("provider", type=click.Choice(["aws", "azure"]))
@click.option("--offer", multiple=True, help="AWS offer code, e.g. AWSLambda; all with known SKUs where none is named.")
@click.option("--region", multiple=True, help="Region to fetch, e.g. us-east-1; global for what has one list for all.")
@click.option("--file", "files", type=click.Path(path_type=Path), multiple=True, help="A list that is here already.")
@click.option("--catalogue", type=click.Path(path_type=Path), help="Another folder with price files.")
@click.option("--confirm", is_flag=True, help="Give also prices that are as before the list's date and source.")
@click.option("--write", is_flag=True, help="Change the files instead of printing the diff.")
def update(
    provider: str,
    offer: tuple[str, ...],
    region: tuple[str, ...],
    files: tuple[Path, ...],
    catalogue: Path | None,
    confirm: bool,
    write: bool,
) -> int:
    """Compare the price book with the vendor's list and print the difference for review."""
    from apexai.prices.catalogue import shipped_catalogue
    from apexai.prices.update.fetching import Lists, fetch_changes, services_left_out

    if not region and not files:
        raise UsageError("name a --region to fetch or a --file to read [APX-PRC-021]")
    folder = catalogue or Path(str(shipped_catalogue()))
    retrieved = datetime.datetime.now(datetime.UTC).date()
    lists = Lists(offers=offer, regions=region, files=files)
    changes = fetch_changes(provider, lists, catalogue=folder, retrieved=retrieved, confirm=confirm)
    if write:
        _write(folder, changes.texts)
    else:
        print_text(changes.diff)
    print_text(_summary(changes, services_left_out(provider, catalogue=folder)), err=True)
    return 0


def _write(folder: Path, texts: "Mapping[str, str]") -> None:
    """Write all files, or leave all as they were."""
    before = {name: (folder / name).read_bytes().decode() for name in texts}
    written: list[str] = []
    try:
        for name, text in texts.items():
            write_whole(folder / name, text)
            written.append(name)
    except OSError as error:
        for done in written:
            write_whole(folder / done, before[done])
        reason = error.strerror or error
        raise UsageError(f"{folder / name}: {reason}; the price book is as it was [APX-PRC-025]") from None


def _summary(changes: "Changes", left_out: tuple[str, ...]) -> str:
    counts = (
        f"{changes.changed} prices changed, {changes.added} added, {changes.confirmed} as before; "
        f"{len(changes.texts)} files differ\n"
    )
    places: dict[str, list[str]] = {}
    for remark in changes.remarks:
        places.setdefault(remark.reason, []).append(" ".join(remark.place))
    remarks = "".join(f"look at these: {reason}: {', '.join(found)}\n" for reason, found in places.items())
    if not left_out:
        return counts + remarks
    return f"{counts}{remarks}never updated from the list, and to be kept by hand: {', '.join(left_out)}\n"
