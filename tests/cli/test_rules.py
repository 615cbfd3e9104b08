"""`apexai rules` and `apexai exemptions`: what is listed, what files change, what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from apexai.cli.main import run
from apexai.policy.rules import PACKS, RULES

STATE = Path(__file__).parents[1] / "graph" / "recorded" / "state.json"
ORGANISATION = """\
rules:
  APX-SEC-015: {enforcement: mandatory, locked: true}
  APX-FIN-001: {parameters: {ceilingMib: 512}}
"""
EXEMPTIONS = """\
- {rule: APX-FIN-002, resource: "*::c-b", reason: moves next week, owner: a@b.example, ticket: T-1, expires: 2026-11-30}
- {rule: APX-FIN-002, resource: nothing, reason: "moves \\u202e", owner: a@b.example, ticket: T-2, expires: 2027-01-30}
- {rule: APX-FIN-002, resource: gone, reason: moved, owner: a@b.example, ticket: T-3, expires: 2026-11-20}
"""


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APEXAI_AS_OF", "2026-11-21")
    (tmp_path / "organisation.yaml").write_text(ORGANISATION)
    (tmp_path / "exemptions.yaml").write_text(EXEMPTIONS)
    (tmp_path / "state.json").write_bytes(STATE.read_bytes())
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run(arguments) == code
    shown = capsys.readouterr()
    return shown.err if code else shown.out


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(printed(capsys, *arguments, "--format", "json"))


def test_every_rule_is_listed_once(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "rules").splitlines()
    assert [line.split()[0] for line in lines[1:]] == [rule.id for rule in RULES]
    assert [rule["id"] for rule in listed(capsys, "rules", "--pack", "finops")] == [rule.id for rule in PACKS["finops"]]


def test_a_rule_is_explained_with_everything_that_asks_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "rules", "apx-rai-004", "APX-FIN-001")
    for said in (
        "EU AI Act Art. 13: Transparency and instructions for use to deployers, from 2027-12-02",
        "policy       model-explainability-required",
        "ceilingMib: most memory of a function in MiB",
    ):
        assert said in text


def test_settings_change_what_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    files = ("--organisation", "organisation.yaml")
    (line,) = (line for line in printed(capsys, "rules", *files).splitlines() if "APX-SEC-015" in line)
    assert line.split()[2] == "mandatory*"
    assert "set to       ceilingMib: 512" in printed(capsys, "rules", "APX-FIN-001", *files)
    (rule,) = listed(capsys, "rules", "APX-SEC-015", *files)
    assert rule["settings"] == {"enforcement": "mandatory", "locked": True, "parameters": {}}


def test_the_configuration_of_a_pack_holds_the_files(capsys: pytest.CaptureFixture[str]) -> None:
    files = ("--organisation", "organisation.yaml", "--exemptions", "exemptions.yaml")
    found = json.loads(printed(capsys, "rules", "--pack-config", *files))["apexai-settings"]
    assert found["organisation"]["rules"]["APX-FIN-001"] == {"parameters": {"ceilingMib": 512}}
    assert [entry["ticket"] for entry in found["exemptions"]] == ["T-1", "T-2", "T-3"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rules", "APX-RAI-999"), "there is no rule APX-RAI-999 here; those of APX-RAI are APX-RAI-001 to APX-RAI-0"),
        (("rules", "apx-ria-1"), "there is no rule apx-ria-1 here; did you mean APX-RAI-001?"),
        (("rules", "RAI-001"), "did you mean APX-RAI-001?"),
        (("rules", "nonsense"), "there is no rule nonsense here; `apexai rules` lists them"),
        (("rules", "--exemptions", "exemptions.yaml"), "--exemptions changes no rule"),
        (("rules", "--usage", "usage.yaml"), "--usage changes no rule: it is for --pack-config"),
        (("rules", "--team", "nowhere.yaml"), "nowhere.yaml: No such file or directory [APX-POL-001]"),
        (("exemptions", "organisation.yaml"), "an exemptions file is a list"),
        (("exemptions", "exemptions.yaml", "organisation.yaml"), "nobody knows which exemptions it uses"),
        (("exemptions", "exemptions.yaml", "--as-of", "tomorrow"), "this is not a date"),
    ],
)
def test_what_can_not_be_answered_is_said(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert message in printed(capsys, *arguments, code=2)


def test_exemptions_are_listed_as_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "exemptions", "exemptions.yaml").splitlines()
    assert lines[0] == "Exemptions as of 2026-11-21: 2 in force, 1 over, 1 ending soon"
    assert lines[1].startswith("exemptions.yaml:1: in force  APX-FIN-002  *::c-b  until 2026-11-30 (9 days left, ends ")
    assert "\u202e" not in lines[2]


def test_with_a_path_it_is_said_which_are_used(capsys: pytest.CaptureFixture[str]) -> None:
    found = listed(capsys, "exemptions", "exemptions.yaml", "state.json")
    assert found["asOf"] == "2026-11-21"
    assert [entry["state"] for entry in found["exemptions"]] == ["used", "unused", "over"]
    later = listed(capsys, "exemptions", "exemptions.yaml", "state.json", "--as-of", "2026-12-01")
    assert [entry["state"] for entry in later["exemptions"]] == ["over", "unused", "over"]
