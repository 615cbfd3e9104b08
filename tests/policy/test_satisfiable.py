"""What a rule asks of a service can be done on every platform: no failure names a field that the platform refuses."""

import re
from typing import Final

import pytest

from apexai.policy.evaluate import evaluate_graph
from apexai.policy.finding import Verdict
from apexai.policy.rules import RULES
from apexai.policy.subject import SERVICE
from apexai.spec.fields import Platform
from apexai.targets.capability import Refused
from apexai.targets.registry import available_platforms, load_target
from tests.policy.cases import AS_OF
from tests.policy.graphs import graph_of
from tests.policy.test_rules import DEAR, SETTINGS

OTHERWISE: Final = {
    "APX-RAI-008": "a GUARDRAIL_ID in the environment",
    "APX-RAI-017": "evidence of kind anonymisation",
    "APX-RAI-020": "evidence of kind drift-monitoring",
}
"""Rules that can be satisfied in another way than by the field that they name, which their remediation says."""
PROGRAM: Final = """
base = {
    "environment": "dev",
    "modelRef": {"name": "fraud", "version": "3"},
    "finops": {"budgetLimit": "$1/month"},
    "responsibleAI": {"riskClass": "high", "dataClassification": "personal", "dataResidency": ["eu-west-1"]},
}
for platform in (PLATFORMS):
    runs = {"package": {"path": "a.zip"}} if platform in ("cloudflare-workers", "lambda-edge") else {}
    bare = {"runtime": {"platform": platform, "access": "public", **runs}}
    raw(f"{platform}-base", **{**base, **bare})
    raw(f"{platform}-bare", **bare, environment="prod")
"""


@pytest.mark.parametrize("platform", available_platforms())
def test_what_fails_can_be_mended_on_the_platform(platform: Platform) -> None:
    names = ", ".join(repr(str(each)) for each in available_platforms())
    graph = graph_of(PROGRAM.replace("PLATFORMS", f"{names},"))
    spends = {service.urn: DEAR for service in graph.of_type(SERVICE)}
    evaluation = evaluate_graph(graph, rules=RULES, as_of=AS_OF, settings=SETTINGS, spends=spends)
    failed = [
        found
        for found in evaluation.results
        if found.verdict is Verdict.FAIL and found.name.startswith(f"{platform}-") and found.path
    ]
    assert len({found.rule for found in failed}) > 15
    impossible = {(found.rule, found.path) for found in failed if is_refused(platform, found.path)}
    assert {rule for rule, _ in impossible} <= set(OTHERWISE), impossible


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.id in OTHERWISE], ids=lambda rule: rule.id)
def test_another_way_is_said(rule: object) -> None:
    way = OTHERWISE[rule.id].rsplit(" ", 1)[-1]  # type: ignore[attr-defined]
    said = rule.remediation  # type: ignore[attr-defined]
    assert way in said or "GUARDRAIL_ID" in said


def is_refused(platform: Platform, path: str) -> bool:
    """Whether the platform refuses the field, or everything below it."""
    leaf = re.sub(r"\[\d+\]", "[]", path)
    table = load_target(platform).capability
    answers = [answer for key, answer in table.items() if key == leaf or key.startswith((f"{leaf}.", f"{leaf}["))]
    return bool(answers) and all(isinstance(answer, Refused) for answer in answers)
