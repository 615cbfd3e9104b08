"""docs/policy.md and docs/rules.md: their files load, their codes are all, every rule is there with its programs."""

import datetime
import re
from pathlib import Path
from typing import Final

from apexai.policy import codes
from apexai.policy.exemptions_file import load_exemptions
from apexai.policy.files import load_policy_text
from apexai.policy.finding import Standing, Verdict
from apexai.policy.law.obligations import load_obligations
from apexai.policy.rules import RULES
from apexai.policy.settings_file import load_settings

DOCS: Final = Path(__file__).parents[2] / "docs"
POLICY: Final = (DOCS / "policy.md").read_text(encoding="utf-8")
TODAY: Final = datetime.date(2026, 11, 21)


def shown(name: str) -> str:
    """The YAML block that begins with this file's name."""
    (block,) = re.findall(rf"```yaml\n(# {re.escape(name)}\n.*?)```", POLICY, re.DOTALL)
    assert isinstance(block, str)
    return block


def test_the_files_that_are_shown_load() -> None:
    organisation = load_policy_text(shown("organisation.yaml"), file="organisation.yaml")
    team = load_policy_text(shown("team.yaml"), file="team.yaml")
    settings = load_settings(organisation=organisation, team=team, rules=RULES)
    assert settings.of("APX-FIN-001").parameters == {"ceilingMib": 512}
    assert settings.environment == "staging"
    exemptions = load_policy_text(shown("exemptions.yaml"), file="exemptions.yaml")
    assert len(load_exemptions(exemptions, rules=RULES, settings=settings, as_of=TODAY)) == 1


def test_every_code_is_explained() -> None:
    known = {value for value in vars(codes).values() if isinstance(value, str) and value.startswith("APX-POL-")}
    assert set(re.findall(r"^\| `(APX-POL-\d{3})` \|", POLICY, re.MULTILINE)) == known


def test_every_word_of_an_answer_is_explained() -> None:
    words = set(re.findall(r"^\| `(\w+)` \|", POLICY, re.MULTILINE))
    assert {str(verdict) for verdict in Verdict} | {str(standing) for standing in Standing} <= words


def test_the_jurisdictions_are_those_of_the_law() -> None:
    (named,) = re.findall(r"whose law counts: (.*?) \|", POLICY)
    assert set(re.findall(r"`([^`]+)`", named)) == {row.jurisdiction for row in load_obligations().values()} - {""}


def test_every_rule_has_its_section_with_programs() -> None:
    page = (DOCS / "rules.md").read_text(encoding="utf-8")
    sections = {text.partition(":")[0]: text for text in page.split("\n### ")[1:]}
    assert set(sections) == {rule.id for rule in RULES}
    for text in sections.values():
        assert text.count("```python") == 2
        assert text.index("Fails:") < text.index("Passes:")
