"""The forms of an AWS price list: what is none, what is cut off, and how much memory one of any size takes."""

import datetime
import io
import tracemalloc
from collections.abc import Iterator

import pytest

from apexai.prices.update.aws import read_offer
from apexai.prices.update.transport import DownloadError
from tests.prices.lists import aws_line, aws_offer, aws_offer_json

DAY = datetime.date(2026, 11, 21)


def line(price: str) -> str:
    return aws_line(usageType="Lambda-GB-Second", Unit="Lambda-GB-Second", PricePerUnit=price)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html>not found</html>", "does not begin as an AWS price list"),
        (b"", "does not begin as an AWS price list"),
        (bytes(range(128, 256)), "does not begin as an AWS price list"),
        (aws_offer("AmazonMadeUp", []).read(), "AmazonMadeUp is no offer with known SKUs"),
        (b'{"message": "not found"}', "does not begin as an AWS price list in JSON form"),
        (aws_offer_json("AmazonMadeUp", []).read(), "AmazonMadeUp is no offer with known SKUs"),
        (aws_offer_json("AWSLambda", [line("1")]).read()[:-9], "can't be read to its end"),
        (aws_offer("AWSLambda", [line("1"), line("2")]).read()[:-40], "can't be read to its end: a line has"),
        (aws_offer("AWSLambda", [line("1")]).read() + b'"' + b"x" * 200_000, "can't be read to its end: field"),
        (aws_offer("AWSLambda", [line("1")] * 500).read() + b"\xff\xfe", "can't be read to its end: 'utf-8' codec"),
        *(
            (aws_offer("AWSLambda", [line(price)]).read(), "a line of AWSLambda for aws-lambda-duration-x86")
            for price in ("a lot", "NaN", "-1")
        ),
    ],
)
def test_other_files_are_one_clear_error(content: bytes, says: str) -> None:
    with pytest.raises(DownloadError, match=says):
        list(read_offer(io.BytesIO(content), retrieved=DAY)[1])


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
    _, findings = read_offer(io.BufferedReader(stream), retrieved=DAY)
    rows = list(findings)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == []
    assert stream.size > 20_000_000
    assert peak < 2_000_000
