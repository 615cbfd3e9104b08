"""`apexai preview` as a gate: its options of use, prices, decisions and gates, and how it ends."""

import json
from pathlib import Path

import pytest

from apexai.cli.main import run
from tests.report.preview_schema import validate_preview

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "fraud-detection" / "service.yaml")
PUBLISHED = str(Path(__file__).parents[2] / "examples" / "fraud-detection" / "as-published.yaml")
DAY = ("--as-of", "2026-11-21")


def previewed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object], str]:
    code = run(["preview", *arguments, "--format", "json"])
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    validate_preview(document)
    assert document["exitCode"] == code
    (deployment,) = document["deployments"]
    return code, deployment, printed.err


def test_a_mandatory_rule_is_exit_code_1_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    code, deployment, errors = previewed(capsys, PUBLISHED, *DAY)
    assert code == 1
    assert deployment["asOf"] == "2026-11-21"
    lines = errors.splitlines()
    assert [line.rsplit("[", 1)[1] for line in lines] == ["APX-RAI-001]", "APX-RAI-004]", "APX-RAI-028]"]
    assert all(line.startswith(f"{PUBLISHED}:6: fraud-detection-model-v2: ") for line in lines)


def test_use_prices_and_decisions_come_from_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    prices, team, exemptions, usage = (tmp_path / name for name in ("prices", "team", "exemptions", "usage"))
    prices.write_text('discounts: [{skus: "aws-lambda-*", percent: 50%}]\n', encoding="utf-8")
    team.write_text("rules: {APX-FIN-004: {enforcement: mandatory}}\n", encoding="utf-8")
    entries = (
        f"- {{rule: {rule}, resource: fraud-detection-model-v2, reason: being written, owner: a@example.com,"
        " ticket: RISK-1, expires: 2026-12-31}\n"
        for rule in ("APX-RAI-001", "APX-RAI-004", "APX-RAI-028")
    )
    exemptions.write_text("".join(entries), encoding="utf-8")
    usage.write_text(
        'types: {"aws:lambda/function:Function": {requests: 1M/month, duration: 100ms}}\n', encoding="utf-8"
    )
    listed = previewed(capsys, PUBLISHED, *DAY, "--profile", "small")[1]["cost"]
    files = ("--prices", str(prices), "--team", str(team), "--exemptions", str(exemptions), "--usage", str(usage))
    code, deployment, errors = previewed(capsys, PUBLISHED, *DAY, *files)
    assert (code, errors) == (0, "")
    policy, cost = deployment["policy"], deployment["cost"]
    assert isinstance(policy, dict)
    assert policy["counts"]["exempt"] == 3
    assert isinstance(cost, dict)
    assert isinstance(listed, dict)
    assert cost["monthly"]["low"] < listed["monthly"]["low"]
    assert listed["complete"] is True
    price = {
        line["listUnitPrice"]
        for line in cost["lines"]
        if line["chargeDescription"] == "requests" and "lambda" in line["skuId"]
    }
    assert price == {"0.0000001"}


def test_one_day_after_its_end_an_exemption_is_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    exemptions = tmp_path / "exemptions.yaml"
    exemptions.write_text(
        "- {rule: APX-RAI-004, resource: fraud-detection-model-v2, reason: being written, owner: a@example.com,"
        " ticket: RISK-1, expires: 2026-12-31}\n",
        encoding="utf-8",
    )
    failing, lapsed = [], {}
    for day in ("2026-12-31", "2027-01-01"):
        _, deployment, errors = previewed(capsys, PUBLISHED, "--as-of", day, "--exemptions", str(exemptions))
        policy = deployment["policy"]
        assert isinstance(policy, dict)
        failing.append("APX-RAI-004" in errors)
        lapsed[day] = {found["rule"]: found.get("lapsedExemption") for found in policy["findings"]}
    assert failing == [False, True]
    over = "was exempt until 2026-12-31 by a@example.com, RISK-1: that is over"
    assert set(lapsed["2026-12-31"].values()) == {None}
    assert {rule for rule, said in lapsed["2027-01-01"].items() if said == over} == {"APX-RAI-004"}
    for form in ("text", "markdown", "sarif"):
        run(["preview", PUBLISHED, "--as-of", "2027-01-01", "--exemptions", str(exemptions), "--format", form])
        assert "was exempt until 2026-12-31 by" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "gates"),
    [
        ((), []),
        (("--fail-on", "unknown"), ["unknown"]),
        (("--budget-case", "high", "--require-priced"), []),
    ],
)
def test_gates_are_chosen(arguments: tuple[str, ...], gates: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, deployment, _ = previewed(capsys, EXAMPLE, *DAY, *arguments)
    failed = deployment["failedGates"]
    assert isinstance(failed, list)
    assert [item["gate"] for item in failed] == gates
    assert code == bool(gates)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as-of", "soon"), "APX-POL-013"),
        (("--profile", "huge"), "APX-CST-006"),
        (("--usage", "no-such-file"), "APX-CST-001"),
        (("--prices", "no-such-file"), "APX-CST-002"),
        (("--exemptions", "no-such-file"), "APX-POL-001"),
        (("--against", "no-such-revision"), "APX-PRV-012"),
        (("--fail-on", "sometimes"), "sometimes"),
    ],
)
def test_what_an_option_can_not_be_is_said(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("APEXAI_AS_OF", raising=False)
    assert run(["preview", EXAMPLE, *arguments]) == 2
    assert said in capsys.readouterr().err


def test_the_day_may_come_from_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APEXAI_AS_OF", "2027-12-02")
    assert previewed(capsys, EXAMPLE)[1]["asOf"] == "2027-12-02"


def test_all_results_list_what_passes(capsys: pytest.CaptureFixture[str]) -> None:
    policy = previewed(capsys, EXAMPLE, *DAY, "--all-results")[1]["policy"]
    assert isinstance(policy, dict)
    assert {"pass", "notApplicable"} <= {finding["verdict"] for finding in policy["findings"]}
    assert len(policy["findings"]) == sum(policy["counts"].values())
