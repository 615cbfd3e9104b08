"""Findings in every format: what is in them, what a secret or a terminal's control characters do to them."""

import datetime
import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from apexai.policy.evaluate import evaluate_graph
from apexai.policy.finding import Evaluation, Verdict
from apexai.policy.rules import RULES
from apexai.report.findings import policy_data, render_findings_markdown, render_findings_text
from apexai.report.github import render_github
from apexai.report.junit import render_junit
from apexai.report.sarif import render_sarif
from tests.policy.graphs import graph_of

TODAY = datetime.date(2026, 11, 21)
PROGRAM = """
    service("fraud", policies=["model-explainability-required"], responsibleAI={"riskClass": "high"})
    aws.s3.Bucket("models", acl="public-read")
    aws.sqs.Queue("jobs", kms_master_key_id=later("jobs"))
    password = pulumi.Output.secret("hunter2hunter2")
    aws.lambda_.Function("f", role="r", environment={"variables": {"DB_PASSWORD": password}})
"""


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate_graph(graph_of(PROGRAM), rules=RULES, as_of=TODAY)


def sarif(*evaluations: Evaluation) -> dict[str, Any]:
    (run,) = json.loads(render_sarif(evaluations, rules=RULES))["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_has_every_finding_with_rule_level_and_place(evaluation: Evaluation) -> None:
    run = sarif(evaluation)
    assert len(run["results"]) == len(evaluation.findings)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] > 0
        assert (result["kind"] == "fail") == (result["properties"]["verdict"] in ("fail", "exempt", "broken"))
    levels = {result["ruleId"]: result["level"] for result in run["results"] if result["kind"] == "fail"}
    assert levels["APX-RAI-004"] == "error"
    assert levels["APX-SEC-015"] == "warning"
    assert {result["level"] for result in run["results"] if result["kind"] == "open"} == {"none"}


def test_sarif_fingerprints_tell_findings_apart_and_outlive_lines(evaluation: Evaluation) -> None:
    def prints(found: Evaluation) -> list[str]:
        return [result["partialFingerprints"]["apexai/v1"] for result in sarif(found)["results"]]

    moved = replace(evaluation, results=tuple(replace(finding, line=9) for finding in evaluation.results))
    assert prints(moved) == prints(evaluation)
    assert len(set(prints(evaluation))) == len(prints(evaluation))


def test_sarif_suppresses_what_is_exempt(evaluation: Evaluation) -> None:
    exempt = tuple(replace(found, verdict=Verdict.EXEMPT, exemption="T-1") for found in evaluation.findings)
    results = sarif(replace(evaluation, results=exempt))["results"]
    assert all(result["suppressions"][0]["justification"].startswith("T-1") for result in results)


def test_junit_counts_what_it_holds(evaluation: Evaluation) -> None:
    (suite,) = ElementTree.fromstring(render_junit([("dev\x1b[31m", evaluation)]))
    cases = suite.findall("testcase")
    assert int(suite.attrib["tests"]) == len(cases)
    assert int(suite.attrib["failures"]) == len(suite.findall(".//failure")) == evaluation.counts[Verdict.FAIL]
    assert int(suite.attrib["skipped"]) == len(suite.findall(".//skipped"))
    assert "\x1b" not in suite.attrib["name"]


def test_github_has_one_line_a_finding(evaluation: Evaluation) -> None:
    odd = replace(evaluation.findings[0], message="50% of\na, b: c", file="a,b.py", line=3)
    text = render_github([replace(evaluation, results=(odd, *evaluation.findings[1:]))])
    assert len(text.splitlines()) == len(evaluation.findings)
    assert "50%25 of%0Aa, b: c" in text
    assert "file=a%2Cb.py,line=3," in text
    assert any(line.startswith("::error ") and "APX-RAI-004" in line for line in text.splitlines())


def test_text_puts_first_what_stops_the_deployment(evaluation: Evaluation) -> None:
    lines = render_findings_text(evaluation).splitlines()
    assert "APX-RAI-004 mandatory" in lines[1]
    assert lines[-1] == " Would fail: 1 mandatory rule."


def test_markdown_is_one_table(evaluation: Evaluation) -> None:
    odd = replace(evaluation.findings[0], name="a|b\nc")
    text = render_findings_markdown(replace(evaluation, results=(odd,)))
    assert "a\\|b\\x0ac" in text or "a\\|b\\nc" in text
    assert len(text.splitlines()) == 5


def test_the_contract_has_counts_of_all_and_findings_of_some(evaluation: Evaluation) -> None:
    data = policy_data(evaluation)
    assert set(data["counts"]) == {str(verdict) for verdict in Verdict}  # type: ignore[call-overload]
    verdicts = {finding["verdict"] for finding in data["findings"]}  # type: ignore[attr-defined]
    assert verdicts <= {"fail", "unknown", "refer", "exempt", "broken"}
    everything = policy_data(evaluation, all_results=True)["findings"]
    assert len(everything) == len(evaluation.results)  # type: ignore[arg-type]
    readiness = [finding for finding in data["findings"] if finding["rule"] == "APX-RAI-006"]  # type: ignore[attr-defined]
    assert readiness[0]["due"] == "2027-12-02"
    assert {note["standing"] for note in readiness[0]["law"]} == {"readiness"}


def test_no_format_tells_a_secret(evaluation: Evaluation) -> None:
    formats = [
        render_sarif([evaluation], rules=RULES),
        render_junit([("dev", evaluation)]),
        render_github([evaluation]),
        render_findings_text(evaluation, all_results=True),
        render_findings_markdown(evaluation),
        json.dumps(policy_data(evaluation, all_results=True)),
    ]
    assert not any("hunter2" in text for text in formats)
