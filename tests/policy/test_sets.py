"""What a service opts into: the catalogue, own sets of settings and of installed packages, names that nobody knows."""

import datetime
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from apexai.errors import UsageError
from apexai.graph import ResourceGraph
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.files import PolicyFileError
from apexai.policy.finding import Evaluation, Finding, Standing, Verdict
from apexai.policy.installed_sets import load_installed_sets
from apexai.policy.rule import Enforcement
from apexai.policy.rules import RULES, rule_of
from apexai.policy.sets import SETS
from apexai.policy.settings import Settings
from apexai.policy.settings_file import load_settings
from tests.policy.cases import AS_OF
from tests.policy.graphs import graph_of

HIGH = {"responsibleAI": {"riskClass": "high", "purpose": "Scores applications for credit"}}
PROGRAM = f"""
    service("opted", policies={sorted(SETS)!r})
    service("own", policies=["bank/models"])
    service("high", **{HIGH!r})
"""


@pytest.fixture(scope="module")
def graph() -> ResourceGraph:
    return graph_of(PROGRAM)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package with policy sets."""
    folder = tmp_path / "bank-1.0.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: bank\nVersion: 1.0.0\n")
    (folder / "entry_points.txt").write_text("[apexai.policy_sets]\nbank = bank_sets:SETS\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    load_installed_sets.cache_clear()
    yield tmp_path / "bank_sets.py"
    sys.modules.pop("bank_sets", None)
    load_installed_sets.cache_clear()


def judged(graph: ResourceGraph, *, as_of: datetime.date = AS_OF, settings: Settings | None = None) -> Evaluation:
    return evaluate_graph(graph, rules=RULES, as_of=as_of, settings=settings)


def of(evaluation: Evaluation, rule: str, name: str) -> Finding:
    (finding,) = (found for found in evaluation.results if (found.rule, found.name) == (rule, name))
    return finding


def test_what_a_service_opts_into_is_mandatory_because_it_opted_in(graph: ResourceGraph) -> None:
    evaluation = judged(graph)
    for name, ids in SETS.items():
        for id in ids:
            found = [item for item in evaluation.results if item.rule == id and item.name == "opted"]
            assert {item.enforcement for item in found} <= {Enforcement.MANDATORY}, (name, id)
    opted, other = of(evaluation, "APX-RAI-004", "opted"), of(evaluation, "APX-RAI-004", "high")
    assert opted.because == "this service opted into model-explainability-required"
    assert opted.blocks
    assert (other.verdict, other.enforcement) == (Verdict.FAIL, Enforcement.ADVISORY)


def test_a_name_that_nobody_knows_is_a_mandatory_failure_that_lists_the_known_ones(graph: ResourceGraph) -> None:
    found = of(judged(graph), "APX-RAI-029", "own")
    assert found.blocks
    assert found.path == "spec.policies[0]"
    assert all(name in found.message for name in SETS)


def test_settings_define_a_set(graph: ResourceGraph) -> None:
    evaluation = judged(graph, settings=Settings(sets={"bank/models": ("APX-RAI-006",)}))
    assert of(evaluation, "APX-RAI-029", "own").verdict is Verdict.PASS
    assert of(evaluation, "APX-RAI-006", "own").because == "this service opted into bank/models"
    assert of(evaluation, "APX-RAI-006", "own").blocks


def test_an_installed_package_defines_a_set(graph: ResourceGraph, package: Path) -> None:
    package.write_text('SETS = {"bank/models": ["APX-RAI-006"]}\n')
    settings = load_settings(organisation=None, team=None, rules=RULES)
    evaluation = judged(graph, settings=settings)
    assert of(evaluation, "APX-RAI-029", "own").verdict is Verdict.PASS
    assert of(evaluation, "APX-RAI-006", "own").blocks


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SETS = 1\n", "the policy sets of bank_sets:SETS can't be loaded: TypeError"),
        ("raise OSError('gone')\n", "can't be loaded: OSError: gone"),
        ('SETS = {"models": ["APX-RAI-006"]}\n', "has a policy set 'models'; name it like bank/models"),
        ('SETS = {"bank/models": []}\n', "and let it hold a rule"),
    ],
)
def test_a_broken_package_is_one_clear_error(package: Path, text: str, message: str) -> None:
    package.write_text(text)
    with pytest.raises(UsageError, match="APX-POL-0") as caught:
        load_settings(organisation=None, team=None, rules=RULES)
    assert message in str(caught.value)


def test_a_set_of_rules_that_are_not_there_is_refused(package: Path) -> None:
    package.write_text('SETS = {"bank/models": ["BANK-001"]}\n')
    with pytest.raises(PolicyFileError, match="asks for BANK-001, and there is no such rule"):
        load_settings(organisation=None, team=None, rules=RULES)


def test_the_law_is_readiness_until_its_date_and_mandatory_from_it(graph: ResourceGraph) -> None:
    due = datetime.date(2027, 12, 2)
    before = of(judged(graph, as_of=due - datetime.timedelta(days=1)), "APX-RAI-006", "high")
    after = of(judged(graph, as_of=due), "APX-RAI-006", "high")
    assert (before.enforcement, before.due) == (Enforcement.ADVISORY, due)
    assert {note.standing for note in before.law} == {Standing.READINESS}
    assert (after.enforcement, after.due, after.blocks) == (Enforcement.MANDATORY, None, True)
    assert "applies since 2027-12-02" in after.because


def test_law_of_elsewhere_and_of_other_risks_reaches_nobody(graph: ResourceGraph) -> None:
    due = datetime.date(2027, 12, 2)
    assert not of(judged(graph, as_of=due, settings=Settings(jurisdictions=("KR",))), "APX-RAI-006", "high").blocks
    assert not of(judged(graph, as_of=due), "APX-RAI-006", "own").blocks


def test_what_is_doubtful_in_the_law_makes_nothing_mandatory(graph: ResourceGraph) -> None:
    evaluation = judged(graph, as_of=datetime.date(2031, 1, 1), settings=Settings(jurisdictions=("EU", "US-CO", "KR")))
    doubtful = [
        found
        for found in evaluation.results
        if found.law and {note.standing for note in found.law} == {Standing.REFER} and found.name == "high"
    ]
    assert doubtful
    assert all("applies since" not in found.because for found in doubtful)


def test_a_rule_that_the_organisation_disabled_is_undecided_where_a_service_opted_in(graph: ResourceGraph) -> None:
    settings = Settings(rules={"APX-RAI-004": replace(Settings().of("APX-RAI-004"), enforcement=Enforcement.DISABLED)})
    evaluation = judged(graph, settings=settings)
    found = of(evaluation, "APX-RAI-004", "opted")
    assert found.verdict is Verdict.UNKNOWN
    assert "which the organisation disabled" in found.message
    assert not [item for item in evaluation.results if item.rule == "APX-RAI-004" and item.name == "high"]
    assert rule_of("APX-RAI-004") is not None
