"""`apexai prices update`: what it prints and writes, what it leaves out, and what its tables rely on."""

import csv
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from apexai import files
from apexai.cli import prices as command
from apexai.cli.main import run
from apexai.prices.book import PriceBook
from apexai.prices.catalogue import shipped_catalogue
from apexai.prices.update.fetching import services_left_out
from apexai.prices.update.selectors import aws_offers, load_aws_selectors, load_azure_selectors, load_sources
from apexai.prices.update.transport import DownloadError, NoListError, open_url
from tests.prices.lists import aws_line, aws_offer

REPOSITORY = Path(__file__).parents[2]
DURATION = {"usageType": "Lambda-GB-Second", "Unit": "Lambda-GB-Second", "PricePerUnit": "0.5"}
ALARM = {"usageType": "CW:AlarmMonitorUsage", "Unit": "Alarms", "PricePerUnit": "0.2"}


def test_selectors_name_skus_of_the_catalogue_in_its_units() -> None:
    books = PriceBook.load("aws", "azure")
    units = {row.sku_id: row.pricing_unit for row in books.rows()}
    for selector in (selector for offer in aws_offers() for selector in load_aws_selectors(offer)):
        found = [sku_id for sku_id in units if selector.names.fullmatch(sku_id)]
        assert found, selector.sku_id
        assert {units[sku_id] for sku_id in found} == {selector.pricing_unit}
    assert {one.sku_id for group in load_azure_selectors().values() for one in group} <= set(units)


def test_every_selector_names_its_sources() -> None:
    named: set[str] = set()
    for table in ("aws.csv", "azure.csv"):
        with (REPOSITORY / "apexai/prices/update" / table).open(encoding="utf-8", newline="") as stream:
            words = [row["sources"].split() for row in csv.DictReader(stream)]
        assert all(words)
        named.update(word for line in words for word in line)
    assert named == set(load_sources())


@pytest.mark.parametrize("provider", ["aws", "azure"])
def test_documentation_names_what_no_update_finds(provider: str) -> None:
    left_out = services_left_out(provider, catalogue=Path(str(shipped_catalogue())))
    page = " ".join((REPOSITORY / "docs/prices.md").read_text(encoding="utf-8").split())
    assert ", ".join(left_out) in page
    assert not {"EC2", "S3", "Virtual Machines", "Azure OpenAI"} & {name.removeprefix("some of ") for name in left_out}


@pytest.fixture
def arguments(catalogue: Path, tmp_path: Path) -> list[str]:
    named = ["prices", "update", "aws", "--catalogue", str(catalogue)]
    for offer, cells in (("AWSLambda", DURATION), ("AmazonCloudWatch", ALARM)):
        path = tmp_path / f"{offer}.csv"
        path.write_bytes(aws_offer(offer, [aws_line(**cells)]).read())
        named += ["--file", str(path)]
    return named


def contents(catalogue: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(catalogue.rglob("*")) if path.is_file()}


def test_command_prints_the_diff_or_writes_it(
    catalogue: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(catalogue)
    assert run(arguments) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("--- a/aws/cloudwatch.csv\n+++ b/aws/cloudwatch.csv\n")
    counts, leapt, vanished, left_out = printed.err.splitlines()
    assert counts == "2 prices changed, 0 added, 0 as before; 2 files differ"
    assert leapt.endswith("a price 10 times as high or as low as before: aws-lambda-duration-x86 us-east-1")
    assert "no price in the list: " in vanished
    assert "aws-lambda-duration-arm us-east-1" in vanished
    assert left_out.startswith("never updated from the list, and to be kept by hand: ")
    assert contents(catalogue) == before
    assert run([*arguments, "--write"]) == 0
    assert len({name for name, text in contents(catalogue).items() if text != before[name]}) == 2


def test_a_list_that_is_cut_off_leaves_the_book_as_it_was(
    catalogue: Path, arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(catalogue)
    cut = tmp_path / "AmazonCloudWatch.csv"
    cut.write_bytes(cut.read_bytes()[:-60])
    assert run([*arguments, "--write"]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"{cut}: the AWS price list can't be read to its end: a line has")
    assert contents(catalogue) == before


def test_a_full_disk_leaves_the_book_as_it_was(
    catalogue: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(catalogue)

    def write(path: Path, text: str) -> None:
        if path.name == "lambda.csv":
            raise OSError(28, "No space left on device")
        files.write_whole(path, text)

    monkeypatch.setattr(command, "write_whole", write)
    assert run([*arguments, "--write"]) == 2
    assert "lambda.csv: No space left on device; the price book is as it was" in capsys.readouterr().err
    assert contents(catalogue) == before


def test_command_without_a_list_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prices", "update", "aws"]) == 2
    assert "name a --region to fetch or a --file to read" in capsys.readouterr().err
    assert run(["prices", "update", "azure", "--file", "/nowhere.json"]) == 2
    assert "/nowhere.json: No such file or directory" in capsys.readouterr().err


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = 200 if self.path in ("/whole", "/short") else int(self.path[1:])
        self.send_response(status)
        self.send_header("Content-Length", "9" if self.path == "/short" else "5")
        self.end_headers()
        self.wfile.write(b"whole")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.HTTPServer(("127.0.0.1", 0), Answers) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


def test_answers_are_whole_or_one_clear_error(server: str) -> None:
    with open_url(f"{server}/whole") as answer:
        assert answer.read() == b"whole"
    with open_url(f"{server}/short") as answer, pytest.raises(DownloadError, match="after 5 of 9 bytes"):
        answer.read()
    with pytest.raises(NoListError, match="403"):
        open_url(f"{server}/403")
    with pytest.raises(DownloadError, match="500") as raised:
        open_url(f"{server}/500")
    assert not isinstance(raised.value, NoListError)
