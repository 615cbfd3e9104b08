"""The AWS price list: what is taken of it, what is left, and the diff that a person reviews."""

import datetime
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

import pytest

from apexai.errors import UsageError
from apexai.prices.book import PriceBook
from apexai.prices.check import check_book
from apexai.prices.update.aws import offer_url
from apexai.prices.update.changes import ANNOUNCED, LEAPT, Changes
from apexai.prices.update.fetching import NO_LIST, VANISHED, Lists, fetch_changes
from apexai.prices.update.selectors import aws_offers
from apexai.prices.update.settling import NO_LADDER, OTHER_START, OTHER_UNIT, TWO_PRICES
from apexai.prices.update.transport import DownloadError, NoListError
from tests.prices.lists import LINUX, aws_line, aws_lines_of, aws_offer, aws_offer_json

DAY = datetime.date(2026, 11, 21)
EDGES = ("global", "edge-us", "edge-eu", "edge-ap")


def aws(
    catalogue: Path, lines: Iterable[str], offer: str = "AWSLambda", *, region: str = "us-east-1", confirm: bool = False
) -> Changes:
    answers = {offer_url(offer, None if region == "global" else region): aws_offer(offer, lines)}
    return fetch_changes(
        "aws",
        Lists(offers=[offer], regions=[region]),
        catalogue=catalogue,
        retrieved=DAY,
        confirm=confirm,
        transport=lambda url: answers[url],
    )


def reasons(changes: Changes, sku_id: str) -> list[str]:
    return [remark.reason for remark in changes.remarks if remark.place[0] == sku_id]


def differing(changes: Changes) -> list[str]:
    return [line for line in changes.diff.splitlines() if line[0] in "+-" and line[1] not in "+-"]


def duration(price: str, start: str = "0", end: str = "Inf", **more: str) -> str:
    cells = {"usageType": "Lambda-GB-Second", "Unit": "Lambda-GB-Second", "StartingRange": start, "EndingRange": end}
    return aws_line(**{**cells, "PricePerUnit": price, **more})


@pytest.mark.parametrize("form", [aws_offer, aws_offer_json])
@pytest.mark.parametrize(
    ("region", "open_ended"),
    [
        ("us-east-1", {"aws-sqs-requests-fifo"}),
        ("eu-west-1", set()),
        ("global", {"aws-route53-hosted-zone", "aws-route53-queries-standard"}),
    ],
)
def test_list_with_the_prices_of_the_book_is_an_empty_diff(
    region: str, open_ended: set[str], form: Callable[[str, Iterable[str]], IO[bytes]], catalogue: Path
) -> None:
    listed = {}
    for offer in (name for name, is_global in aws_offers().items() if is_global == (region == "global")):
        regions = EDGES if region == "global" else (region,)
        lines = [line for name in regions for line in aws_lines_of(offer, name, catalogue=catalogue)]
        listed[offer_url(offer, None if region == "global" else region)] = form(offer, lines)
    changes = fetch_changes(
        "aws", Lists(regions=[region]), catalogue=catalogue, retrieved=DAY, transport=lambda url: listed[url]
    )
    assert (changes.diff, changes.texts, changes.changed, changes.added) == ("", {}, 0, 0)
    assert changes.confirmed > 10
    assert {remark.place[0] for remark in changes.remarks} == open_ended


def test_changed_price_is_one_line_that_git_applies(catalogue: Path) -> None:
    lines = aws_lines_of("AmazonS3", "us-east-1", catalogue=catalogue)
    first, *others = [line for line in lines if '"TimedStorage-ByteHrs"' in line]
    rest = [line for line in lines if line not in (first, *others)]
    changes = aws(catalogue, [first.replace('"0.023"', '"0.0235"'), *others, *rest], "AmazonS3")
    assert (changes.changed, changes.added, changes.remarks) == (1, 0, ())
    removed, added = differing(changes)
    assert removed.startswith("-aws-s3-standard-storage,S3,us-east-1,0,51200,0.023,GB-month,")
    assert added.startswith("+aws-s3-standard-storage,S3,us-east-1,0,51200,0.0235,GB-month,Standard,USD,,,2026-11-20,")
    assert "version 20261120120000, rate code R.0" in added
    subprocess.run(["git", "apply", "-p1"], cwd=catalogue, input=changes.diff, text=True, check=True)
    book = PriceBook.load("aws", catalogue=catalogue)
    assert [found for found in check_book(book, as_of=DAY) if found.is_error] == []
    assert (catalogue / "aws/s3.csv").read_text() == changes.texts["aws/s3.csv"]


def test_price_as_before_gets_the_date_of_the_list_only_on_request(catalogue: Path) -> None:
    line = aws_line(usageType="Request", Unit="Requests", PricePerUnit="0.0000002000")
    assert differing(aws(catalogue, [line])) == []
    changes = aws(catalogue, [line], confirm=True)
    assert (changes.changed, changes.confirmed) == (0, 1)
    removed, added = differing(changes)
    assert ",2026-11-20,2026-11-21,high" in added
    assert removed.split(",")[:7] == [added.split(",")[0].replace("+", "-"), *added.split(",")[1:7]]


def test_price_that_the_list_has_no_more_is_reported_and_kept(catalogue: Path) -> None:
    lines = aws_lines_of("AmazonECR", "us-east-1", catalogue=catalogue)
    assert aws(catalogue, lines, "AmazonECR").remarks == ()
    changes = aws(catalogue, [], "AmazonECR")
    assert [(remark.place, remark.reason) for remark in changes.remarks] == [
        (("aws-ecr-storage", "us-east-1"), VANISHED)
    ]
    assert changes.texts == {}


def test_lines_of_other_places_and_classes_are_not_taken(catalogue: Path) -> None:
    storage = {"Unit": "GB-Mo", "PricePerUnit": "9", "Product Family": "Database Storage"}
    lines = [
        aws_line(**storage, usageType="USE1-TimedStorage-ByteHrs", **{"Location Type": "AWS Local Zone"}),
        aws_line(**storage, usageType="TS-TimedStorage-ByteHrs"),
        aws_line(**storage, usageType="Global-TimedStorage-ByteHrs"),
        aws_line(**storage, usageType="TimedStorage-ByteHrs-Extra"),
        aws_line(**{**storage, "Product Family": "Other"}, usageType="TimedStorage-ByteHrs"),
        aws_line(**storage, usageType="TimedStorage-ByteHrs", **{"Region Code": ""}),
        aws_line(**storage, usageType="TimedStorage-ByteHrs", TermType="Reserved"),
        aws_line(**storage, usageType="TimedStorage-ByteHrs", Currency="CNY"),
    ]
    changes = aws(catalogue, lines, "AmazonDynamoDB")
    assert changes.texts == {}
    assert reasons(changes, "aws-dynamodb-storage-standard") == [VANISHED]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([duration("0.1"), duration("0.2", SKU="S2")], TWO_PRICES),
        ([duration("0.1", "0", "5"), duration("0.2", "6")], NO_LADDER),
        ([duration("0.1", "0", "5")], NO_LADDER),
        ([duration("0.1", Unit="Furlong")], OTHER_UNIT.format("Furlong")),
        ([duration("0.1", "7")], OTHER_START),
    ],
)
def test_what_is_not_clear_is_reported_and_kept(lines: list[str], reason: str, catalogue: Path) -> None:
    changes = aws(catalogue, lines)
    assert changes.texts == {}
    assert reasons(changes, "aws-lambda-duration-x86") == [reason]


def test_products_that_say_the_same_are_one_price(catalogue: Path) -> None:
    lines = [duration("0.00002"), duration("0.00002", SKU="S2"), duration("0", SKU="S3")]
    changes = aws(catalogue, lines)
    assert [line.split(",")[3:6] for line in differing(changes) if line[0] == "+"] == [["0", "", "0.00002"]]


def test_free_amount_stays_what_the_book_says_of_it(catalogue: Path) -> None:
    cells = {"Product Family": "Database Storage", "usageType": "TimedStorage-ByteHrs", "Unit": "GB-Mo"}
    flat = aws_line(**cells, PricePerUnit="0.3", SKU="S2")
    free = aws_line(**cells, PricePerUnit="0", EndingRange="25")
    above = aws_line(**cells, PricePerUnit="0.3", StartingRange="25")
    changes = aws(catalogue, [free, above, flat], "AmazonDynamoDB")
    assert [line.split(",")[:6] for line in differing(changes) if line[0] == "+"] == [
        ["+aws-dynamodb-storage-standard", "DynamoDB", "us-east-1", "25", "", "0.3"]
    ]
    more = [free.replace('"25"', '"30"'), above.replace('"25"', '"30"')]
    assert reasons(aws(catalogue, more, "AmazonDynamoDB"), "aws-dynamodb-storage-standard") == [OTHER_START]


def test_price_far_from_the_one_before_is_pointed_out(catalogue: Path) -> None:
    changes = aws(catalogue, [duration("16.6667")])
    assert changes.changed == 1
    assert reasons(changes, "aws-lambda-duration-x86") == [LEAPT]


def test_announced_prices_are_left_to_a_person(catalogue: Path) -> None:
    file = catalogue / "aws/ecr.csv"
    file.write_text(file.read_text().replace("GB-month,Standard,USD,,,", "GB-month,Standard,USD,2026-01-01,,"))
    lines = [line.replace('"0.1"', '"0.2"') for line in aws_lines_of("AmazonECR", "us-east-1", catalogue=catalogue)]
    changes = aws(catalogue, lines, "AmazonECR")
    assert (changes.texts, reasons(changes, "aws-ecr-storage")) == ({}, [ANNOUNCED])


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


def test_region_that_the_book_has_not_is_added(catalogue: Path) -> None:
    changes = aws(
        catalogue, [duration("0.0000200000", usageType="APS3-Lambda-GB-Second", **{"Region Code": "ap-south-1"})]
    )
    assert (changes.changed, changes.added, changes.confirmed) == (0, 1, 0)
    assert {line[0] for line in differing(changes)} == {"+"}


@pytest.mark.parametrize(
    ("offers", "regions", "says"),
    [
        (["AmazonMadeUp"], ["us-east-1"], "--offer AmazonMadeUp: its SKUs are not known; use AWSDataTransfer, "),
        (["AmazonCloudFront"], ["us-east-1"], "--offer AmazonCloudFront: its list is fetched with --region global"),
        (["AWSLambda"], [], "--offer AWSLambda: its list is fetched with a --region such as us-east-1"),
        (["AWSLambda"], ["us-east-1", "global"], "--region global: none of AWSLambda has a list for it"),
    ],
)
def test_offer_and_region_have_to_go_together(
    offers: list[str], regions: list[str], says: str, catalogue: Path
) -> None:
    with pytest.raises(UsageError, match=says):
        fetch_changes("aws", Lists(offers=offers, regions=regions), catalogue=catalogue, retrieved=DAY)


def test_service_that_a_region_has_not_is_passed_over_and_said(catalogue: Path) -> None:
    def answer(url: str) -> IO[bytes]:
        if "AmazonECR" not in url:
            raise NoListError(url)
        return aws_offer("AmazonECR", aws_lines_of("AmazonECR", "us-east-1", catalogue=catalogue))

    def fetch(*offers: str, answer: Callable[[str], IO[bytes]] = answer) -> Changes:
        lists = Lists(offers=offers, regions=["us-east-1"])
        return fetch_changes("aws", lists, catalogue=catalogue, retrieved=DAY, transport=answer)

    changes = fetch()
    assert changes.confirmed == 1
    assert {remark.reason for remark in changes.remarks} == {NO_LIST}
    with pytest.raises(NoListError):
        fetch("AWSLambda")
    with pytest.raises(DownloadError, match="AWS has no lists for us-east-1"):
        fetch(answer=lambda url: answer(url.replace("AmazonECR", "")))
