"""The Azure retail prices: what is taken of them, and what is left."""

import datetime
import io
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import pytest

from apexai.errors import UsageError
from apexai.prices.update.azure import prices_urls
from apexai.prices.update.changes import Changes
from apexai.prices.update.fetching import VANISHED, Lists, fetch_changes
from apexai.prices.update.settling import OTHER_UNIT, TWO_PRICES
from apexai.prices.update.transport import DownloadError
from tests.prices.lists import azure_item, azure_page

DAY = datetime.date(2026, 11, 21)
FIRST = prices_urls("eastus2")[0]


def azure(catalogue: Path, pages: Mapping[str, IO[bytes]], region: str = "eastus2") -> Changes:
    return fetch_changes(
        "azure", Lists(regions=[region]), catalogue=catalogue, retrieved=DAY, transport=lambda url: pages[url]
    )


def test_pages_are_followed_and_units_divided(catalogue: Path) -> None:
    second = "https://prices.azure.com/api/retail/prices?$skip=1000"
    executions = {"meterName": "On Demand Total Executions", "unitOfMeasure": "10", "meterId": "m-2"}
    changes = azure(
        catalogue,
        {
            FIRST: azure_page(
                [azure_item(retailPrice=0.0), azure_item(tierMinimumUnits=100000.0, retailPrice=0.00003)], second
            ),
            second: azure_page(
                [
                    azure_item(**executions, retailPrice=0.0),
                    azure_item(**executions, tierMinimumUnits=25000.0, retailPrice=0.000004),
                    azure_item(retailPrice=9.0, type="DevTestConsumption"),
                    azure_item(retailPrice=9.0, currencyCode="EUR", tierMinimumUnits=5.0),
                    azure_item(productName="Unheard of"),
                ]
            ),
        },
    )
    added = [line for line in changes.diff.splitlines() if line.startswith("+azure")]
    start = "+azure-functions-flex-on-demand"
    assert [line.split(",USD")[0] for line in added] == [
        f"{start}-execution-time,Functions,eastus2,100000,,0.00003,GB-second,Standard",
    ]
    assert (changes.changed, changes.added, changes.confirmed) == (1, 0, 3)


def test_machines_are_linux_on_demand_and_spot(catalogue: Path) -> None:
    machine = {
        "serviceName": "Virtual Machines",
        "productName": "Virtual Machines Dsv5 Series",
        "armSkuName": "Standard_D4s_v5",
        "skuName": "D4s v5",
        "meterName": "D4s v5",
        "unitOfMeasure": "1 Hour",
    }
    page = azure_page(
        [
            azure_item(**machine, retailPrice=0.2),
            azure_item(**{**machine, "productName": "Virtual Machines Dsv5 Series Windows"}, retailPrice=0.4),
            azure_item(**{**machine, "skuName": "D4s v5 Spot"}, retailPrice=0.05),
            azure_item(**{**machine, "skuName": "D4s v5 Low Priority"}, retailPrice=0.04),
        ]
    )
    changes = azure(catalogue, {FIRST: page})
    added = [line.split(",")[0::5][:2] for line in changes.diff.splitlines() if line.startswith("+azure")]
    assert added[0] == ["+azure-vm-Standard_D4s_v5-linux", "0.2"]
    assert {sku for sku, _ in added} <= {"+azure-vm-Standard_D4s_v5-linux", "+azure-vm-Standard_D4s_v5-linux-spot"}


def test_prices_of_no_region_in_particular_are_asked_for_under_both_names(catalogue: Path) -> None:
    zone = {"productName": "Azure DNS", "skuName": "Public", "meterName": "Public Zone", "unitOfMeasure": "1"}
    queries = {**zone, "meterName": "Public Queries", "unitOfMeasure": "1M"}
    named, unnamed = prices_urls("global")
    nowhere = {"armRegionName": ""}
    pages = {
        named: azure_page([azure_item(armRegionName="Global")]),
        unnamed: azure_page(
            [azure_item(**zone, **nowhere, retailPrice=0.5), azure_item(**queries, **nowhere, retailPrice=0.5)]
        ),
    }
    changes = azure(catalogue, pages, "global")
    added = [line for line in changes.diff.splitlines() if line.startswith("+azure")]
    assert [line.split(",USD")[0] for line in added] == [
        "+azure-dns-public-queries,DNS,global,0,,0.0000005,query,Standard"
    ]
    vanished = {remark.place[0] for remark in changes.remarks if remark.reason == VANISHED}
    assert vanished
    assert all(name.startswith(("azure-load-balancer-", "azure-private-endpoint")) for name in vanished)


def test_one_page_that_is_here_is_read_alone_and_nothing_is_missed(catalogue: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.json"
    page.write_bytes(azure_page([azure_item(tierMinimumUnits=100000.0)], "https://elsewhere.example/").read())
    changes = fetch_changes("azure", Lists(files=[page]), catalogue=catalogue, retrieved=DAY)
    assert (changes.confirmed, changes.remarks, changes.texts) == (1, (), {})


def test_what_is_not_clear_is_reported_and_kept(catalogue: Path) -> None:
    start = {"tierMinimumUnits": 100000.0}
    other = azure(catalogue, {FIRST: azure_page([azure_item(unitOfMeasure="1 Fortnight")])})
    two = azure(
        catalogue, {FIRST: azure_page([azure_item(**start), azure_item(**start, meterId="m-2", retailPrice=7.0)])}
    )
    place = ("azure-functions-flex-on-demand-execution-time", "eastus2")
    for changes, reason in ((other, OTHER_UNIT.format("1 Fortnight")), (two, TWO_PRICES)):
        assert changes.texts == {}
        assert [remark.reason for remark in changes.remarks if remark.place == place] == [reason]
    primary = azure_item(**start, meterId="m-2", retailPrice=7.0, isPrimaryMeterRegion=False)
    assert azure(catalogue, {FIRST: azure_page([azure_item(**start), primary])}).confirmed == 1


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (io.BytesIO(b"<html>"), "this is not a page of retail prices"),
        (io.BytesIO(b"{}"), "this is not a page of retail prices"),
        (io.BytesIO(b'{"Items": {}}'), "this is not a page of retail prices"),
        (io.BytesIO(b'{"Items": [1]}'), "this is not a page of retail prices"),
        (io.BytesIO(azure_page([azure_item()]).read()[:-30]), "this is not a page of retail prices"),
        (azure_page([]), "the Azure retail prices have none for eastus2"),
        (azure_page([], "https://elsewhere.example/"), "the next page is at 'https://elsewhere.example/'"),
        (
            azure_page([{k: v for k, v in azure_item().items() if k != "meterId"}]),
            "an item of the retail prices has no",
        ),
        (
            azure_page([azure_item(retailPrice="free")]),
            "an item of the retail prices can't be read: 'free' is no number",
        ),
    ],
)
def test_wrong_pages_are_one_clear_error(page: IO[bytes], says: str, catalogue: Path) -> None:
    with pytest.raises(DownloadError, match=says):
        azure(catalogue, {FIRST: page})


def test_an_offer_is_refused(catalogue: Path) -> None:
    with pytest.raises(UsageError, match="--offer names AWS offers"):
        fetch_changes("azure", Lists(offers=["AWSLambda"], regions=["eastus2"]), catalogue=catalogue, retrieved=DAY)
