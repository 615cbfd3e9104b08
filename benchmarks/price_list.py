"""Reading AWS price lists of 500 MB in both forms: processor time and memory.

Each form is read by a process of its own, so that its peak is not hidden by what ran before.
"""

import datetime
import io
import json
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from typing import Final

from apexai.prices.update.aws import read_offer

_MEGABYTES: Final = 500
_AS_OF: Final = datetime.date(2026, 11, 21)
_LIMIT_MIB: Final = 300
_LINUX: Final = {
    "capacitystatus": "Used",
    "instanceType": "m5.large",
    "licenseModel": "No License required",
    "operatingSystem": "Linux",
    "preInstalledSw": "NA",
    "locationType": "AWS Region",
    "regionCode": "us-east-1",
    "tenancy": "Shared",
    "usagetype": "BoxUsage:m5.large",
}
_FILLING: Final = {f"attribute{number}": "x" * 20 for number in range(24)}
_ONE_IN: Final = 50
"""Of the products, those that a selector wants; AWS lists about one in a hundred."""


def main() -> None:
    """Print what each form takes, and its ratio to the limit."""
    context = multiprocessing.get_context("spawn")
    for form in ("CSV", "JSON"):
        process = context.Process(target=_measure, args=(form,))
        process.start()
        process.join()


def _measure(form: str) -> None:
    parts: Callable[[int], Iterator[bytes]] = _csv_parts if form == "CSV" else _json_parts
    before, start = _peak_mib(), time.process_time()
    listed = _Listed(parts(_MEGABYTES * 1_000_000))
    with listed:
        rows = sum(1 for _ in read_offer(io.BufferedReader(listed, 1 << 20), retrieved=_AS_OF)[1])
    seconds, peak = time.process_time() - start, _peak_mib()
    print(
        f"read {listed.size / 1e6:.0f} MB of {form} with {rows:,} rows: {seconds:.1f} s, peak {peak:.0f} MiB, "
        f"{peak - before:.0f} more than before ({peak / _LIMIT_MIB:.2f} of {_LIMIT_MIB} MiB)",
        flush=True,
    )


class _Listed(io.RawIOBase):
    """A price list that is made while it is read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = b""
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = next(self._parts, b"")
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        self.size += len(taken)
        return len(taken)


def _csv_parts(size: int) -> Iterator[bytes]:
    columns = ["SKU", "RateCode", "TermType", "StartingRange", "EndingRange", "Unit", "PricePerUnit", "Currency"]
    columns += ["usageType", "Region Code", "PriceDescription"]
    yield b'"FormatVersion","v1.0"\n"Publication Date","2026-11-20T00:00:00Z"\n"OfferCode","AWSLambda"\n'
    yield (",".join(f'"{column}"' for column in columns) + "\n").encode()
    cells = ["S", "S.T.R", "OnDemand", "0", "Inf", "Requests", "0.0000002", "USD"]
    taken = ",".join(f'"{cell}"' for cell in [*cells, "Request", "us-east-1", "x" * 200]) + "\n"
    left = ",".join(f'"{cell}"' for cell in [*cells, "Other", "us-east-1", "x" * 200]) + "\n"
    part = (taken + left * 999).encode()
    for _ in range(size // len(part)):
        yield part


def _json_parts(size: int) -> Iterator[bytes]:
    """Products, on-demand terms and reserved terms in about the proportions of Amazon EC2."""
    count = size // (len(_product(1)) + len(_term("S1", "")) + len(_reserved(1)))
    head = {
        "formatVersion": "v1.0",
        "offerCode": "AmazonEC2",
        "version": "1",
        "publicationDate": "2026-11-20T00:00:00Z",
    }
    yield json.dumps(head)[:-1].encode() + b', "products": {'
    yield from _entries(count, _product)
    yield b'}, "terms": {"OnDemand": {'
    yield from _entries(count, lambda number: _term(f"S{number}", ""))
    yield b'}, "Reserved": {'
    yield from _entries(count, _reserved)
    yield b"}}}"


def _entries(count: int, entry: Callable[[int], str]) -> Iterator[bytes]:
    for number in range(count):
        comma = "," if number else ""
        yield f'{comma}"S{number}": {entry(number)}'.encode()


def _product(number: int) -> str:
    wanted = _LINUX if number % _ONE_IN == 0 else {**_LINUX, "operatingSystem": "Windows"}
    attributes = {**wanted, **_FILLING}
    return json.dumps({"sku": f"S{number}", "productFamily": "Compute Instance", "attributes": attributes}, indent=1)


def _term(sku: str, description: str) -> str:
    dimension = {
        "rateCode": f"{sku}.JRTCKXETXF.6YS6EN2CT7",
        "description": f"$0.0960 per On Demand Linux m5.large Instance Hour {description}",
        "beginRange": "0",
        "endRange": "Inf",
        "unit": "Hrs",
        "pricePerUnit": {"USD": "0.0960000000"},
        "appliesTo": [],
    }
    term = {"offerTermCode": "JRTCKXETXF", "sku": sku, "priceDimensions": {"d": dimension}, "termAttributes": {}}
    return json.dumps({f"{sku}.JRTCKXETXF": term}, indent=1)


def _reserved(number: int) -> str:
    terms = ",".join(f'"R{term}": {_term(f"S{number}", "reserved for a year, all upfront")}' for term in range(4))
    return f"{{{terms}}}"


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
