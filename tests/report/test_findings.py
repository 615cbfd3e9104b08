"""Findings in every format: what is in them, what a secret or a terminal's control characters do to them."""

import datetime
import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from apexai.errors import Diagnostic
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.finding import Evaluation, Verdict
from apexai.policy.rule import Enforcement, Severity
from apexai.policy.rules import RULES
from apexai.preview import DeploymentPreview, Preview, Status
from apexai.preview.difference import Difference
from apexai.preview.gates import FailedGate, Gate
from apexai.preview.new_findings import FindingsChange
from apexai.preview.result import Origin
from apexai.report.findings import by_weight, counts_said, policy_data, render_findings_markdown
from apexai.report.findings_text import render_findings
from apexai.report.github import render_github
from apexai.report.junit import render_junit
from apexai.report.sarif import render_sarif
from tests.policy.graphs import graph_of

SCHEMA = Path(__file__).parent / "sarif" / "sarif-2.1.0.schema.json"
RULES_BY_ID = {rule.id: rule for rule in RULES}
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


def preview_of(*evaluations: Evaluation, **fields: Any) -> Preview:
    """A project with a deployment for each evaluation."""
    known: dict[str, Any] = {"name": "dev", "source": "shop", "target": "pulumi", "stack": "dev", "status": Status.OK}
    deployments = (
        DeploymentPreview(**{**known, **fields}, as_of=TODAY, evaluation=evaluation) for evaluation in evaluations
    )
    return Preview(deployments=tuple(deployments))


def sarif(preview: Preview) -> dict[str, Any]:
    document = json.loads(render_sarif(preview, rules=RULES))
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(document)
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def prints(preview: Preview, name: str = "primaryLocationLineHash") -> list[str]:
    return [result["partialFingerprints"][name] for result in sarif(preview)["results"]]


def test_sarif_has_every_finding_with_rule_level_and_place(evaluation: Evaluation) -> None:
    run = sarif(preview_of(evaluation))
    assert len(run["results"]) == len(evaluation.findings)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"] == {"uri": "shop/program.py", "uriBaseId": "SRCROOT"}
        assert location["physicalLocation"]["region"]["startLine"] > 1
        assert (result["kind"] == "fail") == (result["properties"]["verdict"] in ("fail", "exempt", "broken"))
    levels = {result["ruleId"]: result["level"] for result in run["results"] if result["kind"] == "fail"}
    assert levels["APX-RAI-004"] == "error"
    assert levels["APX-SEC-015"] == "warning"
    assert {result["level"] for result in run["results"] if result["kind"] == "open"} == {"none"}
    assert run["properties"]["asOf"] == ["2026-11-21"]


def test_sarif_tells_a_code_host_what_is_about_security(evaluation: Evaluation) -> None:
    rules = {rule["id"]: rule["properties"] for rule in sarif(preview_of(evaluation))["tool"]["driver"]["rules"]}
    assert "security-severity" in rules["APX-SEC-015"]
    assert rules["APX-SEC-015"]["tags"][0] == "security"
    assert "security-severity" not in rules["APX-RAI-004"]
    assert rules["APX-RAI-004"]["problem.severity"] == "warning"


def test_sarif_fingerprints_tell_findings_apart_and_outlive_lines(evaluation: Evaluation) -> None:
    moved = replace(evaluation, results=tuple(replace(finding, line=9) for finding in evaluation.results))
    reworded = replace(evaluation, results=tuple(replace(finding, message="x") for finding in evaluation.results))
    twice = replace(evaluation, results=tuple(found for found in evaluation.results for _ in range(2)))
    for name in ("primaryLocationLineHash", "apexai/v1"):
        own = prints(preview_of(evaluation), name)
        assert prints(preview_of(moved), name) == prints(preview_of(reworded), name) == own
        assert len(set(own)) == len(own)
        assert len(set(prints(preview_of(twice), name))) == 2 * len(own)
    other = preview_of(evaluation, target="kubernetes")
    assert not set(prints(preview_of(evaluation))) & set(prints(other))


def test_sarif_suppresses_what_is_exempt(evaluation: Evaluation) -> None:
    exempt = tuple(replace(found, verdict=Verdict.EXEMPT, exemption="T-1") for found in evaluation.findings)
    results = sarif(preview_of(replace(evaluation, results=exempt)))["results"]
    assert all(result["suppressions"][0]["justification"].startswith("T-1") for result in results)
    assert all(result["suppressions"][0]["status"] == "accepted" for result in results)


@pytest.mark.parametrize(
    ("fields", "finding_file", "uri"),
    [
        ({}, "", "shop/Pulumi.yaml"),
        ({"source": "shop/Pulumi.yaml"}, "app/main.py", "shop/app/main.py"),
        ({"source": "a b/ü.yaml", "stack": ""}, "a b/ü.yaml", "a%20b/%C3%BC.yaml"),
        ({"source": "a\udcff.yaml", "stack": ""}, "a\udcff.yaml", "a%FF.yaml"),
        ({"source": "../x/../y.yaml", "stack": ""}, "../x/../y.yaml", f"file://{Path.cwd().parent}/y.yaml"),
        ({"source": "state.json", "origin": Origin.STACK_EXPORT}, "__main__.py", "__main__.py"),
        ({"source": "state.json", "origin": Origin.STACK_EXPORT}, "", "state.json"),
        ({"source": str(Path.cwd() / "x.yaml"), "stack": ""}, str(Path.cwd() / "x.yaml"), "x.yaml"),
        ({"source": "/srv/x.yaml", "stack": ""}, "/srv/x.yaml", "file:///srv/x.yaml"),
    ],
)
def test_a_place_is_named_from_where_the_command_runs(
    evaluation: Evaluation, fields: dict[str, Any], finding_file: str, uri: str
) -> None:
    found = replace(evaluation.findings[0], file=finding_file, line=0)
    (result,) = sarif(preview_of(replace(evaluation, results=(found,)), **fields))["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == uri
    assert ("uriBaseId" in place["artifactLocation"]) == (not uri.startswith("file:"))
    assert place["region"]["startLine"] == 1


def refused() -> Preview:
    """A spec that its platform refuses, one that an unasked platform refuses, and a file that doesn't load."""
    error = Diagnostic(code="APX-CAP-101", path="spec.a", message="50% no,\nno", file="x.yaml", line=3, column=7)
    deployment = DeploymentPreview(
        name="x", source="x.yaml", target="cloud-run", status=Status.REFUSED, diagnostics=(error,)
    )
    broken = Diagnostic(code="APX-SPC-001", message="no YAML", file="y.yaml", line=2)
    return Preview(deployments=(deployment, replace(deployment, asked=False)), diagnostics=(broken,))


def test_what_keeps_a_spec_from_being_built_is_in_every_format() -> None:
    run = sarif(refused())
    assert [(result["ruleId"], result["level"]) for result in run["results"]] == [
        ("APX-SPC-001", "error"),
        ("APX-CAP-101", "error"),
    ]
    assert run["results"][1]["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 7}
    assert run["invocations"] == [{"executionSuccessful": False, "exitCode": 2}]
    assert render_github(refused()).splitlines() == [
        "::error file=y.yaml,line=2,title=APX-SPC-001::no YAML",
        "::error file=x.yaml,line=3,col=7,title=APX-CAP-101::spec.a: 50%25 no,%0Ano",
    ]
    suites = ElementTree.fromstring(render_junit(refused()))
    assert [suite.attrib["errors"] for suite in suites] == ["1", "1", "0"]


def test_junit_counts_what_it_holds(evaluation: Evaluation) -> None:
    gate = FailedGate(gate=Gate.BUDGET, reason="$9 of $5\x00")
    preview = preview_of(evaluation, name="dev\x1b[31m\ufffe", failed_gates=(gate,))
    (suite,) = ElementTree.fromstring(render_junit(preview))
    cases = suite.findall("testcase")
    assert int(suite.attrib["tests"]) == len(cases)
    assert int(suite.attrib["failures"]) == len(suite.findall(".//failure")) == evaluation.counts[Verdict.FAIL] + 1
    assert int(suite.attrib["skipped"]) == len(suite.findall(".//skipped"))
    assert suite.attrib["name"] == "dev\\x1b[31m? pulumi dev"
    assert cases[-1].attrib == {"classname": "gates", "name": "budget"}
    assert [item.attrib for item in suite.iter("property")] == [{"name": "asOf", "value": "2026-11-21"}]
    failed = {case.attrib["name"]: case for case in cases if case.find("failure") is not None}
    assert failed["APX-RAI-004 fraud"].attrib["file"] == "shop/program.py"
    assert {failure.attrib["type"] for failure in suite.findall(".//failure")} == {"advisory", "mandatory", "gate"}


def test_github_has_one_line_a_finding_and_errors_first(evaluation: Evaluation) -> None:
    odd = replace(evaluation.findings[0], message="50% of\na, b: c\x1b", file="a,b.py", line=3)
    text = render_github(preview_of(replace(evaluation, results=(odd, *evaluation.findings[1:]))))
    lines = text.splitlines()
    assert len(lines) == len(evaluation.findings)
    assert "50%25 of%0Aa, b: c\\x1b" in text
    assert "file=shop/a%2Cb.py,line=3," in text
    assert lines[0].startswith("::error ")
    assert "APX-RAI-004" in lines[0]
    assert [line.split()[0] for line in lines] == sorted(
        (line.split()[0] for line in lines), key=["::error", "::warning", "::notice"].index
    )
    assert not any(line.startswith("::error") for line in lines[1:])


def test_github_tells_of_a_change_what_fails_and_what_is_new(evaluation: Evaluation) -> None:
    new = next(found for found in evaluation.findings if found.verdict is Verdict.FAIL and not found.blocks)
    change = FindingsChange(new=(new,))
    preview = preview_of(evaluation)
    (deployment,) = preview.deployments
    compared = replace(deployment, difference=Difference(label="main", is_new=False, findings=change))
    lines = render_github(replace(preview, deployments=(compared,))).splitlines()
    assert [line.split()[0] for line in lines] == ["::error", "::warning", "::notice"]
    assert new.rule in lines[1]
    assert f"{len(evaluation.findings) - 2} more findings as before: the change against main brings none" in lines[2]


def test_github_has_an_error_for_each_gate_that_no_finding_stands_for(evaluation: Evaluation) -> None:
    gates = (FailedGate(gate=Gate.RULES, reason="by level"), FailedGate(gate=Gate.UNPRICED, reason="1 without a price"))
    mild = tuple(replace(found, enforcement=Enforcement.ADVISORY) for found in evaluation.results)
    with_mandatory = render_github(preview_of(evaluation, failed_gates=gates)).splitlines()
    without = render_github(preview_of(replace(evaluation, results=mild), failed_gates=gates)).splitlines()
    assert "::error title=dev%3A unpriced::1 without a price" in with_mandatory
    assert not any("by level" in line for line in with_mandatory)
    assert without[:2] == ["::error title=dev%3A rules::by level", "::error title=dev%3A unpriced::1 without a price"]


def text_of(evaluation: Evaluation, **layout: Any) -> str:
    console = Console(file=StringIO(), width=100, color_system=None, highlight=False, markup=False)
    console.print(*render_findings(evaluation, **{"source": "program.py", **layout}), sep="\n")
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_text_puts_first_what_stops_the_deployment_and_says_less_of_the_rest(evaluation: Evaluation) -> None:
    lines = text_of(evaluation).splitlines()
    assert lines[0] == f" Rules  {counts_said(evaluation)}"
    assert lines[1].startswith("  ✗ APX-RAI-004  mandatory  nothing says how answers are explained: add ")
    assert re.search(r" line \d+$", lines[1])
    assert " more findings that stop nothing: --full shows all" in lines[-2]
    severe = [RULES_BY_ID[line.split()[1]].severity for line in lines if line.split()[2:3] == ["advisory"]]
    failing = severe[: sum("✗" in line for line in lines) - 1]
    assert failing == sorted(failing, key=list(Severity).index, reverse=True)


def test_text_says_everything_when_all_is_asked(evaluation: Evaluation) -> None:
    rules = re.findall(r"(?m)^  . (APX-[A-Z]+-\d+)", text_of(evaluation, full=True))
    assert rules == [finding.rule for finding in by_weight(evaluation.findings)]
    passes = re.findall(r"(?m)^  ✓ (APX-[A-Z]+-\d+)", text_of(evaluation, all_results=True))
    assert len(passes) == evaluation.counts[Verdict.PASS]


def test_text_says_once_what_holds_for_many(evaluation: Evaluation) -> None:
    (found,) = (finding for finding in evaluation.findings if finding.rule == "APX-SEC-015")
    many = tuple(replace(found, name=name, urn=name, file="lib/a.py") for name in ("a", "b", "c", "d", "e", "a"))
    said = " ".join(text_of(replace(evaluation, results=many, partial=True)).split())
    assert said.count("APX-SEC-015") == 1
    assert "; also on b, c, d and 1 more" in said
    assert "a.py:" in said
    assert "not all resources are shown: what is missing is not judged" in said
    twice = " ".join(text_of(replace(evaluation, results=(found, found))).split())
    assert "; and 1 more finding of this rule on it" in twice


def test_markdown_is_one_table(evaluation: Evaluation) -> None:
    odd = replace(evaluation.findings[0], name="a|b\nc")
    text = render_findings_markdown(replace(evaluation, results=(odd,)))
    assert "a\\|b\\\\nc" in text
    assert len(text.splitlines()) == 5


def test_the_contract_has_counts_of_all_and_findings_of_some(evaluation: Evaluation) -> None:
    data: Any = policy_data(evaluation)
    assert set(data["counts"]) == {str(verdict) for verdict in Verdict}
    verdicts = {finding["verdict"] for finding in data["findings"]}
    assert verdicts <= {"fail", "unknown", "refer", "exempt", "broken"}
    everything: Any = policy_data(evaluation, all_results=True)["findings"]
    assert len(everything) == len(evaluation.results)
    readiness = [finding for finding in data["findings"] if finding["rule"] == "APX-RAI-006"]
    assert readiness[0]["due"] == "2027-12-02"
    assert {note["standing"] for note in readiness[0]["law"]} == {"readiness"}


def test_no_format_tells_a_secret(evaluation: Evaluation) -> None:
    preview = preview_of(evaluation)
    formats = [
        render_sarif(preview, rules=RULES),
        render_junit(preview),
        render_github(preview),
        text_of(evaluation, all_results=True),
        render_findings_markdown(evaluation),
        json.dumps(policy_data(evaluation, all_results=True)),
    ]
    assert not any("hunter2" in text for text in formats)
