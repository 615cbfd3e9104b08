"""The exemptions file: what it takes, what is refused and where, what it covers."""

import datetime

import pytest

from apexai.graph import Resource
from apexai.policy.exemptions import Exemption
from apexai.policy.exemptions_file import load_exemptions
from apexai.policy.files import PolicyFileError, load_policy_text
from apexai.policy.rules import RULES
from apexai.policy.settings import RuleSetting, Settings

TODAY = datetime.date(2026, 11, 21)
ENTRY = {
    "rule": "APX-SEC-015",
    "resource": "models-*",
    "reason": "published on purpose",
    "owner": "data@example.com",
    "ticket": "DATA-7",
    "expires": "2027-02-19",
}


def load(settings: Settings | None = None, **changes: str | None) -> tuple[Exemption, ...]:
    lines = [f"  {key}: {value!r}" for key, value in {**ENTRY, **changes}.items() if value is not None]
    text = "-" + "\n".join(lines)[1:] + "\n"
    file = load_policy_text(text, file="exemptions.yaml")
    return load_exemptions(file, rules=RULES, settings=settings or Settings(), as_of=TODAY)


def test_ninety_days_are_taken() -> None:
    (found,) = load()
    assert found.expires == datetime.date(2027, 2, 19)
    assert (found.file, found.line) == ("exemptions.yaml", 1)
    assert found.days_left(TODAY) == 90


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"expires": "2027-02-20"}, "exemptions.yaml:6:12: [0].expires: it would hold 91 more days"),
        (
            {"reason": ""},
            "exemptions.yaml:3:11: [0].reason: the reason is empty, and an exemption needs one [APX-POL-012]",
        ),
        ({"owner": " "}, "the owner is empty"),
        ({"ticket": ""}, "the ticket is empty"),
        ({"reason": None}, "[0].reason: is missing; add reason"),
        ({"owner": None}, "[0].owner: is missing"),
        ({"resource": "*"}, "exemptions.yaml:2:13: [0].resource: '*' exempts everything"),
        ({"resource": "aws:s3/bucket:Bucket::*"}, "exempts everything"),
        ({"resource": "?*[a-z]*"}, "exempts everything"),
        ({"resource": "[a-z0-9]*"}, "exempts everything"),
        ({"rule": "*"}, "there is no rule *"),
        ({"rule": "APX-SEC-999"}, "there is no rule APX-SEC-999"),
        ({"expires": "soon"}, "[0].expires: 'soon' is not a date"),
        ({"note": "x"}, "[0].note: there is no key note here"),
        ({"resource": "t*"}, "'t*' exempts far too much; name the resource, or at least 3 letters of its name"),
        ({"resource": "*a*"}, "'*a*' exempts far too much"),
    ],
)
def test_what_exempts_too_much_is_refused(changes: dict[str, str | None], message: str) -> None:
    with pytest.raises(PolicyFileError) as caught:
        load(**changes)
    assert message in str(caught.value)


def test_all_that_is_wrong_with_an_entry_is_told_at_once() -> None:
    with pytest.raises(PolicyFileError) as raised:
        load(owner=None, resource="*", reason="", rule="APX-SEC-999", expires="2028-01-01", note="x")
    codes = sorted(found.code[-3:] for found in raised.value.diagnostics)
    assert codes == ["002", "002", "003", "008", "009", "012"]


def test_a_locked_rule_takes_no_exemption() -> None:
    with pytest.raises(PolicyFileError) as caught:
        load(Settings(rules={"APX-SEC-015": RuleSetting(locked=True)}))
    assert "the organisation locked APX-SEC-015" in str(caught.value)


def test_a_file_is_a_list() -> None:
    file = load_policy_text("rule: x\n", file="exemptions.yaml")
    with pytest.raises(PolicyFileError):
        load_exemptions(file, rules=RULES, settings=Settings(), as_of=TODAY)


@pytest.mark.parametrize(
    ("glob", "covers"),
    [
        ("models", True),
        ("mod*", True),
        ("aws:s3/bucket:Bucket::mod*", True),
        ("aws:s3/*::models", True),
        ("aws:sqs/*::models", False),
        ("Models", False),
        ("db", False),
        ("model", False),
    ],
)
def test_globs(glob: str, covers: bool) -> None:
    (found,) = load(resource=glob)
    bucket = Resource(urn="u", type="aws:s3/bucket:Bucket", name="models", custom=True)
    assert found.names("APX-SEC-015", bucket) is covers
    assert not found.names("APX-SEC-001", bucket)
