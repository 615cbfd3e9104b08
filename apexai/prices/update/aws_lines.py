"""The two forms of an AWS offer as one: a head, and lines with the columns of the CSV form.

The JSON form has products first and their terms after; of the products only those are kept that a selector wants,
so that memory does not grow with the file.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader, BytesIO, TextIOWrapper
from typing import IO, Final, TypeAlias, TypedDict

from apexai.prices.update.transport import DownloadError

Line: TypeAlias = Mapping[str, str]
Wanted: TypeAlias = Callable[[Line], bool]

_HEAD_LINES: Final = 10
_CHUNK: Final = 1 << 16
_NO_LIST: Final = "the file does not begin as an AWS price list in {} form does [APX-PRC-011]"
_CUT_OFF: Final = "the AWS price list can't be read to its end: {} [APX-PRC-011]"
_COLUMNS: Final = {
    "cacheEngine": "Cache Engine",
    "capacitystatus": "CapacityStatus",
    "databaseEngine": "Database Engine",
    "deploymentOption": "Deployment Option",
    "fromLocationType": "From Location Type",
    "fromRegionCode": "From Region Code",
    "group": "Group",
    "instanceType": "Instance Type",
    "licenseModel": "License Model",
    "locationType": "Location Type",
    "operatingSystem": "Operating System",
    "operation": "operation",
    "preInstalledSw": "Pre Installed S/W",
    "regionCode": "Region Code",
    "tenancy": "Tenancy",
    "toLocation": "To Location",
    "transferType": "Transfer Type",
    "usagetype": "usageType",
    "volumeApiName": "Volume API Name",
    "volumeType": "Volume Type",
}
"""Attribute in the JSON form → column in the CSV form."""


class _Dimension(TypedDict):
    """One tier of a price in the JSON form."""

    rateCode: str
    beginRange: str
    endRange: str
    unit: str
    pricePerUnit: Mapping[str, str]


class _Term(TypedDict):
    priceDimensions: Mapping[str, _Dimension]


class _Product(TypedDict, total=False):
    productFamily: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferHead:
    """What an offer says of itself."""

    offer_code: str
    version: str
    publication_date: str
    """As `2026-11-20T12:00:00Z`."""


def read_lines(stream: IO[bytes], *, wanted_of: Callable[[OfferHead], Wanted]) -> tuple[OfferHead, Iterator[Line]]:
    """The head of an offer in either form, and its on-demand prices in dollars.

    Args:
        stream: Read once from the beginning to the end, and closed when the lines end.
        wanted_of: Head → whether a product is to be kept, by its attributes alone; raises where none can be.

    Raises:
        DownloadError: it has another form, then or while the lines are read.
    """
    buffered: BufferedReader = BufferedReader(stream, _CHUNK)  # type: ignore[arg-type]
    if buffered.peek(1).lstrip()[:1] == b"{":
        return _from_json(buffered, wanted_of)
    return _from_csv(buffered, wanted_of)


def _from_csv(stream: IO[bytes], wanted_of: Callable[[OfferHead], Wanted]) -> tuple[OfferHead, Iterator[Line]]:
    text = TextIOWrapper(stream, encoding="utf-8", newline="")
    reader = csv.reader(text)
    written: dict[str, str] = {}
    for _ in range(_HEAD_LINES):
        try:
            cells = next(reader, [])
        except (csv.Error, UnicodeDecodeError):
            break
        if cells[:1] == ["SKU"]:
            head = _head(written.get("OfferCode"), written.get("Version"), written.get("Publication Date"))
            return head, _csv_lines(text, reader, cells, wanted_of(head))
        if len(cells) == 2:
            written[cells[0]] = cells[1]
    raise DownloadError(_NO_LIST.format("CSV"))


def _csv_lines(
    text: TextIOWrapper, reader: Iterator[list[str]], columns: Sequence[str], wanted: Wanted
) -> Iterator[Line]:
    with text:
        try:
            for cells in reader:
                if cells and len(cells) != len(columns):
                    raise DownloadError(_CUT_OFF.format(f"a line has {len(cells)} of {len(columns)} cells"))
                line = dict(zip(columns, cells, strict=False))
                if line.get("TermType") == "OnDemand" and line.get("Currency") == "USD" and wanted(line):
                    yield line
        except (csv.Error, UnicodeDecodeError) as error:
            raise DownloadError(_CUT_OFF.format(error)) from None


def _from_json(stream: BufferedReader, wanted_of: Callable[[OfferHead], Wanted]) -> tuple[OfferHead, Iterator[Line]]:
    head = _json_head(stream.peek(_CHUNK))
    return head, _json_lines(stream, wanted_of(head))


def _json_head(beginning: bytes) -> OfferHead:
    """What stands before the products, which is in the first piece of the file."""
    import ijson

    written: dict[str, str] = {}
    try:
        for prefix, event, value in ijson.parse(BytesIO(beginning)):
            if prefix == "products":
                break
            if event == "string":
                written[prefix] = value
    except ijson.JSONError:
        pass  # The piece ends in the middle of a value, or is no JSON: the head is then not whole.
    return _head(written.get("offerCode"), written.get("version"), written.get("publicationDate"), form="JSON")


def _json_lines(stream: BufferedReader, wanted: Wanted) -> Iterator[Line]:
    import ijson

    products, terms = ijson.sendable_list(), ijson.sendable_list()
    readers = (ijson.kvitems_coro(products, "products"), ijson.kvitems_coro(terms, "terms.OnDemand"))
    kept: dict[str, dict[str, str]] = {}
    with stream:
        try:
            while chunk := stream.read(_CHUNK):
                for reader in readers:
                    reader.send(chunk)
                kept.update((sku, line) for sku, line in map(_product, products) if wanted(line))
                for sku, offered in terms:
                    yield from _priced(kept.get(sku), offered)
                del products[:], terms[:]
            for reader in readers:
                reader.close()
        except (ijson.JSONError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise DownloadError(_CUT_OFF.format(error)) from None


def _product(item: tuple[str, _Product]) -> tuple[str, dict[str, str]]:
    sku, product = item
    line = {_COLUMNS[name]: value for name, value in product["attributes"].items() if name in _COLUMNS}
    return sku, {**line, "SKU": sku, "Product Family": product.get("productFamily", "")}


def _priced(product: Line | None, offered: Mapping[str, _Term]) -> Iterator[Line]:
    if product is None:
        return
    for term in offered.values():
        for dimension in term["priceDimensions"].values():
            price = dimension["pricePerUnit"].get("USD")
            if price is not None:
                yield {
                    **product,
                    "RateCode": dimension["rateCode"],
                    "StartingRange": dimension["beginRange"],
                    "EndingRange": dimension["endRange"],
                    "Unit": dimension["unit"],
                    "PricePerUnit": price,
                }


def _head(code: str | None, version: str | None, published: str | None, *, form: str = "CSV") -> OfferHead:
    if not code or not published:
        raise DownloadError(_NO_LIST.format(form))
    return OfferHead(offer_code=code, version=version or "?", publication_date=published)
