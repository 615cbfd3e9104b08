"""Usage and overrides files: what they say is used, and everything wrong in them is said at its place."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from apexai.cost.estimating import estimate_graph
from apexai.cost.overrides_file import load_overrides_file
from apexai.cost.usage_file import load_usage_file
from apexai.cost.yaml_file import FileError
from apexai.errors import ApexError
from apexai.prices.book import PriceBook
from tests.cost.bills import AS_OF, CATALOGUE, captured, cents, part

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcd", "bcde", strict=True)
)
"""Five lines that are 100,000 values with their aliases written out."""


def write(folder: Path, text: str) -> Path:
    path = folder / "file.yaml"
    path.write_text(text)
    return path


def test_usage_by_urn_wins_over_type_and_type_over_profile(tmp_path: Path) -> None:
    # 100 GB by type, 40 by URN: 40 × 0.10 = 4.00; 10 by the small profile: 1.00
    graph = part(captured("aws"), "images")
    urn = next(item.urn for item in graph.resources if item.name == "images")
    by_type = 'types: {"aws:ecr/repository:Repository": {storage: 100}}'
    book = PriceBook.load("aws", catalogue=CATALOGUE)
    for text, dollars in (
        (f"{by_type}\nresources:\n  {urn}: {{storage: 40, low: {{storage: 5}}}}\n", "4.00"),
        (by_type, "10.00"),
        ("types: {}", "1.00"),
    ):
        sources = load_usage_file(write(tmp_path, text), profile="small")
        assert cents(estimate_graph(graph, book=book, as_of=AS_OF, usage=sources)) == Decimal(dollars)


def test_usage_has_the_forms_of_the_spec(tmp_path: Path) -> None:
    text = "types:\n  a: {requests: 2M/month, duration: 120ms, egress: 5GB/month, high: {requests: 1k/second}}\n"
    usage = load_usage_file(write(tmp_path, text)).by_type["a"]
    assert usage.expected == {"requests": 2_000_000, "duration": Decimal("0.12"), "egress": 5}
    assert usage.high == {"requests": Decimal(2_628_000_000)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("type: {}", "file.yaml:1:1: type: there is no key 'type'; write types [APX-CST-001]"),
        (
            "types:\n  a: {request: 1/month}",
            "2:7: types.a.request: there is no key 'request'; write requests",
        ),
        ("types:\n  a: {requests: many}", "file.yaml:2:7: types.a.requests: 'many' is not a number (with k, M or B)"),
        (
            "types:\n  a: {requests: 1/month, low: {requests: 2/month}}",
            "2:3: types.a: requests: the low case",
        ),
        ("types: [a]", "file.yaml:1:1: types: a mapping has to stand here"),
        ("resources: {bucket: {storage: 1}}", "'bucket' is not a URN; name a type under types:"),
        ("types: {}\ntypes: {}", "types is written twice"),
        ("types: {a: {storage: 1}", "this is not YAML"),
        ("", "the file is empty"),
        ("- a", "the file is not a mapping"),
        (BOMB, "file.yaml:1:17: this document has more than 20,000 values"),
        ("types: {a: {requests: " + "9" * 6000 + "}}", "file.yaml:1:13: types.a.requests: '9999"),
        ("types: a\0", "file.yaml:1:9: the character U+0000 can't stand in a file of text"),
        ("[" * 90, "file.yaml:1:65: this nests more than 64 levels deep"),
    ],
)
def test_wrong_usage_files(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(FileError) as error:
        load_usage_file(write(tmp_path, text))
    assert says in str(error.value)
    assert f"{tmp_path}/file.yaml:" in str(error.value)
    assert len(str(error.value)) < 1000


def test_all_errors_of_a_file_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileError) as error:
        load_usage_file(write(tmp_path, "types:\n  a: {x: 1, storage: much}\n  b: 5\n"))
    assert [found.line for found in error.value.diagnostics] == [2, 2, 3]


def test_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ApexError, match="No such file or directory"):
        load_usage_file(tmp_path / "none.yaml")


OVERRIDES = """\
currencies: {EUR: 1.1}
prices:
  - {sku: aws-ecr-storage, region: us-east-1, unitPrice: 0.05, unit: GB-month, currency: EUR, source: contract 7}
discounts:
  - {skus: aws-kms-*, percent: 10%, from: 2026-01-01}
"""


def test_overrides_change_the_bill(tmp_path: Path) -> None:
    overrides = load_overrides_file(write(tmp_path, OVERRIDES))
    book = PriceBook.load("aws", catalogue=CATALOGUE, overrides=overrides)
    usage = load_usage_file(
        write(
            tmp_path, 'types: {"aws:ecr/repository:Repository": {storage: 40}, "aws:kms/key:Key": {requests: 0/month}}'
        )
    )
    # 40 × 0.05 EUR × 1.1 = 2.20; a key with 10 % off = 0.90
    images = estimate_graph(part(captured("aws"), "images"), book=book, as_of=AS_OF, usage=usage)
    key = estimate_graph(part(captured("aws"), "key"), book=book, as_of=AS_OF, usage=usage)
    assert (cents(images), cents(key)) == (Decimal("2.20"), Decimal("0.90"))


def test_price_for_another_unit_is_not_used(tmp_path: Path) -> None:
    text = "prices: [{sku: aws-ecr-storage, region: us-east-1, unitPrice: 1, unit: GB-month}]"
    found = load_overrides_file(write(tmp_path, text))
    overrides = replace(found, prices=(replace(found.prices[0], pricing_unit="hour"),))
    book = PriceBook.load("aws", catalogue=CATALOGUE, overrides=overrides)
    estimate = estimate_graph(part(captured("aws"), "images"), book=book, as_of=AS_OF)
    assert "has a price for one hour, not for one GB-month" in estimate.unpriced[0].reason


def test_a_price_that_may_count_for_nothing_is_told(tmp_path: Path) -> None:
    text = "prices:\n" + "".join(
        f"  - {{sku: {sku}, region: {region}, unitPrice: 1, unit: GB-month}}\n"
        for sku, region in (
            ("aws-ecr-storag", "us-east-1"),
            ("aws-ecr-storage", "us-est-1"),
            ("aws-ecr-storage", "all"),
        )
    )
    overrides = load_overrides_file(write(tmp_path, text))
    sku, region = overrides.doubts
    assert "file.yaml:2:6: prices[0].sku: no SKU of the price book is called aws-ecr-storag" in sku
    assert "did you mean aws-ecr-storage?" in sku
    assert "file.yaml:3:28: prices[1].region: no region of the price book is called us-est-1" in region
    book = PriceBook.load("aws", catalogue=CATALOGUE, overrides=overrides)
    estimate = estimate_graph(part(captured("aws"), "images"), book=book, as_of=AS_OF)
    assert estimate.warnings[:2] == (sku, region)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("discounts: [{skus: aws-lamda-*, percent: 1%}]", "no SKU of the price book fits 'aws-lamda-*'"),
        (
            "prices: [{sku: aws-ecr-storage, region: us-east-1, unitPrice: 1, unit: GB}]",
            "prices[0].unit: aws-ecr-storage has a price for one GB-month, not for one GB; write GB-month",
        ),
        ("prices: [{sku: aws-ecr-storage, region: r, unitPrice: 1}]", "unit is missing; add unit: GB-month"),
        ("prices: [{sku: aws-ecr-storage, unit: mile}]", "'mile' is no pricing unit of the catalogue; write GB-month"),
        ("price: []", "there is no key 'price'; write prices"),
        ("prices: {}", "a list has to stand here"),
        ("prices:\n  - {sku: a, region: r, unit: GB}", "2:5: prices[0]: unitPrice is missing"),
        ("prices: [{sku: a, region: r, unit: GB, unitPrice: -1}]", "'-1' is not a price of one unit"),
        ("prices: [{sku: a, region: r, unit: box, unitPrice: 1}]", "'box' is no pricing unit"),
        ("prices: [{sku: a, region: r, unit: GB, unitPrice: 1, currency: CHF}]", "there is no rate for CHF"),
        ("discounts: [{skus: a, percent: 110%}]", "is not a percentage from 0% to 100%"),
        ("discounts: [{skus: a, percent: 1%, from: 2026-02-01, until: 2026-01-01}]", "before it begins on 2026-02-01"),
        ("discounts: [{skus: a, percent: 1%, from: soon}]", "'soon' is not a day"),
        ("currencies: {USD: 1}", "'USD' is not a currency other than USD"),
        ("currencies: {EUR: 0}", "a rate is above 0"),
    ],
)
def test_wrong_overrides_files(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(FileError) as error:
        load_overrides_file(write(tmp_path, text))
    assert says in str(error.value)
    assert "[APX-CST-002]" in str(error.value)
