"""New prices from the vendors' lists: what is taken, what is left, and the diff that a person reviews."""

import datetime
import io
import shutil
import subprocess
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from apexai.cli.main import run
from apexai.prices.book import PriceBook
from apexai.prices.catalogue import shipped_catalogue
from apexai.prices.check import check_book
from apexai.prices.update.aws import offer_url, read_offer
from apexai.prices.update.azure import prices_url
from apexai.prices.update.fetching import fetch_changes, services_left_out
from apexai.prices.update.selectors import aws_offers, is_selected, load_aws_selectors, load_azure_selectors
from apexai.prices.update.transport import DownloadError
from tests.prices.lists import LINUX, aws_line, aws_offer, aws_offer_json, azure_item, azure_page

DAY = datetime.date(2026, 11, 21)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    shutil.copytree(str(shipped_catalogue()), folder)
    return folder


def aws(catalogue: Path, lines: list[str], offer: str = "AWSLambda"):  # type: ignore[no-untyped-def]
    answers = {offer_url(offer, "us-east-1"): aws_offer(offer, lines)}
    return fetch_changes(
        "aws",
        offers=[offer],
        regions=["us-east-1"],
        files=(),
        catalogue=catalogue,
        retrieved=DAY,
        transport=lambda url: answers[url],
    )


def duration(price: str, start: str = "0", end: str = "Inf", **more: str) -> str:
    group = "AWS-Lambda-Duration"
    return aws_line(
        Group=group, Unit="Lambda-GB-Second", PricePerUnit=price, StartingRange=start, EndingRange=end, **more
    )


def test_changed_price_is_a_diff_that_git_applies(catalogue: Path) -> None:
    lines = [
        duration("0.0000150000", "0", "6000000000"),
        duration("0.0000150000", "6000000000", "15000000000"),
        duration("0.0000133334", "15000000000", "Inf"),
    ]
    changes = aws(catalogue, lines)
    assert (changes.changed, changes.added, changes.confirmed) == (1, 0, 0)
    added = [line for line in changes.diff.splitlines() if line.startswith("+aws")]
    removed = [line for line in changes.diff.splitlines() if line.startswith("-aws")]
    assert len(added) == len(removed) == 3
    assert "0.000015,GB-second,Standard,USD,,,2026-11-20,2026-11-21,high" in added[0]
    assert "version 20261120120000, rate code S1.JRTCKXETXF.6YS6EN2CT7" in added[0]
    subprocess.run(["git", "apply", "-p1"], cwd=catalogue, input=changes.diff, text=True, check=True)
    book = PriceBook.load("aws", catalogue=catalogue)
    assert [found for found in check_book(book, as_of=DAY) if found.is_error] == []
    assert (catalogue / "aws/lambda.csv").read_text() == changes.texts["aws/lambda.csv"]


def test_same_price_is_confirmed_with_its_date(catalogue: Path) -> None:
    line = aws_line(Group="AWS-Lambda-Requests", Unit="Requests", PricePerUnit="0.0000002000")
    changes = aws(catalogue, [line])
    assert (changes.changed, changes.confirmed) == (0, 1)
    assert ",2026-11-20,2026-11-21,high" in changes.diff


def test_only_linux_machines_on_demand_that_the_book_knows_are_taken(catalogue: Path) -> None:
    machine = {**{key.replace(" ", "_"): value for key, value in LINUX.items() if "/" not in key}}
    extra = {"Pre Installed S/W": "NA"}

    def line(instance: str, price: str, **more: str) -> str:
        return aws_line(**{**machine, **extra, "Instance_Type": instance, "PricePerUnit": price, **more})

    changes = aws(
        catalogue,
        [
            line("m5.large", "0.0970000000"),
            line("m5.large", "0.1880000000", Operating_System="Windows"),
            line("m5.large", "0.0600000000", TermType="Reserved"),
            line("m5.large", "0.1060000000", Tenancy="Dedicated"),
            line("m5.large", "0.5000000000", **{"Pre Installed S/W": "SQL Web"}),
            line("m5.large", "0.6000000000", Currency="CNY"),
            line("z99.huge", "1.0000000000"),
        ],
        offer="AmazonEC2",
    )
    assert (changes.changed, changes.added, changes.confirmed) == (1, 0, 0)
    assert [line for line in changes.diff.splitlines() if line.startswith("+aws")] == [
        "+aws-ec2-m5.large-linux,EC2,us-east-1,0,,0.097,hour,Standard,USD,,,2026-11-20,2026-11-21,high,"
        '"AWS price list AmazonEC2 version 20261120120000, rate code S1.JRTCKXETXF.6YS6EN2CT7",'
    ]


def test_both_forms_of_an_offer_say_the_same() -> None:
    machine = {"Operating_System": "Linux", **{key.replace(" ", "_"): value for key, value in LINUX.items()}}
    linux = {key: value for key, value in machine.items() if "/" not in key} | {"Pre Installed S/W": "NA"}
    offers = {
        "AWSLambda": [
            duration("0.0000150000", "0", "6000000000", RateCode="A.1"),
            duration("0.0000133334", "6000000000", "Inf", RateCode="A.2"),
            duration("0.1", TermType="Reserved"),
            duration("0.2", Currency="CNY"),
            aws_line(Group="Elsewhere", Unit="Requests", PricePerUnit="1"),
        ],
        "AmazonEC2": [
            aws_line(**{**linux, "Instance_Type": "m5.large", "PricePerUnit": "0.097"}),
            aws_line(**{**linux, "Instance_Type": "m5.large", "PricePerUnit": "0.2", "Tenancy": "Dedicated"}),
        ],
    }
    for offer, lines in offers.items():
        from_csv = list(read_offer(aws_offer(offer, lines), retrieved=DAY))
        from_json = list(read_offer(aws_offer_json(offer, lines), retrieved=DAY))
        assert from_json == from_csv
        assert from_json


def test_new_region_is_added(catalogue: Path) -> None:
    line = duration("0.0000200000", **{"Region Code": "ap-south-1"})
    changes = aws(catalogue, [line])
    assert (changes.changed, changes.added, changes.confirmed) == (0, 1, 0)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html>not found</html>", "does not begin as an AWS price list"),
        (b"", "does not begin as an AWS price list"),
        (aws_offer("AmazonMadeUp", []).read(), "AmazonMadeUp is no offer with known SKUs"),
        (b'{"message": "not found"}', "does not begin as an AWS price list in JSON form"),
        (aws_offer_json("AmazonMadeUp", []).read(), "AmazonMadeUp is no offer with known SKUs"),
        (aws_offer_json("AWSLambda", [duration("1")]).read()[:-9], "can't be read to its end"),
        (aws_offer("AWSLambda", [duration("a lot")]).read(), "a line of AWSLambda for aws-lambda-duration-x86"),
    ],
)
def test_other_files_are_one_clear_error(content: bytes, says: str) -> None:
    with pytest.raises(DownloadError, match=says):
        list(read_offer(io.BytesIO(content), retrieved=DAY))


class Endless(io.RawIOBase):
    """A list of many megabytes that is never in memory as a whole."""

    def __init__(self, lines: int) -> None:
        self._parts = self._content(lines)
        self._rest = b""
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while len(self._rest) < len(buffer):
            part = next(self._parts, b"")
            if not part:
                break
            self._rest += part
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        self.size += len(taken)
        return len(taken)

    def _content(self, lines: int) -> Iterator[bytes]:
        yield aws_offer("AmazonEC2", []).read()
        line = (aws_line(TermType="Reserved", PriceDescription="x" * 400, Instance_Type="m5.large") + "\n").encode()
        for _ in range(lines // 100):
            yield line * 100


def test_large_list_is_read_in_little_memory() -> None:
    stream = Endless(40_000)
    tracemalloc.start()
    rows = list(read_offer(io.BufferedReader(stream), retrieved=DAY))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == []
    assert stream.size > 20_000_000
    assert peak < 2_000_000


def azure(catalogue: Path, pages: dict[str, IO[bytes]]):  # type: ignore[no-untyped-def]
    return fetch_changes(
        "azure",
        offers=(),
        regions=["eastus2"],
        files=(),
        catalogue=catalogue,
        retrieved=DAY,
        transport=lambda url: pages[url],
    )


def test_azure_pages_are_followed_and_units_divided(catalogue: Path) -> None:
    first, second = prices_url("eastus2"), "https://prices.azure.com/api/retail/prices?$skip=1000"
    executions = {"meterName": "On Demand Total Executions", "unitOfMeasure": "10", "meterId": "m-2"}
    changes = azure(
        catalogue,
        {
            first: azure_page(
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
        f"{start}-execution-time-free-grant,Functions,eastus2,0,100000,0,GB-second,Standard",
        f"{start}-executions,Functions,eastus2,250000,,0.0000004,execution,Standard",
        f"{start}-executions-free-grant,Functions,eastus2,0,250000,0,execution,Standard",
    ]
    assert (changes.changed, changes.added, changes.confirmed) == (1, 0, 3)


def test_azure_machines_are_linux_on_demand_and_spot(catalogue: Path) -> None:
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
    changes = azure(catalogue, {prices_url("eastus2"): page})
    added = [line.split(",")[0::5][:2] for line in changes.diff.splitlines() if line.startswith("+azure")]
    assert added[0] == ["+azure-vm-Standard_D4s_v5-linux", "0.2"]
    assert {sku for sku, _ in added} <= {"+azure-vm-Standard_D4s_v5-linux", "+azure-vm-Standard_D4s_v5-linux-spot"}


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (io.BytesIO(b"<html>"), "this is not a page of retail prices"),
        (io.BytesIO(b"{}"), "this is not a page of retail prices"),
        (azure_page([], "https://elsewhere.example/"), "the next page is at 'https://elsewhere.example/'"),
        (azure_page([{"type": "Consumption", "currencyCode": "USD"}]), "an item of the retail prices has no"),
    ],
)
def test_wrong_azure_pages_are_one_clear_error(page: IO[bytes], says: str, catalogue: Path) -> None:
    with pytest.raises(DownloadError, match=says):
        azure(catalogue, {prices_url("eastus2"): page})


def test_selectors_name_skus_of_the_catalogue() -> None:
    known = set(PriceBook.load("aws", "azure").raw)
    named = [selector for offer in aws_offers() for selector in load_aws_selectors(offer)]
    assert {one.sku_id for one in named if "{" not in one.sku_id} <= known
    assert {one.sku_id for group in load_azure_selectors().values() for one in group} <= known


@pytest.mark.parametrize("provider", ["aws", "azure"])
def test_documentation_names_what_no_update_finds(provider: str) -> None:
    left_out = services_left_out(provider, catalogue=Path(str(shipped_catalogue())))
    page = " ".join((Path(__file__).parents[2] / "docs/prices.md").read_text(encoding="utf-8").split())
    assert ", ".join(left_out) in page
    assert not {"EC2", "Virtual Machines"} & {name.removeprefix("some of ") for name in left_out}
    known = [name for name in PriceBook.load(provider).raw if name.startswith(("aws-sqs-", "azure-openai-"))]
    assert known
    assert not any(is_selected(provider, name) for name in known)


def test_command_prints_the_diff_or_writes_it(
    catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "index.csv"
    listed.write_bytes(aws_offer("AWSLambda", [duration("0.5")]).read())
    arguments = ["prices", "update", "aws", "--file", str(listed), "--catalogue", str(catalogue)]
    before = (catalogue / "aws/lambda.csv").read_text()
    assert run(arguments) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("--- a/aws/lambda.csv\n+++ b/aws/lambda.csv\n")
    counts, left_out = printed.err.splitlines()
    assert counts == "1 prices changed, 0 added, 0 confirmed in 1 files"
    assert left_out.startswith("never updated from the list, and to be kept by hand: ")
    assert (catalogue / "aws/lambda.csv").read_text() == before
    assert run([*arguments, "--write"]) == 0
    assert (catalogue / "aws/lambda.csv").read_text() != before


def test_command_without_a_list_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prices", "update", "aws"]) == 2
    assert "name a --region to fetch or a --file to read" in capsys.readouterr().err
    assert run(["prices", "update", "azure", "--file", "/nowhere.json"]) == 2
    assert "/nowhere.json: No such file or directory" in capsys.readouterr().err
