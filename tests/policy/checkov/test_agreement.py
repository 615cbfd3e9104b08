"""The rules agree with Checkov on the same resources, with the exceptions that are written down."""

import json
from typing import Final

import pytest

from apexai.policy.finding import Verdict
from apexai.policy.rules import rule_of
from tests.policy.cases import Case, cases, evaluate, judged
from tests.policy.checkov.record import VERDICTS, rendered_case
from tests.policy.test_rules import SETTINGS

LEAST: Final = 15
"""Rules that agree both where a resource passes and where one fails."""
OTHERWISE: Final = {
    (
        "apx-sec-003-fails-for-the-providers-key",
        "CKV_AWS_27",
    ): "Checkov takes any name of a key, also that of the key which AWS keeps for everybody",
    (
        "apx-sec-018-fails-without-sources",
        "CKV_GCP_2",
    ): "Checkov reads source_ranges only; without sources a firewall rule of Google Cloud is about all of them",
}
"""Case and check where we say otherwise, and why."""
_RECORDED: Final = json.loads(VERDICTS.read_text(encoding="utf-8"))["cases"]
_CASES: Final = tuple(case for case in cases() if case.resource in _RECORDED)


def test_every_recorded_case_is_there() -> None:
    assert {case.resource for case in _CASES} == set(_RECORDED)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.resource)
def test_checkov_says_the_same(case: Case) -> None:
    rule, recorded = rule_of(case.rule), _RECORDED[case.resource]
    assert rule is not None
    assert rendered_case(case) == recorded["resource"], "the program changed: record again"
    verdicts = {finding.verdict for finding in judged(case, evaluate(case, rule, settings=SETTINGS))}
    ours = "FAILED" if Verdict.FAIL in verdicts else "PASSED"
    for check, theirs in recorded["verdicts"].items():
        assert (ours == theirs) is ((case.resource, check) not in OTHERWISE), f"{check}: {theirs}"


def test_enough_rules_agree_both_ways() -> None:
    agreed: dict[str, set[str]] = {}
    for case in _CASES:
        for check, verdict in _RECORDED[case.resource]["verdicts"].items():
            if (case.resource, check) not in OTHERWISE:
                agreed.setdefault(case.rule, set()).add(verdict)
    assert sum(verdicts == {"PASSED", "FAILED"} for verdicts in agreed.values()) >= LEAST
