"""Price lists in the shape that the vendors document, with a few lines of each kind."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import IO

HEADER = [
    *("SKU", "OfferTermCode", "RateCode", "TermType", "PriceDescription", "EffectiveDate", "StartingRange"),
    *("EndingRange", "Unit", "PricePerUnit", "Currency", "Product Family", "serviceCode", "Instance Type", "Tenancy"),
    *("Operating System", "License Model", "Group", "usageType", "CapacityStatus", "Pre Installed S/W"),
    *("Region Code", "Volume API Name"),
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
    "CapacityStatus": "capacitystatus",
    "Group": "group",
    "Instance Type": "instanceType",
    "License Model": "licenseModel",
    "Operating System": "operatingSystem",
    "Pre Installed S/W": "preInstalledSw",
    "Region Code": "regionCode",
    "Tenancy": "tenancy",
    "Volume API Name": "volumeApiName",
    "usageType": "usagetype",
}


def aws_offer_json(offer: str, lines: Iterable[str]) -> IO[bytes]:
    """The same lines as `aws_offer` in the JSON form of an offer: one product for each."""
    products: dict[str, object] = {}
    terms: dict[str, dict[str, object]] = {"OnDemand": {}, "Reserved": {}}
    for number, cells in enumerate(csv.reader(lines)):
        line = dict(zip(HEADER, cells, strict=True))
        sku, term = f"P{number}", f"P{number}.JRTCKXETXF"
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
        offered = {term: {"offerTermCode": "JRTCKXETXF", "sku": sku, "priceDimensions": {"1": dimension}}}
        terms[line["TermType"]][sku] = offered
    head = {"formatVersion": "v1.0", "offerCode": offer, "version": "20261120120000"}
    published = {"publicationDate": "2026-11-20T12:00:00Z"}
    return io.BytesIO(json.dumps({**head, **published, "products": products, "terms": terms}, indent=1).encode())
