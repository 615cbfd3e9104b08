"""The AWS price list: an offer, read piece by piece, whatever its size."""

import datetime
from collections.abc import Iterator
from typing import IO, Final

from apexai.prices.row import Confidence, PriceRow
from apexai.prices.update.aws_lines import Line, OfferHead, Wanted, read_lines
from apexai.prices.update.listed import Finding, ListedTier, OtherUnit, Place, read_amount
from apexai.prices.update.selectors import AwsSelector, load_aws_selectors
from apexai.prices.update.transport import DownloadError

_BASE: Final = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws"
_NO_END: Final = "Inf"


def offer_url(offer_code: str, region_id: str | None) -> str:
    """Where the list of an offer in a region is; without one, that for all regions at once."""
    region = f"/{region_id}" if region_id else ""
    return f"{_BASE}/{offer_code}/current{region}/index.csv"


def read_offer(stream: IO[bytes], *, retrieved: datetime.date) -> tuple[str, Iterator[Finding]]:
    """The code of an offer, and its on-demand prices in dollars that are SKUs of the catalogue.

    Args:
        stream: The CSV or JSON form of the offer, read once from the beginning to the end, and closed.
        retrieved: The day on which it was fetched.

    Raises:
        DownloadError: it has another form, or is cut off; then or while the prices are read.
    """
    head, lines = read_lines(stream, wanted_of=_wanted_of)
    return head.offer_code, _findings(head, lines, retrieved)


def _wanted_of(head: OfferHead) -> Wanted:
    selectors = load_aws_selectors(head.offer_code)
    if not selectors:
        raise DownloadError(f"{head.offer_code} is no offer with known SKUs [APX-PRC-011]")
    return lambda line: any(selector.place_of(line) is not None for selector in selectors)


def _findings(head: OfferHead, lines: Iterator[Line], retrieved: datetime.date) -> Iterator[Finding]:
    selectors = load_aws_selectors(head.offer_code)
    for line in lines:
        for selector in selectors:
            place = selector.place_of(line)
            if place is not None and line.get("Unit") not in selector.source_units:
                yield OtherUnit(place=place, unit=line.get("Unit", ""))
            elif place is not None:
                yield ListedTier(product=line.get("SKU", ""), row=_row(line, selector, place, head, retrieved))


def _row(line: Line, selector: AwsSelector, place: Place, head: OfferHead, retrieved: datetime.date) -> PriceRow:
    sku_id, region_id = place
    try:
        end = line["EndingRange"]
        return PriceRow(
            sku_id=sku_id,
            service_name=selector.service_name,
            region_id=region_id,
            tier_start=read_amount(line["StartingRange"] or "0") * selector.units,
            tier_end=None if end in (_NO_END, "") else read_amount(end) * selector.units,
            list_unit_price=read_amount(line["PricePerUnit"]) / selector.units,
            pricing_unit=selector.pricing_unit,
            price_date=datetime.date.fromisoformat(head.publication_date[:10]),
            retrieved_date=retrieved,
            confidence=Confidence.HIGH,
            source=f"AWS price list {selector.offer_code} version {head.version}, rate code {line['RateCode']}",
        )
    except (KeyError, ValueError) as error:
        raise DownloadError(f"a line of {head.offer_code} for {sku_id} can't be read: {error} [APX-PRC-011]") from None
