"""The AWS price list: the CSV form of an offer, read line by line, whatever its size."""

import csv
import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from io import TextIOWrapper
from typing import IO, Final

from apexai.prices.row import Confidence, PriceRow
from apexai.prices.update.selectors import AwsSelector, load_aws_selectors
from apexai.prices.update.transport import DownloadError

_BASE: Final = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws"
_HEAD_LINES: Final = 10
_NO_END: Final = "Inf"


def offer_url(offer_code: str, region_id: str) -> str:
    """Where the list of an offer in a region is."""
    return f"{_BASE}/{offer_code}/current/{region_id}/index.csv"


def read_offer(stream: IO[bytes], *, retrieved: datetime.date) -> Iterator[PriceRow]:
    """The on-demand prices in dollars of an offer that are SKUs of the catalogue.

    Args:
        stream: The CSV form of the offer, read once from the beginning to the end, and closed.
        retrieved: The day on which it was fetched.

    Raises:
        DownloadError: it has another form.
    """
    with TextIOWrapper(stream, encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        head = dict(_head(reader))
        offer = head.get("OfferCode", "")
        selectors = load_aws_selectors(offer)
        if not selectors:
            raise DownloadError(f"{offer or 'a file without an OfferCode'} is no offer with known SKUs [APX-PRC-011]")
        columns = head["columns"].split("\n")
        for cells in reader:
            line = dict(zip(columns, cells, strict=False))
            if line.get("TermType") == "OnDemand" and line.get("Currency") == "USD":
                yield from _rows(line, selectors, head, retrieved)


def _head(reader: Iterator[list[str]]) -> Iterator[tuple[str, str]]:
    """The two-column lines before the header, and the header itself as `columns`."""
    for _ in range(_HEAD_LINES):
        cells = next(reader, [])
        if cells[:1] == ["SKU"]:
            yield "columns", "\n".join(cells)
            return
        if len(cells) == 2:
            yield cells[0], cells[1]
    raise DownloadError("the file does not begin as an AWS price list in CSV form does [APX-PRC-011]")


def _rows(
    line: Mapping[str, str], selectors: tuple[AwsSelector, ...], head: Mapping[str, str], retrieved: datetime.date
) -> Iterator[PriceRow]:
    for selector in selectors:
        sku_id = selector.sku_of(line)
        if sku_id is not None and line.get("Unit") in selector.source_units:
            yield _row(line, selector, sku_id, head, retrieved)


def _row(
    line: Mapping[str, str],
    selector: AwsSelector,
    sku_id: str,
    head: Mapping[str, str],
    retrieved: datetime.date,
) -> PriceRow:
    offer = selector.offer_code
    try:
        end = line["EndingRange"]
        return PriceRow(
            sku_id=sku_id,
            service_name=selector.service_name,
            region_id=line["Region Code"],
            tier_start=Decimal(line["StartingRange"] or "0"),
            tier_end=None if end in (_NO_END, "") else Decimal(end),
            list_unit_price=Decimal(line["PricePerUnit"]),
            pricing_unit=selector.pricing_unit,
            price_date=datetime.date.fromisoformat(head["Publication Date"][:10]),
            retrieved_date=retrieved,
            confidence=Confidence.HIGH,
            source=f"AWS price list {offer} version {head.get('Version', '?')}, rate code {line['RateCode']}",
        )
    except (KeyError, ValueError, InvalidOperation) as error:
        raise DownloadError(
            f"a line of {head['OfferCode']} for {sku_id} can't be read: {error} [APX-PRC-011]"
        ) from None
