"""Fetches a vendor's lists, or reads them from files, and compares them with a catalogue."""

import datetime
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO

from apexai.errors import UsageError
from apexai.prices.catalogue import read_rows
from apexai.prices.row import PriceRow
from apexai.prices.update.aws import offer_url, read_offer
from apexai.prices.update.azure import prices_url, read_prices
from apexai.prices.update.changes import Changes, compare_rows
from apexai.prices.update.selectors import aws_offers, is_selected
from apexai.prices.update.transport import Transport, open_url


def fetch_changes(
    provider: str,
    *,
    offers: Sequence[str],
    regions: Sequence[str],
    files: Sequence[Path],
    catalogue: Path,
    retrieved: datetime.date,
    transport: Transport = open_url,
) -> Changes:
    """Compare a catalogue with a vendor's lists.

    Args:
        provider: `aws` or `azure`.
        offers: AWS offer codes; all with known SKUs where empty.
        regions: Regions to fetch.
        files: Lists that are on this machine already.
        catalogue: The folder whose files are compared.
        retrieved: The day that new rows carry.
        transport: How a list is fetched.

    Raises:
        DownloadError: a list can't be fetched or read.
        CatalogueError: the catalogue can't be read.
        UsageError: there is no such file.
    """
    if provider == "aws":
        rows = _aws(offers or aws_offers(), regions, files, retrieved, transport)
    else:
        rows = _azure(regions, files, catalogue, retrieved, transport)
    return compare_rows(provider, rows, catalogue=catalogue)


def services_left_out(provider: str, *, catalogue: Path) -> tuple[str, ...]:
    """Services of the catalogue of whose prices an update finds none, and `some of` those of which it misses some.

    Raises:
        CatalogueError: the catalogue can't be read.
    """
    found: dict[str, set[bool]] = {}
    for row in (line.load() for line in read_rows(provider, catalogue=catalogue)):
        found.setdefault(row.service_name, set()).add(is_selected(provider, row.sku_id))
    none = sorted(name for name, selected in found.items() if selected == {False})
    some = sorted(name for name, selected in found.items() if len(selected) > 1)
    return (*none, *(f"some of {name}" for name in some))


def _aws(
    offers: Sequence[str],
    regions: Sequence[str],
    files: Sequence[Path],
    retrieved: datetime.date,
    transport: Transport,
) -> Iterator[PriceRow]:
    for path in files:
        with _open(path) as stream:
            yield from read_offer(stream, retrieved=retrieved)
    for offer in offers:
        for region in regions:
            with transport(offer_url(offer, region)) as stream:
                yield from read_offer(stream, retrieved=retrieved)


def _azure(
    regions: Sequence[str], files: Sequence[Path], catalogue: Path, retrieved: datetime.date, transport: Transport
) -> Iterator[PriceRow]:
    known = {line.cells[0]: line for line in read_rows("azure", catalogue=catalogue)}
    rows = {sku_id: line.load() for sku_id, line in known.items()}
    for path in files:
        yield from read_prices(partial(_page, path), str(path), known=rows, retrieved=retrieved)
    for region in regions:
        yield from read_prices(transport, prices_url(region), known=rows, retrieved=retrieved)


def _page(path: Path, _: str) -> IO[bytes]:
    return _open(path)


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error} [APX-PRC-022]") from None
