"""Packs as the engine sees them: the same verdicts as offline, secrets kept, configuration, a copied directory."""

import datetime
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from google.protobuf.json_format import MessageToDict
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from apexai.cost.usage_sources import UsageSources
from apexai.graph.wire import SECRET, SIGNATURE
from apexai.policy.crossguard.configuration import SETTINGS
from apexai.policy.crossguard.server import start_server
from apexai.policy.crossguard.servicer import PackServicer
from apexai.policy.crossguard.spending import estimate_spends
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.finding import Verdict
from apexai.policy.rule import Answer, Change, Rule, Severity
from apexai.policy.rules import PACKS
from apexai.policy.subject import Subject
from apexai.policy.testing.engine import analyze_request, play, stack_request, struct
from tests.policy.cases import MODULES, captured
from tests.policy.graphs import ROOT, graph_of

Stub = analyzer_pb2_grpc.AnalyzerStub
TODAY = datetime.date(2026, 11, 21)
FIXED = {"asOf": "2026-11-21"}
SAID = {Verdict.FAIL, Verdict.UNKNOWN, Verdict.REFER, Verdict.BROKEN}


@pytest.fixture
def stub(request: pytest.FixtureRequest) -> Iterator[Stub]:
    server, port = start_server(PackServicer(request.param, rules=PACKS[request.param]))
    yield connect(port)
    server.stop(None)


def configure(stub: Stub, **policies: dict[str, Any]) -> None:
    """As the engine does: levels and defaults of every policy, with `policies` over them."""
    configured = {}
    for info in stub.GetAnalyzerInfo(Empty()).policies:
        schema = MessageToDict(info.configSchema.properties)
        defaults = {name: entry["default"] for name, entry in schema.items() if "default" in entry}
        given = {**defaults, **policies.get(info.name.replace("-", "_"), {})}
        level = given.pop("enforcementLevel", None)
        configured[info.name] = proto.PolicyConfig(
            enforcementLevel=info.enforcementLevel if level is None else proto.EnforcementLevel.Value(level.upper()),
            properties=struct(given),
        )
    stub.Configure(proto.ConfigureAnalyzerRequest(policyConfig=configured))


def connect(port: int) -> Stub:
    return Stub(grpc.insecure_channel(f"127.0.0.1:{port}"))


def rules_of(said: Iterable[proto.AnalyzeDiagnostic]) -> list[tuple[str, str]]:
    return sorted((diagnostic.policyName, diagnostic.urn) for diagnostic in said)


def the(said: list[proto.AnalyzeDiagnostic], rule: str) -> proto.AnalyzeDiagnostic:
    (found,) = (diagnostic for diagnostic in said if diagnostic.policyName == rule)
    return found


@pytest.mark.parametrize("stub", ["finops", "responsible-ai", "security"], indirect=True)
@pytest.mark.parametrize("module", MODULES)
def test_a_pack_says_what_the_offline_evaluation_says(stub: Stub, module: str) -> None:
    configure(stub, apexai_settings=FIXED)
    graph = captured(module)
    pack = stub.GetAnalyzerInfo(Empty()).name.removeprefix("apexai-")
    spends = estimate_spends(graph, UsageSources(), as_of=TODAY)
    evaluation = evaluate_graph(graph, rules=PACKS[pack], as_of=TODAY, spends=spends)
    expected = sorted((found.rule, found.urn) for found in evaluation.results if found.verdict in SAID)
    assert rules_of(play(stub, graph)) == expected
    assert expected


@pytest.mark.parametrize("stub", ["security"], indirect=True)
def test_secrets_stay_secrets(stub: Stub) -> None:
    program = """
    password = pulumi.Output.secret("hunter2hunter2")
    aws.lambda_.Function("f", role="r", environment={"variables": {"DB_PASSWORD": password}})
    aws.s3.BucketAcl("acl", bucket="b", acl=pulumi.Output.secret("public-read"))
    """
    said = play(stub, graph_of(program))
    assert "APX-SEC-005" not in {diagnostic.policyName for diagnostic in said}
    assert "unknown" in the(said, "APX-SEC-015").message
    assert "hunter2" not in str(said)
    assert "public-read" not in str(said)


MEMORY = 'aws.lambda_.Function("f", role="r", memory_size=1024, tags={"costCenter": "x"}, timeout=3)'


@pytest.mark.parametrize("stub", ["finops"], indirect=True)
def test_configuration_changes_parameters_and_levels(stub: Stub) -> None:
    graph = graph_of(MEMORY)
    assert play(stub, graph) == []
    configure(stub, APX_FIN_001={"ceilingMib": 512, "enforcementLevel": "mandatory"})
    found = the(play(stub, graph), "APX-FIN-001")
    assert "Serverless function memory limit exceeds 512MB for cost optimization." in found.message
    assert found.enforcementLevel == proto.MANDATORY
    configure(stub, APX_FIN_001={"ceilingMib": 512, "enforcementLevel": "disabled"})
    assert play(stub, graph) == []


@pytest.mark.parametrize("stub", ["finops"], indirect=True)
def test_settings_and_exemptions_come_with_the_configuration(stub: Stub) -> None:
    graph = graph_of(MEMORY)
    organisation = {"rules": {"APX-FIN-001": {"enforcement": "mandatory", "parameters": {"ceilingMib": 1000}}}}
    team = {"rules": {"APX-FIN-001": {"parameters": {"ceilingMib": 512}}}}
    configure(stub, apexai_settings={**FIXED, "organisation": organisation, "team": team})
    found = the(play(stub, graph), "APX-FIN-001")
    assert (found.enforcementLevel, "512MB" in found.message) == (proto.MANDATORY, True)
    exemption = {
        "rule": "APX-FIN-001",
        "resource": "f*unction",
        "reason": "migration",
        "owner": "a@example.com",
        "ticket": "T-1",
        "expires": "2026-12-01",
    }
    covering = {**exemption, "resource": "aws:lambda/*::f*"}
    with pytest.raises(grpc.RpcError, match="exempts far too much"):
        configure(stub, apexai_settings={**FIXED, "exemptions": [covering]})


@pytest.mark.parametrize("stub", ["finops"], indirect=True)
@pytest.mark.parametrize(("day", "blocked"), [("2026-12-01", False), ("2026-12-02", True)])
def test_an_exemption_ends_with_its_day(stub: Stub, day: str, blocked: bool) -> None:
    exemption = {"rule": "APX-FIN-001", "resource": "batch-*", "reason": "r", "owner": "o", "ticket": "t"}
    settings = {"asOf": day, "exemptions": [{**exemption, "expires": "2026-12-01"}]}
    configure(stub, apexai_settings=settings, APX_FIN_001={"ceilingMib": 512})
    graph = graph_of(MEMORY.replace('"f"', '"batch-f"'))
    assert bool(play(stub, graph)) is blocked


@pytest.mark.parametrize("stub", ["finops"], indirect=True)
@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"organisation": {"rules": {"APX-XXX-001": {}}}}, "there is no rule APX-XXX-001"),
        ({"asOf": "tomorrow"}, "'tomorrow' is not a date"),
        ({"exemptions": [{"rule": "APX-FIN-001"}]}, "reason: is missing"),
    ],
)
def test_a_wrong_configuration_is_refused(stub: Stub, settings: dict[str, Any], message: str) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        configure(stub, apexai_settings=settings)
    assert message in str(caught.value)


UNTAGGED = """
aws.cloudwatch.LogGroup("logs", tags={"team": pulumi.Output.secret("hunter2")})
aws.sqs.Queue("part", opts=pulumi.ResourceOptions(parent=raw("bank", finops={"costCenter": "Fraud"})))
aws.sqs.Queue("exempt-queue")
aws.sqs.Queue("unknown-queue", tags=later("q").apply(lambda arn: {"of": arn}))
"""


@pytest.mark.parametrize("stub", ["finops"], indirect=True)
def test_a_pack_changes_nothing_unless_it_is_told_to(stub: Stub) -> None:
    graph = graph_of(UNTAGGED)
    requests = [analyze_request(resource, graph) for resource in graph.resources]
    configure(stub, apexai_settings=FIXED, APX_FIN_002={"enforcementLevel": "mandatory", "values": ["costCenter=Risk"]})
    assert all(not stub.Remediate(request).remediations for request in requests)


@pytest.mark.parametrize("stub", ["finops"], indirect=True)
def test_a_pack_that_remediates_adds_tags_and_retention(stub: Stub) -> None:
    graph = graph_of(UNTAGGED)
    exemption = {"rule": "APX-FIN-002", "resource": "exempt-*", "reason": "r", "owner": "o", "ticket": "t"}
    settings = {**FIXED, "exemptions": [{**exemption, "expires": "2026-12-01"}]}
    tags = {"enforcementLevel": "remediate", "values": ["costCenter=Risk"]}
    configure(stub, apexai_settings=settings, APX_FIN_002=tags, APX_FIN_013={"enforcementLevel": "remediate"})
    changed: dict[str, dict[str, Any]] = {}
    for resource in graph.resources:
        request = analyze_request(resource, graph)
        for remediation in stub.Remediate(request).remediations:
            assert "hunter2" not in remediation.description
            request.properties.CopyFrom(remediation.properties)
            changed[resource.name] = MessageToDict(remediation.properties)
        left = {told.policyName for told in stub.Analyze(request).diagnostics}
        assert not left & {"APX-FIN-002", "APX-FIN-013"}
    logs = changed["logs"]
    assert (logs["retentionInDays"], logs["tags"]["costCenter"]) == (365, "Risk")
    assert logs["tags"]["team"][SIGNATURE] == SECRET
    assert changed["part"]["tags"]["costCenter"] == "Fraud", "a service's own cost centre goes first"
    assert not {"exempt-queue", "unknown-queue"} & set(changed)


LOCKED: dict[str, Any] = {
    "rules": {"APX-FIN-001": {"enforcement": "mandatory", "locked": True, "parameters": {"ceilingMib": 512}}}
}


@pytest.mark.parametrize("stub", ["finops"], indirect=True)
@pytest.mark.parametrize(
    ("configured", "message"),
    [
        ({"APX_FIN_001": {"enforcementLevel": "disabled"}}, "disabled is looser"),
        ({"APX_FIN_001": {"ceilingMib": 1024}}, "with another ceilingMib"),
        ({"team": {"rules": {"APX-FIN-001": {"enforcement": "advisory"}}}}, "advisory is looser"),
        ({"exemptions": [{"rule": "APX-FIN-001", "resource": "batch-*"}]}, "nobody is exempt from it"),
    ],
    ids=["level", "parameter", "team", "exemption"],
)
def test_a_lock_holds_in_a_pack(stub: Stub, configured: dict[str, Any], message: str) -> None:
    about = {"reason": "r", "owner": "o", "ticket": "t", "expires": "2026-12-01"}
    exemptions = [{**about, **entry} for entry in configured.get("exemptions", [])]
    parts = {**FIXED, "organisation": LOCKED, "exemptions": exemptions, "team": configured.get("team", {})}
    policies = {name: value for name, value in configured.items() if name.startswith("APX")}
    with pytest.raises(grpc.RpcError, match=message):
        configure(stub, apexai_settings=parts, **policies)
    configure(stub, apexai_settings={**FIXED, "organisation": LOCKED}, APX_FIN_001={"ceilingMib": 256})
    found = the(play(stub, graph_of(MEMORY)), "APX-FIN-001")
    assert "exceeds 256MB" in found.message
    assert "as of 2026-11-21" in found.message
    assert found.enforcementLevel == proto.MANDATORY


def test_a_raising_remedy_changes_nothing() -> None:
    def raises(subject: Subject) -> Change:
        raise ZeroDivisionError("by zero")

    own = replace(next(rule for rule in PACKS["finops"] if rule.id == "APX-FIN-013"), remedy=raises)
    pack = PackServicer("own", rules=[own])
    server, port = start_server(pack)
    stub, graph = connect(port), graph_of('aws.cloudwatch.LogGroup("logs")')
    configure(stub, apexai_settings=FIXED, APX_FIN_013={"enforcementLevel": "remediate"})
    (logs,) = graph.of_type("aws:cloudwatch/logGroup:LogGroup")
    (remediation,) = stub.Remediate(analyze_request(logs, graph)).remediations
    server.stop(None)
    assert "ZeroDivisionError" in remediation.diagnostic


def test_a_raising_rule_ends_nothing() -> None:
    def raises(subject: Subject) -> Iterator[Answer]:
        raise ZeroDivisionError("by zero")
        yield

    own = Rule(
        id="TST-001",
        title="own",
        severity=Severity.LOW,
        types=("aws:lambda/function:Function",),
        check=raises,
        reason="r",
        remediation="m",
        source="s",
    )
    server, port = start_server(PackServicer("own", rules=(own, *PACKS["security"])))
    said = play(connect(port), graph_of('aws.s3.Bucket("b", acl="public-read")\n' + MEMORY))
    server.stop(None)
    assert "ZeroDivisionError" in the(said, "TST-001").message
    assert the(said, "TST-001").enforcementLevel == proto.ADVISORY
    assert the(said, "APX-SEC-015")


@pytest.mark.parametrize("stub", ["responsible-ai"], indirect=True)
def test_what_is_read_is_not_judged(stub: Stub) -> None:
    graph = graph_of('aws.sagemaker.NotebookInstance.get("n", "n")')
    assert play(stub, graph) == []


@pytest.mark.parametrize("pack", PACKS)
def test_a_copied_pack_starts_as_the_engine_starts_it(pack: str, tmp_path: Path) -> None:
    copy = shutil.copytree(ROOT / "policy-packs" / pack, tmp_path / "downloaded" / pack)
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(copy)]
    with subprocess.Popen(command, cwd=copy, stdout=subprocess.PIPE, text=True, env=_environment()) as process:
        assert process.stdout is not None
        stub = connect(int(process.stdout.readline()))
        stub.ConfigureStack(proto.AnalyzerStackConfigureRequest(stack="dev", config={"apexai:environment": "prod"}))
        info = stub.GetAnalyzerInfo(Empty())
        assert [policy.name for policy in info.policies] == [SETTINGS, *(rule.id for rule in PACKS[pack])]
        stub.AnalyzeStack(proto.AnalyzeStackRequest())
        process.terminate()


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_is_ten_lines(pack: str) -> None:
    folder = ROOT / "policy-packs" / pack
    assert len((folder / "__main__.py").read_text().splitlines()) <= 10
    assert (folder / "PulumiPolicy.yaml").exists()


def test_the_environment_of_the_stack_counts() -> None:
    server, port = start_server(PackServicer("finops", rules=PACKS["finops"]))
    stub = connect(port)
    stub.ConfigureStack(proto.AnalyzerStackConfigureRequest(config={"apexai:environment": "prod"}))
    said = play(stub, graph_of('service("fraud")'))
    server.stop(None)
    assert "no budget is declared" in the(said, "APX-FIN-004").message


@pytest.mark.parametrize("stub", ["finops"], indirect=True)
def test_declared_use_reaches_a_pack(stub: Stub) -> None:
    graph = graph_of('service("fraud", finops={"budgetLimit": "$1/month"})')
    configure(stub, apexai_settings=FIXED)
    assert "declare finops.usage" in the(play(stub, graph), "APX-FIN-005").message
    busy = {"requests": "900M/month", "duration": "2s"}
    usage = {"types": {"aws:lambda/function:Function": busy}}
    configure(stub, apexai_settings={**FIXED, "usage": usage})
    said = the(play(stub, graph), "APX-FIN-005")
    assert "/month is more than $1/month" in said.message
    with pytest.raises(grpc.RpcError, match=r"apexai-settings\.usage"):
        configure(stub, apexai_settings={**FIXED, "usage": {"kinds": {}}})


@pytest.mark.parametrize("stub", ["finops"], indirect=True)
def test_a_pack_holds_a_guard_that_stands_alone_to_its_limit(stub: Stub) -> None:
    graph = graph_of(
        """
from apexai.components import AwsScope, BudgetGuard
aws.ec2.Eip("gateway", region="us-east-1", tags={"service": "gateway"})
BudgetGuard("gateway-budget", limit=3, scope=AwsScope(tag=("service", "gateway"), region="us-east-1"))
        """
    )
    configure(stub, apexai_settings=FIXED)
    said = the(play(stub, graph), "APX-FIN-005")
    assert said.urn.endswith("BudgetGuard::gateway-budget")
    assert "$3.65/month is more than $3/month" in said.message


@pytest.mark.parametrize("stub", ["responsible-ai"], indirect=True)
def test_approved_versions_and_own_policies_reach_a_pack(stub: Stub) -> None:
    graph = graph_of('raw("fraud", modelRef={"name": "fraud", "version": "1"}, policies=["bank/models"])')
    organisation = {
        "approvedModels": [{"name": "fraud", "versions": ["2"]}],
        "sets": {"bank/models": ["APX-RAI-011"]},
    }
    configure(stub, apexai_settings={**FIXED, "organisation": organisation})
    found = the(play(stub, graph), "APX-RAI-011")
    assert "fraud 1 is not approved; approved: 2" in found.message
    assert found.enforcementLevel == proto.MANDATORY
    configure(stub, apexai_settings=FIXED)
    assert "'bank/models' is no policy" in the(play(stub, graph), "APX-RAI-029").message


def test_inputs_count_and_not_what_the_stack_became() -> None:
    """AnalyzeStack brings outputs; judging them would change verdicts after the deployment."""
    server, port = start_server(PackServicer("finops", rules=PACKS["finops"]))
    stub, graph = connect(port), graph_of('aws.s3.Bucket("b", tags={"costCenter": "x"})')
    for resource in graph.resources:
        stub.Analyze(analyze_request(resource, graph))
    request = stack_request(graph)
    for resource in request.resources:
        resource.properties.update({"lifecycleRules": [{"enabled": True}]})
    said = stub.AnalyzeStack(request).diagnostics
    server.stop(None)
    assert [diagnostic.policyName for diagnostic in said] == ["APX-FIN-026"]


def _environment() -> dict[str, str]:
    stack = {"PULUMI_PROJECT": "p", "PULUMI_STACK": "dev", "PULUMI_DRY_RUN": "true", "PULUMI_CONFIG": json.dumps({})}
    return {**os.environ, **stack}
