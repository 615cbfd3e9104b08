"""The evaluator: order, breakage, secrets, levels, law, lines."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from apexai.graph import UNKNOWN, ResourceGraph
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.exemptions import Exemption
from apexai.policy.finding import Evaluation, Finding, Standing, Verdict
from apexai.policy.rule import Answer, Enforcement, Fail, Rule, Scope, Severity
from apexai.policy.rules import RULES, rule_of
from apexai.policy.settings import RuleSetting, Settings
from apexai.policy.subject import Subject
from apexai.spec.loader import load_spec_text
from tests.policy.graphs import graph_of

TODAY = datetime.date(2026, 11, 21)
QUEUE = "aws:sqs/queue:Queue"
MIXED = """
    service("fraud", policies=["model-explainability-required"], responsibleAI={"riskClass": "high"})
    aws.s3.Bucket("models", acl="public-read", tags={"costCenter": "x"})
    aws.sqs.Queue("jobs", kms_master_key_id=later("jobs"))
    password = pulumi.Output.secret("hunter2hunter2")
    aws.lambda_.Function("f", role="r", environment={"variables": {"DB_PASSWORD": password}})
    k8s.core.v1.Pod("pod", spec={"containers": [{"name": "a", "image": "b"}]})
"""


def evaluate(graph: ResourceGraph, *rules: Rule, **arguments: object) -> Evaluation:
    return evaluate_graph(graph, rules=rules or RULES, as_of=TODAY, **arguments)  # type: ignore[arg-type]


def rule(check: object, **fields: object) -> Rule:
    known = {
        "id": "TST-001",
        "title": "t",
        "severity": Severity.LOW,
        "types": (QUEUE,),
        "reason": "r",
        "remediation": "m",
        "source": "s",
    }
    return Rule(check=check, **{**known, **fields})  # type: ignore[arg-type]


def the(evaluation: Evaluation, id: str, name: str) -> Finding:
    (found,) = (finding for finding in evaluation.results if finding.rule == id and finding.name == name)
    return found


def test_shuffled_order_gives_the_same_bytes() -> None:
    graph = graph_of(MIXED)
    expected = repr(evaluate(graph))
    for seed in range(20):
        shuffled = list(graph.resources)
        random.Random(seed).shuffle(shuffled)
        assert repr(evaluate(replace(graph, resources=tuple(shuffled)))) == expected


def test_a_rule_that_raises_is_broken_and_stops_nothing() -> None:
    def raises(subject: Subject) -> Iterator[Answer]:
        raise KeyError("memory")
        yield

    def fails(subject: Subject) -> Iterator[Answer]:
        yield Fail(message="no")

    found = evaluate(graph_of(MIXED), rule(raises, id="TST-001"), rule(fails, id="TST-002"))
    assert the(found, "TST-001", "jobs").verdict is Verdict.BROKEN
    assert "KeyError" in the(found, "TST-001", "jobs").message
    assert the(found, "TST-002", "jobs").verdict is Verdict.FAIL


def test_a_certain_failure_beside_an_unknown_value_is_a_failure() -> None:
    def fails_then_reads(subject: Subject) -> Iterator[Answer]:
        yield Fail(message="certain")
        subject["kmsMasterKeyId"].text()

    found = evaluate(graph_of(MIXED), rule(fails_then_reads))
    assert the(found, "TST-001", "jobs").verdict is Verdict.FAIL


def test_every_read_of_an_unknown_input_is_unknown() -> None:
    graph = graph_of(MIXED)
    blind = replace(
        graph,
        resources=tuple(replace(found, inputs=dict.fromkeys(found.inputs, UNKNOWN)) for found in graph.resources),
    )
    before, after = evaluate(graph).counts, evaluate(blind).counts
    assert after[Verdict.BROKEN] == before[Verdict.BROKEN] == 0
    assert after[Verdict.UNKNOWN] > before[Verdict.UNKNOWN]


def test_no_secret_is_in_any_result() -> None:
    found = evaluate(graph_of(MIXED))
    assert "hunter2" not in repr(found)
    assert the(found, "APX-SEC-005", "f").verdict is Verdict.PASS


def test_a_resource_rule_does_not_see_the_stack() -> None:
    def looks(subject: Subject) -> Iterator[Answer]:
        subject.others(QUEUE)
        yield from ()

    assert the(evaluate(graph_of(MIXED), rule(looks)), "TST-001", "jobs").verdict is Verdict.BROKEN
    seeing = rule(looks, scope=Scope.STACK)
    assert the(evaluate(graph_of(MIXED), seeing), "TST-001", "jobs").verdict is Verdict.PASS


def test_a_rule_without_resources_does_not_apply() -> None:
    def fails(subject: Subject) -> Iterator[Answer]:
        yield Fail(message="no")

    found = evaluate(graph_of(MIXED), rule(fails, types=("aws:ec2/vpc:Vpc",)))
    assert [finding.verdict for finding in found.results] == [Verdict.NOT_APPLICABLE]


def test_what_is_only_read_is_not_judged() -> None:
    graph = graph_of('aws.s3.Bucket.get("models", "models")')
    assert all(finding.verdict is Verdict.NOT_APPLICABLE for finding in evaluate(graph).results)


def test_what_a_service_opts_into_is_mandatory() -> None:
    found = evaluate(graph_of(MIXED))
    explained = the(found, "APX-RAI-004", "fraud")
    assert (explained.verdict, explained.enforcement) == (Verdict.FAIL, Enforcement.MANDATORY)
    assert explained.because == "this service opted into model-explainability-required"
    assert explained.blocks
    assert the(found, "APX-RAI-001", "fraud").enforcement is Enforcement.ADVISORY


def test_an_opted_rule_that_the_organisation_disabled_is_not_silent() -> None:
    settings = Settings(rules={"APX-RAI-004": RuleSetting(enforcement=Enforcement.DISABLED)})
    found = the(evaluate(graph_of(MIXED), settings=settings), "APX-RAI-004", "fraud")
    assert found.verdict is Verdict.UNKNOWN
    assert "disabled" in found.message


def test_settings_change_levels_and_parameters() -> None:
    settings = Settings(
        rules={
            "APX-FIN-001": RuleSetting(enforcement=Enforcement.MANDATORY, parameters={"ceilingMib": 512}),
            "APX-SEC-015": RuleSetting(enforcement=Enforcement.DISABLED),
        }
    )
    graph = graph_of('aws.lambda_.Function("f", role="r", memory_size=1024)\naws.s3.Bucket("b", acl="public-read")')
    found = evaluate(graph, settings=settings)
    memory = the(found, "APX-FIN-001", "f")
    assert memory.message == "Serverless function memory limit exceeds 512MB for cost optimization."
    assert memory.blocks
    assert {finding.verdict for finding in found.results if finding.rule == "APX-SEC-015"} == {Verdict.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("day", "standing", "enforcement"),
    [
        (datetime.date(2026, 11, 21), Standing.READINESS, Enforcement.ADVISORY),
        (datetime.date(2027, 12, 1), Standing.READINESS, Enforcement.ADVISORY),
        (datetime.date(2027, 12, 2), Standing.DUE, Enforcement.MANDATORY),
    ],
)
def test_high_risk_duties_are_due_from_their_date(
    day: datetime.date, standing: Standing, enforcement: Enforcement
) -> None:
    graph = graph_of('service("fraud", responsibleAI={"riskClass": "high"})')
    found = the(evaluate_graph(graph, rules=RULES, as_of=day), "APX-RAI-006", "fraud")
    assert found.verdict is Verdict.FAIL
    assert {note.standing for note in found.law} == {standing}
    assert found.enforcement is enforcement
    assert found.due == (datetime.date(2027, 12, 2) if standing is Standing.READINESS else None)


def test_high_risk_duties_reach_no_other_class() -> None:
    graph = graph_of('service("fraud", responsibleAI={"riskClass": "minimal"})')
    late = evaluate_graph(graph, rules=RULES, as_of=datetime.date(2028, 1, 1))
    assert the(late, "APX-RAI-006", "fraud").law == ()


def test_disputed_law_is_referred_and_raises_no_level() -> None:
    graph = graph_of('service("fraud", responsibleAI={"riskClass": "high"})')
    late = evaluate_graph(graph, rules=RULES, as_of=datetime.date(2029, 1, 1))
    drift = the(late, "APX-RAI-020", "fraud")
    assert {note.standing for note in drift.law} == {Standing.REFER}
    assert drift.enforcement is Enforcement.ADVISORY


def test_law_of_another_place_does_not_count() -> None:
    graph = graph_of('service("fraud", responsibleAI={"riskClass": "high"})')
    late = evaluate_graph(graph, rules=RULES, as_of=datetime.date(2028, 1, 1), settings=Settings(jurisdictions=("UK",)))
    assert the(late, "APX-RAI-006", "fraud").law == ()


def test_an_exemption_holds_through_its_last_day() -> None:
    graph = graph_of('aws.s3.Bucket("models", acl="public-read")')
    exemption = Exemption(
        rule="APX-SEC-015",
        resource="mod*",
        reason="published on purpose",
        owner="data@example.com",
        ticket="DATA-7",
        expires=datetime.date(2026, 12, 1),
    )
    verdicts = []
    for day in (datetime.date(2026, 12, 1), datetime.date(2026, 12, 2)):
        found = evaluate_graph(graph, rules=RULES, as_of=day, exemptions=[exemption])
        verdicts.append((the(found, "APX-SEC-015", "models").verdict, found.used_exemptions))
    assert verdicts == [(Verdict.EXEMPT, (0,)), (Verdict.FAIL, ())]


def test_a_locked_rule_is_never_exempt() -> None:
    graph = graph_of('aws.s3.Bucket("models", acl="public-read")')
    exemption = Exemption(rule="APX-SEC-015", resource="models", reason="r", owner="o", ticket="t", expires=TODAY)
    settings = Settings(rules={"APX-SEC-015": RuleSetting(locked=True)})
    found = evaluate(graph, exemptions=[exemption], settings=settings)
    assert the(found, "APX-SEC-015", "models").verdict is Verdict.FAIL


def test_findings_have_the_line_of_the_program_or_of_the_spec() -> None:
    graph = graph_of(MIXED)
    bucket = the(evaluate(graph), "APX-SEC-015", "models")
    assert (bucket.file, bucket.line > 0) == ("program.py", True)
    text = """\
apiVersion: ai.apexlogic.com/v1alpha1
kind: ServerlessModelDeployment
metadata:
  name: fraud
spec:
  modelRef: {name: fraud, version: "1"}
  runtime:
    platform: aws-lambda
    region: us-east-1
    image: 111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud:1
"""
    (document,) = load_spec_text(text, file="service.yaml")
    found = the(evaluate(graph, documents={"fraud": document}), "APX-SEC-007", "fraud")
    assert found.verdict is Verdict.PASS
    purpose = the(evaluate(graph, documents={"fraud": document}), "APX-RAI-001", "fraud")
    assert (purpose.file, purpose.line) == ("service.yaml", 5)


def test_absence_in_a_partial_graph_is_unknown() -> None:
    graph = replace(graph_of('aws.s3.Bucket("models")'), partial=True)
    found = evaluate(graph)
    assert the(found, "APX-SEC-029", "models").verdict is Verdict.UNKNOWN
    assert found.partial


def test_no_result_says_compliant() -> None:
    assert "complian" not in repr(evaluate(graph_of(MIXED))).replace("data-privacy-compliance", "").casefold()


def test_ids_are_unique_and_found() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert rule_of("APX-SEC-001") in RULES
    assert rule_of("APX-SEC-999") is None


def test_what_a_source_leaves_out_is_not_missing() -> None:
    graph = graph_of('aws.bedrock.InferenceProfile("p", model_source={"copy_from": "arn"})')
    rule = rule_of("APX-RAI-027")
    assert rule is not None
    whole = evaluate_graph(graph, rules=[rule], as_of=TODAY)
    partial = evaluate_graph(replace(graph, partial=True), rules=[rule], as_of=TODAY)
    assert [whole.findings[0].verdict, partial.findings[0].verdict] == [Verdict.FAIL, Verdict.UNKNOWN]
