"""Organisation and team settings: what merges, what a lock holds, what is refused and where."""

import pytest

from apexai.policy.files import PolicyFileError, load_policy_text
from apexai.policy.rule import Enforcement
from apexai.policy.rules import RULES
from apexai.policy.settings import Settings
from apexai.policy.settings_file import load_settings


def settings(organisation: str = "{}", team: str = "{}") -> Settings:
    return load_settings(
        organisation=load_policy_text(organisation, file="org.yaml"),
        team=load_policy_text(team, file="team.yaml"),
        rules=RULES,
    )


LOCKED = """\
rules:
  APX-FIN-001:
    enforcement: mandatory
    locked: true
    parameters: {ceilingMib: 1024}
  APX-FIN-009:
    locked: true
    parameters: {allowed: [g5, g6]}
  APX-SEC-003: {enforcement: mandatory}
"""


def test_a_team_tightens_what_is_locked() -> None:
    team = "rules: {APX-FIN-001: {parameters: {ceilingMib: 512}}, APX-FIN-009: {parameters: {allowed: [g5]}}}"
    found = settings(LOCKED, team)
    assert found.of("APX-FIN-001").parameters == {"ceilingMib": 512}
    assert found.of("APX-FIN-001").enforcement is Enforcement.MANDATORY
    assert found.of("APX-FIN-009").parameters == {"allowed": ("g5",)}
    assert found.of("APX-FIN-001").locked


def test_a_team_decides_what_is_not_locked() -> None:
    assert settings(LOCKED, "rules: {APX-SEC-003: {enforcement: disabled}}").of("APX-SEC-003").enforcement == "disabled"


@pytest.mark.parametrize(
    ("team", "message"),
    [
        ("rules:\n  APX-FIN-001:\n    enforcement: advisory\n", "team.yaml:3:18: rules.APX-FIN-001.enforcement: the "),
        ("rules:\n  APX-FIN-001:\n    parameters: {ceilingMib: 2048}\n", "team.yaml:3:30: rules.APX-FIN-001.param"),
        ("rules:\n  APX-FIN-009:\n    parameters: {allowed: [g5, p5]}\n", "is not stricter [APX-POL-006]"),
        ("rules:\n  APX-SEC-001: {locked: true}\n", "team.yaml:2:25: rules.APX-SEC-001.locked: only the organisation"),
    ],
)
def test_a_team_loosens_nothing_that_is_locked(team: str, message: str) -> None:
    with pytest.raises(PolicyFileError) as caught:
        settings(LOCKED, team)
    assert message in str(caught.value)


def test_a_team_says_nothing_again_that_the_organisation_says_for_all() -> None:
    text = "sets: {acme/baseline: [APX-SEC-001]}\napprovedModels: []\njurisdictions: [EU]\n"
    with pytest.raises(PolicyFileError) as caught:
        settings(text, text)
    assert [problem.path for problem in caught.value.diagnostics] == [
        "sets.acme/baseline",
        "approvedModels",
        "jurisdictions",
    ]
    assert settings("{}", text) == settings(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sets: {acme/none: []}\n", "acme/none holds no rule"),
        (
            "rules:\n  APX-FIN-999: {}\n",
            "org.yaml:2:16: rules.APX-FIN-999: there is no rule APX-FIN-999; those of APX-FIN",
        ),
        (
            "rules:\n  APX-FIN-001: {parameters: {ceiling: 1}}\n",
            "has no parameter ceiling; it has ceilingM",
        ),
        ("rules:\n  APX-FIN-001: {parameters: {ceilingMib: much}}\n", "'much' is not a whole number"),
        ("rules:\n  APX-FIN-001: {level: 1}\n", "org.yaml:2:24: rules.APX-FIN-001.level: there is no key"),
        ("rules:\n  APX-FIN-001: {enforcement: hard}\n", "'hard' is not one of 'disabled', 'advisory' or 'mandatory'"),
        ("", "org.yaml:1:1: the file is empty"),
        ("# nothing\n", "org.yaml:1:1: the file is empty"),
        ("- 1\n", "org.yaml:1:1: a list of 1 is not a mapping"),
        ("rules:\n", "rules: nothing is written here, or null; write a value or remove the key"),
        ("jurisdictions: eu\n", "org.yaml:1:16: jurisdictions: 'eu' is not a list"),
        ("environment: 3\n", "org.yaml:1:14: environment: 3 is not text"),
        ("approvedModels: [{name: ''}]\n", "approvedModels[0].name: empty text can't stand here"),
        (
            "rules: {APX-FIN-001: {locked: maybe}}\n",
            "org.yaml:1:31: rules.APX-FIN-001.locked: 'maybe' is not true or false",
        ),
        ("environment: a\0\n", "org.yaml:1:15: the character U+0000 can't stand in a file of text"),
        ("[" * 90, "org.yaml:1:65: this nests more than 64 levels deep"),
        ("sets:\n  cost-governance: [APX-FIN-001]\n", "cost-governance is a set of the catalogue"),
        ("sets:\n  own: [APX-FIN-001]\n", "own is no name for an own set"),
        ("sets:\n  bank/models: [APX-FIN-000]\n", "org.yaml:2:17: sets.bank/models[0]: there is no rule APX-FIN-000"),
        ("sets:\n  bank/models: [APX-RAI-6]\n", "there is no rule APX-RAI-6; did you mean APX-RAI-006?"),
        ("jurisdiction: [EU]\n", "there is no key jurisdiction here; did you mean jurisdictions? [APX-POL-002]"),
        ("approvedModels: [{name: a, version: []}]\n", "[0].version: there is no key version here; did you mean ver"),
        ("rules: {APX-FIN-001: {x: 1}}\n", "the keys here are enforcement, locked, parameters"),
        ("jurisdictions: [EU, US-NY]\n", "jurisdictions[1]: no law of 'US-NY' is known here; did you mean US-NYC?"),
        ("rules: [\n", "org.yaml:"),
        ("- 1\n", "[APX-POL-002]"),
        ("a: 1\n---\nb: 2\n", "holds 2 documents"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, message: str) -> None:
    with pytest.raises(PolicyFileError) as caught:
        settings(text)
    assert message in str(caught.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    rules = "rule: {}\nrules: {APX-FIN-000: {enforcement: hard}}\n"
    with pytest.raises(PolicyFileError) as caught:
        settings(f"{rules}approvedModels: [{{nam: a}}, {{name: b}}]\njurisdictions: [XX]\n")
    assert [(found.line, found.code) for found in caught.value.diagnostics] == [
        (1, "APX-POL-002"),
        (2, "APX-POL-003"),
        (2, "APX-POL-002"),
        (3, "APX-POL-002"),
        (3, "APX-POL-002"),
        (4, "APX-POL-017"),
    ]


def test_lists_and_places_of_law() -> None:
    text = """
    approvedModels: [{name: fraud, versions: ["1"], digests: []}]
    jurisdictions: [EU, US-CO]
    sets: {acme/baseline: [APX-SEC-001]}
    """
    found = settings(text)
    assert found.approved_models is not None
    assert found.approved_models[0].versions == ("1",)
    assert found.jurisdictions == ("EU", "US-CO")
    assert found.sets == {"acme/baseline": ("APX-SEC-001",)}


def test_no_files_are_no_settings() -> None:
    assert load_settings(organisation=None, team=None, rules=RULES) == Settings()
