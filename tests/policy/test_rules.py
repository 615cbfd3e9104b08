"""Every rule on real programs: one that passes, one that fails, one that nobody can judge yet."""

from decimal import Decimal
from typing import Final

import pytest

from apexai.policy.finding import Verdict
from apexai.policy.rules import RULES, rule_of
from apexai.policy.settings import ApprovedModel, RuleSetting, Settings
from apexai.policy.spend import Spend
from tests.policy.cases import Case, cases, evaluate, judged

EXPECTED: Final = {
    "passes": Verdict.PASS,
    "fails": Verdict.FAIL,
    "unknown": Verdict.UNKNOWN,
    "refers": Verdict.REFER,
    "spared": Verdict.NOT_APPLICABLE,
}
SETTINGS: Final = Settings(
    rules={
        "APX-FIN-001": RuleSetting(parameters={"ceilingMib": 512}),
        "APX-FIN-009": RuleSetting(parameters={"allowed": ("g5", "g6", "g2")}),
        "APX-FIN-012": RuleSetting(parameters={"ceiling": Decimal("0.05")}),
    },
    approved_models=(ApprovedModel(name="fraud", versions=("1", "2")),),
)
CHEAP: Final = Spend(
    currency="USD",
    expected=Decimal(100),
    high=Decimal(400),
    per_thousand_requests=Decimal("0.01"),
    complete=True,
    high_complete=True,
)
DEAR: Final = Spend(
    currency="USD",
    expected=Decimal(600),
    high=Decimal(2000),
    per_thousand_requests=Decimal("0.60"),
    unpriced=(("urn:pulumi:dev::p::aws:sqs/queue:Queue::letters", "no price for this region"),),
)
INCOMPLETE: Final = Spend(currency="USD", expected=Decimal(100), high=Decimal(400))
NO_UNKNOWN: Final = {
    "APX-FIN-022": "counting NAT gateways reads no input",
    "APX-RAI-027": "it asks for a resource, not for a value",
}
"""Rules that never depend on a value, and why."""


def spends_of(case: Case) -> dict[str, Spend]:
    if case.rule == "APX-FIN-020" and case.expected == "unknown":
        return {}
    if case.name.endswith("_though_dear"):
        return {case.resource[:11]: DEAR}
    return {case.resource[:11]: {"passes": CHEAP, "fails": DEAR, "unknown": INCOMPLETE}.get(case.expected, CHEAP)}


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.resource)
def test_verdict(case: Case) -> None:
    rule = rule_of(case.rule)
    assert rule is not None
    evaluation = evaluate(case, rule, settings=SETTINGS, spends=spends_of(case))
    assert {finding.verdict for finding in judged(case, evaluation)} >= {EXPECTED[case.expected]}, evaluation.results
    assert evaluation.counts[Verdict.BROKEN] == 0, evaluation.results
    if case.expected == "passes":
        assert not evaluation.counts[Verdict.FAIL], evaluation.findings


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_its_programs(rule: object) -> None:
    have = {case.expected for case in cases() if case.rule == rule.id}  # type: ignore[attr-defined]
    assert "passes" in have
    assert have & {"fails", "refers"}
    assert "unknown" in have or rule.id in NO_UNKNOWN  # type: ignore[attr-defined]
