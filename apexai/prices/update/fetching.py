"""Fetches a vendor's lists, or reads them from files, and compares them with a catalogue."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import IO, Final, TypeAlias

from apexai.errors import UsageError
from apexai.prices.catalogue import read_rows
from apexai.prices.row import PriceRow
from apexai.prices.update.aws import offer_url, read_offer
from apexai.prices.update.azure import Item, fetch_items, load_items, prices_urls, read_prices
from apexai.prices.update.changes import Changes, compare_ladders
from apexai.prices.update.listed import Finding, ListedTier, Place, Remark
from apexai.prices.update.selectors import aws_offers, is_selected, load_aws_selectors
from apexai.prices.update.settling import settle_ladders
from apexai.prices.update.transport import DownloadError, NoListError, Transport, open_url

VANISHED: Final = "no price in the list"
NO_LIST: Final = "no list of this offer in this region"
_EVERYWHERE: Final = "global"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What is to be read."""

    offers: Sequence[str] = ()
    """AWS offer codes; all with known SKUs where empty."""
    regions: Sequence[str] = ()
    """Regions to fetch; `global` for what has one list for all."""
    files: Sequence[Path] = ()
    """Lists that are on this machine already."""


_Covered: TypeAlias = Callable[[Place], bool]
"""Whether a list was read that ought to have the price of a SKU in a region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    findings: Sequence[Finding]
    covered: _Covered
    remarks: Sequence[Remark] = ()


def fetch_changes(
    provider: str,
    lists: Lists,
    *,
    catalogue: Path,
    retrieved: datetime.date,
    confirm: bool = False,
    transport: Transport = open_url,
) -> Changes:
    """Compare a catalogue with a vendor's lists, all of which are read before anything is compared.

    Args:
        provider: `aws` or `azure`.
        lists: What to read.
        catalogue: The folder whose files are compared.
        retrieved: The day that new rows carry.
        confirm: Give also prices that are as before the list's date and source.
        transport: How a list is fetched.

    Raises:
        DownloadError: a list can't be fetched or read.
        CatalogueError: the catalogue can't be read.
        UsageError: there is no such file, or an offer and a region do not go together.
    """
    book = [(line.file, line.load()) for line in read_rows(provider, catalogue=catalogue)]
    reading = (
        _read_aws(lists, retrieved, transport)
        if provider == "aws"
        else _read_azure(lists, {row.sku_id: row for _, row in book}, retrieved=retrieved, transport=transport)
    )
    starts = _starts(row for _, row in book)
    settled = settle_ladders(reading.findings, starts=starts)
    changes = compare_ladders(settled.ladders, book=book, confirm=confirm)
    listed = {*settled.ladders, *(remark.place for remark in settled.remarks)}
    places = sorted((sku_id, region_id) for sku_id, regions in starts.items() for region_id in regions)
    vanished = [
        Remark(place=place, reason=VANISHED) for place in places if place not in listed and reading.covered(place)
    ]
    return replace(changes, remarks=(*changes.remarks, *settled.remarks, *vanished, *reading.remarks))


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


def _starts(rows: Iterable[PriceRow]) -> Mapping[str, Mapping[str, Decimal]]:
    """SKU → region → where its first tier begins."""
    starts: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        regions = starts.setdefault(row.sku_id, {})
        regions[row.region_id] = min(row.tier_start, regions.get(row.region_id, row.tier_start))
    return starts


def _read_aws(lists: Lists, retrieved: datetime.date, transport: Transport) -> _Reading:
    findings: list[Finding] = []
    regions: dict[str, set[str]] = {}
    remarks: list[Remark] = []
    wanted = _offers(lists)
    for path in lists.files:
        offer, found = _read(_open(path), str(path), retrieved)
        findings += found
        regions.setdefault(offer, set()).update(one.place[1] for one in found if isinstance(one, ListedTier))
    for offer, region in wanted:
        url = offer_url(offer, None if region == _EVERYWHERE else region)
        try:
            stream = transport(url)
        except NoListError:
            if lists.offers:
                raise
            remarks.append(Remark(place=(offer, region), reason=NO_LIST))
            continue
        findings += _read(stream, url, retrieved)[1]
        regions.setdefault(offer, set()).update(_regions(offer, region))
    if remarks and len(remarks) == len(wanted):
        raise DownloadError(f"AWS has no lists for {', '.join(lists.regions)} [APX-PRC-010]")
    return _Reading(findings=findings, covered=lambda place: _is_covered(place, regions), remarks=remarks)


def _offers(lists: Lists) -> list[tuple[str, str]]:
    """The offers to fetch, each with a region of its kind."""
    known = aws_offers()
    for offer in lists.offers:
        if offer not in known:
            raise UsageError(f"--offer {offer}: its SKUs are not known; use {', '.join(known)} [APX-PRC-023]")
    offers, regions = lists.offers or tuple(known), lists.regions
    pairs = [(offer, region) for region in regions for offer in offers if known[offer] == (region == _EVERYWHERE)]
    for offer in lists.offers:
        if offer not in {name for name, _ in pairs}:
            needed = f"--region {_EVERYWHERE}" if known[offer] else "a --region such as us-east-1"
            raise UsageError(f"--offer {offer}: its list is fetched with {needed} [APX-PRC-024]")
    for region in regions:
        if region not in {name for _, name in pairs}:
            raise UsageError(f"--region {region}: none of {', '.join(offers)} has a list for it [APX-PRC-024]")
    return pairs


def _read(stream: IO[bytes], name: str, retrieved: datetime.date) -> tuple[str, list[Finding]]:
    with stream:
        try:
            offer, found = read_offer(stream, retrieved=retrieved)
            return offer, list(found)
        except DownloadError as error:
            said = str(error)
            raise DownloadError(said if said.startswith(name) else f"{name}: {said}") from None


def _regions(offer: str, region: str) -> set[str]:
    """The regions of the catalogue that an offer's list for a region has."""
    return {selector.region_id or region for selector in load_aws_selectors(offer)}


def _is_covered(place: Place, regions: Mapping[str, set[str]]) -> bool:
    sku_id, region_id = place
    return any(
        region_id in covered and selector.region_id in ("", region_id) and selector.names.fullmatch(sku_id)
        for offer, covered in regions.items()
        for selector in load_aws_selectors(offer)
    )


def _read_azure(
    lists: Lists, known: Mapping[str, PriceRow], *, retrieved: datetime.date, transport: Transport
) -> _Reading:
    if lists.offers:
        raise UsageError("--offer names AWS offers; the Azure retail prices have none [APX-PRC-024]")
    return _Reading(
        findings=list(read_prices(_items(lists, transport), known=known, retrieved=retrieved)),
        covered=lambda place: place[1] in lists.regions and is_selected("azure", place[0]),
    )


def _items(lists: Lists, transport: Transport) -> Iterator[Item]:
    for path in lists.files:
        yield from load_items(_open(path), str(path))
    for region in lists.regions:
        count = 0
        for item in chain.from_iterable(fetch_items(transport, url) for url in prices_urls(region)):
            count += 1
            yield item
        if not count:
            raise DownloadError(f"the Azure retail prices have none for {region} [APX-PRC-010]")


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error} [APX-PRC-022]") from None
