"""One document on every platform: costs, what keeps it away, and an order that estimates made one by one confirm."""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from apexai.cli.main import run
from apexai.compare.comparison import Comparison
from apexai.compare.paths import Compared, compare_path
from apexai.compare.volumes import cost_at
from apexai.cost.usage import Usage
from apexai.cost.usage_sources import UsageSources
from apexai.errors import UsageError
from apexai.preview import PreviewOptions, Status
from apexai.preview.criteria import Criteria
from apexai.report.compare_html import render_compare_html
from apexai.report.compare_json import load_compare_schema, render_compare_json
from apexai.report.compare_text import render_compare_text
from apexai.report.compare_words import basis_of
from apexai.spec.fields import Platform
from tests.projects import DAY, JUDGED, write_project
from tests.report import pages
from tests.report.pages import PORTABLE
from tests.report.preview_schema import closed, descriptions_missing

RANKED = ("aws-lambda", "kubernetes")


@pytest.fixture(scope="module")
def compared() -> Compared:
    return pages.comparison()


@pytest.fixture(scope="module")
def comparison(compared: Compared) -> Comparison:
    (found,) = compared.comparisons
    return found


def test_platforms_stand_side_by_side(compared: Compared, comparison: Comparison) -> None:
    assert compared.exit_code == 0
    assert (comparison.name, comparison.declared, comparison.requests) == ("scoring", Platform.AWS_LAMBDA, 5_000_000)
    ranked = [column for column in comparison.columns if str(column.platform) in RANKED]
    for column in ranked:
        assert column.is_ranked, column.no_curve
        assert column.estimate is not None
        assert column.curve is not None
        # The curve goes through the estimate that the preview made of the declared use.
        expected = column.estimate.monthly.expected.amount
        assert expected is not None
        assert abs(column.curve.at(Decimal(5_000_000)) - expected) < Decimal("1e-6")
    costs = [column.estimate.monthly.expected.amount for column in comparison.columns if column.is_ranked]
    assert costs == sorted(costs)
    # 20 environments that take ten requests a second each; 20 pods that take one of 80 ms at once.
    assert {str(column.platform): column.carries for column in ranked} == {
        "aws-lambda": 20 * 10 * 2_628_000,
        "kubernetes": Decimal(20) / Decimal("0.08") * 2_628_000,
    }


def test_refusals_say_where(comparison: Comparison) -> None:
    refused = [column for column in comparison.columns if column.status is Status.REFUSED]
    assert comparison.columns[-len(refused) :] == tuple(refused) or not refused
    for column in refused:
        assert column.estimate is None
        assert column.refusals
        assert all(found.file == str(PORTABLE) for found in column.refusals)
    for column in comparison.columns:
        assert column.remarks or column.status is Status.REFUSED


def points(comparison: Comparison) -> Iterator[int]:
    """Both sides of each change, and a sweep from none to beyond all limits."""
    for found in comparison.ranges:
        yield from (found.first + step for step in (-1, 0, 1) if found.first + step >= 0)
    yield from (int(1.7**power) for power in range(45))


def test_order_equals_estimates_made_one_by_one(compared: Compared, comparison: Comparison) -> None:
    graphs = {found.target: found.graph for found in compared.preview.deployments}
    criteria = Criteria(as_of=DAY)
    contenders = {one.name: one for one in comparison.contenders}
    assert set(RANKED) <= set(contenders)
    assert len(comparison.ranges) > len(contenders)
    for requests in sorted(set(points(comparison))):
        found = next(one for one in comparison.ranges if one.last is None or requests <= one.last)
        costs = {
            name: cost_at(graphs[name], criteria, Decimal(requests))  # type: ignore[arg-type]
            for name, one in contenders.items()
            if one.takes(Decimal(requests))
        }
        flat = [name for group in found.order for name in group]
        assert flat == sorted(costs, key=lambda name: (costs[name], list(contenders).index(name))), requests
        for name, cost in costs.items():
            assert abs(contenders[name].curve.at(Decimal(requests)) - cost) <= Decimal("1e-6") * max(1, cost)


def test_json_is_what_the_schema_publishes(compared: Compared) -> None:
    schema = json.loads(load_compare_schema())
    Draft202012Validator.check_schema(schema)
    assert descriptions_missing(schema) == []
    document = json.loads(render_compare_json(compared.comparisons, exit_code=compared.exit_code))
    Draft202012Validator(closed(schema)).validate(document)
    (found,) = document["comparisons"]
    lambda_column = next(column for column in found["platforms"] if column["platform"] == "aws-lambda")
    assert lambda_column["curve"][0]["fromRequests"] == "0"
    assert found["order"][0]["firstRequests"] == 0


@pytest.mark.parametrize("width", [40, 80, 140])
def test_text_holds_everything_at_any_width(comparison: Comparison, width: int) -> None:
    text = render_compare_text([comparison], width=width, color=False, full=True)
    assert max(map(len, text.splitlines())) <= width
    for column in comparison.columns:
        assert str(column.platform) in text
    words = " ".join(text.split())
    assert "from 0" in words
    assert "47.96" in words
    assert "let through: raise" in words


def test_a_platform_that_cannot_carry_the_declared_requests_is_marked_and_does_not_stand_first(tmp_path: Path) -> None:
    written = PORTABLE.read_text(encoding="utf-8")
    text = written.replace("maxReplicas: 20", "maxReplicas: 5").replace("requests: 5M/month", "requests: 90M/month")
    busy = tmp_path / "busy.yaml"
    text = text.replace("duration: 80ms", "duration: 480ms").replace(
        "    usage:", "    budgetLimit: $20/month\n    usage:"
    )
    busy.write_text(text, encoding="utf-8")
    compared = compare_path(str(busy), JUDGED)
    (found,) = compared.comparisons
    ranked = [column for column in found.columns if column.is_ranked]
    assert [(str(column.platform), column.falls_short) for column in ranked] == [
        ("cloud-run", False),
        ("azure-container-apps", False),
        ("kubernetes", True),
        ("aws-lambda", True),
    ]
    # Which is not the order of their costs: pods that can't carry the requests cost least.
    costs = {str(column.platform): column.estimate.monthly.expected.amount for column in ranked if column.estimate}
    assert min(costs, key=lambda name: costs[name] or 0) == "kubernetes"
    shown = render_compare_text(compared.comparisons, width=100, color=False)
    kubernetes = next(line for line in shown.splitlines() if line.startswith("  kubernetes  "))
    assert kubernetes.split() == ["kubernetes", "36.31", "182.45", "182.45", "—", "27.4M"]
    assert "can't carry the declared requests\n" in shown
    assert "fails a gate: the expected cost, $182.45/month, is more than $20/month\n" in shown
    assert "a pod is taken to handle one request at a time" in " ".join(shown.split())
    page = render_compare_html(compared.comparisons)
    assert page.count("can&#39;t carry the declared requests") == 2
    assert '<tr class="best"><th scope="row">cloud-run' in page
    document = json.loads(render_compare_json(compared.comparisons, exit_code=0))["comparisons"][0]
    assert [column["carriesDeclared"] for column in document["platforms"][:4]] == [True, True, False, False]


def test_starts_and_scaling_are_those_of_the_document(comparison: Comparison) -> None:
    said = {str(column.platform): {one.topic: one.text for one in column.remarks} for column in comparison.columns}
    assert said["aws-lambda"]["cold starts"] == "1 kept ready"
    assert said["aws-lambda"]["scales by"].startswith("70% of what an instance takes; ")
    assert said["cloud-run"]["one instance takes"] == "4 at once"
    assert "the cluster itself" in said["kubernetes"]["is charged for"]
    assert "is charged for" not in said["cloud-run"]
    assert "a pod is taken to handle one request at a time" in said["kubernetes"]["one instance takes"]
    assert "schedules" not in said["aws-lambda"], "it asks for none"


def test_without_usage_there_is_a_reason_and_with_a_profile_an_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = PORTABLE.read_text(encoding="utf-8")
    bare = tmp_path / "bare.yaml"
    bare.write_text(written[: written.index("  finops:")], encoding="utf-8")
    (found,) = compare_path(str(bare), JUDGED).comparisons
    assert found.ranges == ()
    assert "declare finops.usage.duration" in found.columns[0].no_curve
    assert run(["compare", str(bare), "--format", "html"]) == 0
    assert capsys.readouterr().out.startswith("<!doctype html>\n")
    profiled = PreviewOptions(criteria=replace(JUDGED.criteria, usage=UsageSources(profile="small")))  # type: ignore[type-var]
    (found,) = compare_path(str(bare), profiled).comparisons
    assert found.ranges
    assert found.requests == 100_000


def test_a_usage_file_does_not_hold_the_sweep_back(compared: Compared) -> None:
    graph = next(found.graph for found in compared.preview.deployments if found.target == "aws-lambda")
    assert graph is not None
    files = {resource.type: Usage(expected={"requests": Decimal(7)}) for resource in graph.resources}
    criteria = Criteria(as_of=DAY, usage=UsageSources(by_type=files))
    assert cost_at(graph, criteria, Decimal(10**8)) > cost_at(graph, criteria, Decimal(10**6)) + 100


def test_projects_and_files_of_the_cli_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"is a Pulumi project.*APX-CMP-001"):
        compare_path(str(write_project(tmp_path, "")), JUDGED)


def test_nothing_is_said_of_the_use_of_what_is_refused_everywhere(comparison: Comparison) -> None:
    refused = tuple(replace(column, estimate=None, curve=None) for column in comparison.columns)
    assert basis_of(comparison).endswith("requests a month")
    assert "requests" not in basis_of(replace(comparison, columns=refused, requests=None))


def test_documents_that_do_not_load_fail_the_run(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("kind: [", encoding="utf-8")
    found = compare_path(str(file), JUDGED)
    assert (found.exit_code, found.comparisons) == (2, ())
