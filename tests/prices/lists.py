"""Price lists in the shape that the vendors document, with a few lines of each kind."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO

from apexai.prices.catalogue import read_rows
from apexai.prices.row import PriceRow

HEADER = [
    *("SKU", "OfferTermCode", "RateCode", "TermType", "PriceDescription", "EffectiveDate", "StartingRange"),
    *("EndingRange", "Unit", "PricePerUnit", "Currency", "Product Family", "serviceCode", "Instance Type", "Tenancy"),
    *("Operating System", "License Model", "Group", "usageType", "CapacityStatus", "Pre Installed S/W"),
    *("Region Code", "Volume API Name", "Location Type", "operation", "Volume Type", "Database Engine"),
    *("Deployment Option", "Cache Engine", "Transfer Type", "To Location", "From Region Code", "From Location Type"),
]
LINUX = {
    "Product Family": "Compute Instance",
    "Tenancy": "Shared",
    "Operating System": "Linux",
    "License Model": "No License required",
    "CapacityStatus": "Used",
    "Pre Installed S/W": "NA",
    "Unit": "Hrs",
}


def aws_line(**cells: str) -> str:
    named = {
        "SKU": "S1",
        "RateCode": "S1.JRTCKXETXF.6YS6EN2CT7",
        "TermType": "OnDemand",
        "StartingRange": "0",
        "EndingRange": "Inf",
        "Currency": "USD",
        "Region Code": "us-east-1",
        "Location Type": "AWS Region",
        **{key.replace("_", " "): value for key, value in cells.items()},
    }
    return ",".join(f'"{named.get(column, "")}"' for column in HEADER)


def aws_offer(offer: str, lines: Iterable[str]) -> IO[bytes]:
    head = [
        '"FormatVersion","v1.0"',
        '"Disclaimer","This pricing list is for informational purposes only."',
        '"Publication Date","2026-11-20T12:00:00Z"',
        '"Version","20261120120000"',
        f'"OfferCode","{offer}"',
        ",".join(f'"{column}"' for column in HEADER),
    ]
    return io.BytesIO("\n".join([*head, *lines, ""]).encode())


def aws_lines_of(offer: str, region_id: str, *, catalogue: Path) -> list[str]:
    """What the list of an offer would hold for a region if the catalogue's prices were its own.

    Amounts that the catalogue leaves out as free are tiers at no price; a price is that of one unit of the list.
    """
    book = _book(catalogue).get(region_id, {})
    text = (files("apexai.prices.update") / "aws.csv").read_text(encoding="utf-8")
    written = [row for row in csv.DictReader(text.splitlines()) if row["offer_code"] == offer]
    lines: list[str] = []
    for selector in (row for row in written if row["region_id"] in ("", region_id)):
        name = re.compile("(.+)".join(map(re.escape, re.split(r"\{[^}]+\}", selector["sku_id"]))))
        for number, sku_id in enumerate(filter(name.fullmatch, book)):
            cells = _cells(selector, name.fullmatch(sku_id), region_id)
            product = f"{selector['sku_id']}-{region_id}-{number}"
            lines += [aws_line(**{**cells, **tier, "SKU": product}) for tier in _tiers(book[sku_id], selector)]
    return lines


@cache
def _book(catalogue: Path) -> Mapping[str, Mapping[str, list[PriceRow]]]:
    """Region → SKU → rows."""
    book: dict[str, dict[str, list[PriceRow]]] = {}
    for row in (line.load() for line in read_rows("aws", catalogue=catalogue)):
        book.setdefault(row.region_id, {}).setdefault(row.sku_id, []).append(row)
    return book


def _cells(selector: Mapping[str, str], named: re.Match[str] | None, region_id: str) -> dict[str, str]:
    cells = {"Unit": selector["source_units"].split("|")[0], "Region Code": region_id}
    for condition in selector["conditions"].split(";"):
        column, _, values = condition.partition("=")
        cells[column] = values.split("|")[0]
    in_name = re.findall(r"\{([^}]+)\}", selector["sku_id"])
    if named and in_name:
        cells |= {in_name[0]: named[1], "usageType": cells.get("usageType", "").replace("*", named[1])}
    cells.pop("*", None)
    if not selector["region_id"] and "usageType" in cells and region_id != "us-east-1":
        cells["usageType"] = f"EU-{cells['usageType']}"
    return cells


def _tiers(rows: list[PriceRow], selector: Mapping[str, str]) -> list[dict[str, str]]:
    units = Decimal(selector["units"])
    rows = sorted(rows, key=lambda row: row.tier_start)
    free = [(Decimal(0), rows[0].tier_start, Decimal(0))] if rows[0].tier_start else []
    tiers = [*free, *((row.tier_start, row.tier_end, row.list_unit_price) for row in rows)]
    return [
        {
            "StartingRange": str(start / units),
            "EndingRange": "Inf" if end is None else str(end / units),
            "PricePerUnit": str(price * units),
            "RateCode": f"R.{number}",
        }
        for number, (start, end, price) in enumerate(tiers)
    ]


def azure_item(**fields: object) -> dict[str, object]:
    return {
        "currencyCode": "USD",
        "tierMinimumUnits": 0.0,
        "retailPrice": 0.000026,
        "unitPrice": 0.000026,
        "armRegionName": "eastus2",
        "location": "US East 2",
        "effectiveStartDate": "2026-10-01T00:00:00Z",
        "meterId": "m-1",
        "meterName": "On Demand Execution Time",
        "productName": "Flex Consumption",
        "skuName": "On Demand",
        "serviceName": "Functions",
        "unitOfMeasure": "1 GB Second",
        "type": "Consumption",
        "isPrimaryMeterRegion": True,
        "armSkuName": "",
        **fields,
    }


def azure_page(items: Iterable[Mapping[str, object]], following: str | None = None) -> IO[bytes]:
    listed = list(items)
    page = {"BillingCurrency": "USD", "Items": listed, "NextPageLink": following, "Count": len(listed)}
    return io.BytesIO(json.dumps(page).encode())


_ATTRIBUTES = {
    "Cache Engine": "cacheEngine",
    "CapacityStatus": "capacitystatus",
    "Database Engine": "databaseEngine",
    "Deployment Option": "deploymentOption",
    "From Location Type": "fromLocationType",
    "From Region Code": "fromRegionCode",
    "Group": "group",
    "Instance Type": "instanceType",
    "License Model": "licenseModel",
    "Location Type": "locationType",
    "Operating System": "operatingSystem",
    "Pre Installed S/W": "preInstalledSw",
    "Region Code": "regionCode",
    "Tenancy": "tenancy",
    "To Location": "toLocation",
    "Transfer Type": "transferType",
    "Volume API Name": "volumeApiName",
    "Volume Type": "volumeType",
    "operation": "operation",
    "usageType": "usagetype",
}


def aws_offer_json(offer: str, lines: Iterable[str]) -> IO[bytes]:
    """The same lines as `aws_offer` in the JSON form of an offer: a product has a term of its own for each line."""
    products: dict[str, object] = {}
    terms: dict[str, dict[str, dict[str, object]]] = {"OnDemand": {}, "Reserved": {}}
    for number, cells in enumerate(csv.reader(lines)):
        line = dict(zip(HEADER, cells, strict=True))
        sku, term = line["SKU"], f"{line['SKU']}.T{number}"
        attributes = {name: line[column] for column, name in _ATTRIBUTES.items() if line[column]}
        products[sku] = {"sku": sku, "productFamily": line["Product Family"], "attributes": attributes}
        dimension = {
            "rateCode": line["RateCode"],
            "beginRange": line["StartingRange"],
            "endRange": line["EndingRange"],
            "unit": line["Unit"],
            "pricePerUnit": {line["Currency"]: line["PricePerUnit"]},
            "appliesTo": [],
        }
        offered = {"offerTermCode": f"T{number}", "sku": sku, "priceDimensions": {"1": dimension}}
        terms[line["TermType"]].setdefault(sku, {})[term] = offered
    head = {"formatVersion": "v1.0", "offerCode": offer, "version": "20261120120000"}
    published = {"publicationDate": "2026-11-20T12:00:00Z"}
    return io.BytesIO(json.dumps({**head, **published, "products": products, "terms": terms}, indent=1).encode())
