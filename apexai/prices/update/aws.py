"""The AWS price list: an offer, read piece by piece, whatever its size."""

import datetime
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import IO, Final

from apexai.prices.row import Confidence, PriceRow
from apexai.prices.update.aws_lines import Line, OfferHead, Wanted, read_lines
from apexai.prices.update.selectors import AwsSelector, load_aws_selectors
from apexai.prices.update.transport import DownloadError

_BASE: Final = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws"
_NO_END: Final = "Inf"


def offer_url(offer_code: str, region_id: str) -> str:
    """Where the list of an offer in a region is."""
    return f"{_BASE}/{offer_code}/current/{region_id}/index.csv"


def read_offer(stream: IO[bytes], *, retrieved: datetime.date) -> Iterator[PriceRow]:
    """The on-demand prices in dollars of an offer that are SKUs of the catalogue.

    Args:
        stream: The CSV or JSON form of the offer, read once from the beginning to the end, and closed.
        retrieved: The day on which it was fetched.

    Raises:
        DownloadError: it has another form.
    """
    head, lines = read_lines(stream, wanted_of=_wanted_of)
    selectors = load_aws_selectors(head.offer_code)
    for line in lines:
        for selector in selectors:
            sku_id = selector.sku_of(line)
            if sku_id is not None and line.get("Unit") in selector.source_units:
                yield _row(line, selector, sku_id, head, retrieved)


def _wanted_of(head: OfferHead) -> Wanted:
    selectors = load_aws_selectors(head.offer_code)
    if not selectors:
        raise DownloadError(f"{head.offer_code} is no offer with known SKUs [APX-PRC-011]")
    return lambda line: any(selector.sku_of(line) is not None for selector in selectors)


def _row(
    line: Line,
    selector: AwsSelector,
    sku_id: str,
    head: OfferHead,
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
            price_date=datetime.date.fromisoformat(head.publication_date[:10]),
            retrieved_date=retrieved,
            confidence=Confidence.HIGH,
            source=f"AWS price list {offer} version {head.version}, rate code {line['RateCode']}",
        )
    except (KeyError, ValueError, InvalidOperation) as error:
        raise DownloadError(f"a line of {head.offer_code} for {sku_id} can't be read: {error} [APX-PRC-011]") from None
