"""Rules in CEL say of every object what the rules themselves say of it."""

from collections import Counter
from pathlib import Path

import pytest

from apexai.gitops.admission.expressions import EXPRESSIONS
from apexai.graph import ResourceGraph
from apexai.graph.offline import ScriptProgram, capture_program
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.finding import Verdict
from apexai.policy.judge import parameters_of
from apexai.policy.rule import Rule, Scope
from apexai.policy.rules import RULES
from apexai.policy.settings import RuleSetting, Settings
from tests.gitops.admission import BY_RULE, says_well
from tests.policy.cases import AS_OF, cases, evaluate, graph_of, judged

PROGRAM = Path(__file__).parent / "objects_program.py"
BY_ID = {rule.id: rule for rule in RULES}
OWN = Settings(
    rules={
        "APX-FIN-002": RuleSetting(parameters={"required": ("cost-center", "App")}),
        "APX-FIN-003": RuleSetting(parameters={"required": ("Owner", "cost.center")}),
    }
)
NOTHING = Settings(rules={rule: RuleSetting(parameters={"required": ()}) for rule in ("APX-FIN-002", "APX-FIN-003")})


@pytest.fixture(scope="module")
def graph() -> ResourceGraph:
    return capture_program(ScriptProgram(script=PROGRAM, project="objects")).graph


def disagreements(graph: ResourceGraph, rule: Rule, settings: Settings) -> tuple[list[str], Counter[Verdict]]:
    """Objects of which the rule and its expression say different things, and how often the rule says what."""
    found = evaluate_graph(graph, rules=[rule], as_of=AS_OF, settings=settings).results
    verdicts = {finding.urn: finding.verdict for finding in found}
    parameters = parameters_of(rule, settings)
    wrong = []
    for resource in graph.of_type(*rule.types):
        well = says_well(rule.id, parameters, dict(resource.inputs))
        if well != (verdicts[resource.urn] is not Verdict.FAIL):
            wrong.append(f"{resource.name}: {verdicts[resource.urn]}, and CEL says {well}: {dict(resource.inputs)}")
    return wrong, Counter(verdicts.values())


@pytest.mark.parametrize("rule", sorted(BY_RULE))
def test_an_expression_says_what_its_rule_says(rule: str, graph: ResourceGraph) -> None:
    wrong, verdicts = disagreements(graph, BY_ID[rule], Settings())
    assert wrong == []
    assert verdicts[Verdict.FAIL] > 0
    assert verdicts[Verdict.PASS] > 0


@pytest.mark.parametrize("rule", ["APX-FIN-002", "APX-FIN-003"])
@pytest.mark.parametrize("settings", [OWN, NOTHING])
def test_parameters_of_the_organisation_are_in_the_expression(
    rule: str, settings: Settings, graph: ResourceGraph
) -> None:
    wrong, verdicts = disagreements(graph, BY_ID[rule], settings)
    assert wrong == []
    assert (verdicts[Verdict.FAIL] > 0) == (settings is OWN)


def test_the_programs_of_the_rules_get_the_same_answers() -> None:
    """Of each rule's own three programs those that are about objects of a cluster; an unknown value is in none."""
    compared: Counter[str] = Counter()
    for case in cases():
        if case.rule not in BY_RULE or case.module != "security" or case.expected not in ("passes", "fails"):
            continue
        made = [item for item in graph_of(case).resources if item.type.startswith("kubernetes:")]
        for resource in (item for item in made if item.name == case.resource):
            rule = BY_ID[case.rule]
            (finding,) = judged(case, evaluate(case, rule))
            well = says_well(rule.id, parameters_of(rule, Settings()), dict(resource.inputs))
            assert well == (finding.verdict is Verdict.PASS), case.name
            compared[case.rule] += 1
    elsewhere = {"APX-FIN-002", "APX-FIN-003", "APX-SEC-005"}
    assert compared == dict.fromkeys(BY_RULE.keys() - elsewhere, 2)


def test_what_cel_lets_pass_is_named() -> None:
    token = {"name": "API_TOKEN", "value": "9f86d081884c7d659a2feaa0c55ad015"}
    pod = {"kind": "Pod", "spec": {"containers": [{"name": "c", "env": [token]}]}}
    assert says_well("APX-SEC-005", {}, pod)
    assert "random text" in BY_RULE["APX-SEC-005"].gap
    assert [expression.rule for expression in EXPRESSIONS if expression.gap] == ["APX-SEC-005"]


def test_only_rules_on_single_objects_are_said_in_cel() -> None:
    assert {BY_ID[rule].scope for rule in BY_RULE} == {Scope.RESOURCE}
    assert all(any(token.startswith("kubernetes:") for token in BY_ID[rule].types) for rule in BY_RULE)
