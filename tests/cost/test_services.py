"""What an InferenceService costs as a whole: its declared use reaches its children, and its budget gets a verdict."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from apexai.cost.estimate import Verdict
from apexai.cost.estimating import EstimateOptions, estimate_graph
from apexai.cost.overrides_file import load_overrides_file
from apexai.cost.quantity import Case
from apexai.cost.readers import load_readers
from apexai.cost.usage import KEYS, Usage
from apexai.cost.usage_sources import COMPONENT_KEYS, UsageSources, component_usage
from apexai.errors import UsageError
from apexai.graph.model import Resource
from apexai.prices.book import PriceBook
from apexai.units import MonthlyAmount
from tests.cost.bills import AS_OF, CATALOGUE, bill, captured, cents, frozen_book, part, skus

DOCS = Path(__file__).parents[2] / "docs" / "cost.md"


def test_use_of_a_service_reaches_its_children() -> None:
    # 2M requests of 120 ms, 4 GB on arm64, one environment kept ready (a mean load of 0.09 over 0.7 asks for fewer):
    # kept 4 × 2,628,000 × 0.0000033334 = 35.0407008; carried 240,000 s × 4 × 0.0000077778 = 7.466688; requests 0.40;
    # traces 2M × 0.000005 = 10; logs 2 GB × 0.50 = 1, kept 30 of 30.4167 days × 0.03 = 0.0591781
    estimate = bill("services", "used")
    assert cents(estimate) == Decimal("53.97")
    assert estimate.complete
    assert skus(estimate)["aws-lambda-provisioned-duration-arm"] == Decimal("7.466688")
    assert estimate.per_thousand_requests is not None
    assert round(estimate.per_thousand_requests, 4) == Decimal("0.0270")  # 53.97 / 2,000
    assert estimate.per_million_tokens is None


def test_services_on_azure() -> None:
    # 240,000 s busy of 2 vCPU and 4 GiB: 11.52 + 2.88; one replica idle 2,388,000 s: 14.328 + 28.656; requests 0.80;
    # logs 2 GB x 2.76 = 5.52
    assert cents(bill("services", "azure-app")) == Decimal("63.70")
    # in a split each side keeps a replica: idle 5,016,000 s: 30.096 + 60.192
    assert cents(bill("services", "azure-split")) == Decimal("111.01")
    # Flex bills a second at least: kept 2 GB x 2,628,000 s x 0.000004 = 21.024, carried 4M GB-s x 0.000016 = 64,
    # executions 0.80, logs 5.52; two accounts of 1 GB x 0.0184, 100,000 writes and reads: 0.5584 each
    functions = bill("services", "azure-function")
    assert functions.complete
    assert cents(functions) == Decimal("92.46")


def test_cost_of_tokens() -> None:
    # 53.9665669 for 2M × 1,000 tokens: 0.0270 for a million
    per_million = bill("services", "tokens").per_million_tokens
    assert per_million is not None
    assert round(per_million, 6) == Decimal("0.026983")


def test_service_without_usage_is_a_range() -> None:
    # Standing: what is kept ready. Worst: all ten busy all month: kept 9 × 4 × 2,628,000 = 94,608,000 GB-s
    # × (0.0000033334 + 0.0000077778); one on demand 10,512,000 × 0.0000133334; 10 requests a second and environment:
    # 262.8M × 0.0000002 = 52.56, in as many dead letters × 0.0000004 = 105.12; logs 262.8 GB × 0.50 = 131.40 and kept
    # 259.2 × 0.03 = 7.776; traces (2,628,000 + 5 % of 260,172,000) × 0.000005 = 78.183
    estimate = bill("services", "unused")
    assert (cents(estimate, Case.LOW), cents(estimate, Case.HIGH)) == (Decimal("35.04"), Decimal("1566.41"))
    assert estimate.monthly.expected.amount is None
    assert {key for needed in estimate.needs_usage for key in needed.keys} == {"requests", "duration"}


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("tight", Verdict.OVER),
        ("roomy", Verdict.WITHIN),
        ("blind", Verdict.UNKNOWN),
        ("used", Verdict.NONE),
    ],
)
def test_budget_verdicts(name: str, verdict: Verdict) -> None:
    assert bill("services", name).budget.verdict is verdict


def test_budget_in_another_currency_needs_a_rate(tmp_path: Path) -> None:
    options = EstimateOptions(budget=MonthlyAmount(amount=Decimal(50), currency="EUR"))
    without = bill("services", "used", budget=options.budget).budget
    assert (without.verdict, without.reason) == (Verdict.UNKNOWN, "the budget is in EUR, and no rate is given")
    for rate, verdict in (("1.09", Verdict.WITHIN), ("1.07", Verdict.OVER)):
        path = tmp_path / "overrides.yaml"
        path.write_text(f"currencies: {{EUR: {rate}}}\n")
        book = PriceBook.load("aws", catalogue=CATALOGUE, overrides=load_overrides_file(path))
        estimate = estimate_graph(part(captured("services"), "used"), book=book, as_of=AS_OF, options=options)
        assert estimate.budget.verdict is verdict


def test_budget_of_the_caller_goes_before_the_spec() -> None:
    budget = MonthlyAmount(amount=Decimal(1), currency="USD")
    graph = part(captured("services"), "roomy")
    found = estimate_graph(graph, book=frozen_book("aws"), as_of=AS_OF, options=EstimateOptions(budget=budget))
    assert found.budget.verdict is Verdict.OVER


def test_incomplete_estimate_is_never_within_a_budget() -> None:
    whole, mystery = part(captured("services"), "roomy"), part(captured("aws"), "mystery")
    both = type(whole)(project="p", stack="s", resources=(*whole.resources, *mystery.resources))
    found = estimate_graph(both, book=frozen_book("aws"), as_of=AS_OF)
    assert (found.budget.verdict, found.complete) == (Verdict.UNKNOWN, False)
    assert found.monthly.expected.at_least


def test_largest_lines() -> None:
    found = bill("services", "used").largest(2)
    assert [urn.rpartition("::")[2] for urn, _ in found] == ["used-provisioned-1", "used-function"]


def test_declared_use_that_contradicts_itself_is_one_clear_error() -> None:
    usage = {"requests": "1k/month", "low": {"requests": "2k/month"}}
    inputs = {"spec": {"spec": {"finops": {"usage": usage}}}}
    service = Resource(urn="u", type="apexai:index:InferenceService", name="s", custom=False, inputs=inputs)
    with pytest.raises(UsageError, match=r"s: spec\.finops\.usage\.requests: the low case \(2000\) is above"):
        component_usage(service)


def test_unknown_profile_is_one_clear_error() -> None:
    with pytest.raises(UsageError, match="'tiny' is no usage profile: use one of small, medium, large"):
        estimate_graph(
            part(captured("aws"), "queue"), book=frozen_book("aws"), as_of=AS_OF, usage=UsageSources(profile="tiny")
        )


def test_map_of_usage_names_types_that_are_read() -> None:
    assert [kind for kind in COMPONENT_KEYS if kind not in load_readers(kind.split(":")[0])] == []
    assert {key for keys in COMPONENT_KEYS.values() for key in keys} <= set(KEYS)


def test_documentation_lists_every_usage_key() -> None:
    table = DOCS.read_text(encoding="utf-8").split("| key | form | means |")[1].split("\n\n")[0]
    assert {key for row in table.splitlines()[2:] for key in re.findall(r"`([a-zA-Z]+)`", row.split("|")[1])} == set(
        KEYS
    )


def test_undeclared_case_of_usage_says_nothing() -> None:
    usage = Usage(expected={"requests": Decimal(5)})
    assert (usage.total("requests").low, usage.total("requests").high) == (0, None)
    assert (usage.each("duration").low, usage.each("duration").expected) == (None, None)
    assert Usage(low={"a": Decimal(2)}, expected={"a": Decimal(1)}).contradiction().startswith("a: the low case (2)")
