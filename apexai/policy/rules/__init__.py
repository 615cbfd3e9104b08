"""The rules: one explicit table, in the order of their ids."""

from collections.abc import Mapping
from typing import Final

from apexai.policy.rule import Rule
from apexai.policy.rules import finops, responsible_ai, security

PACKS: Final[Mapping[str, tuple[Rule, ...]]] = {
    "finops": finops.RULES,
    "responsible-ai": responsible_ai.RULES,
    "security": security.RULES,
}
"""Policy pack → its rules."""

RULES: Final[tuple[Rule, ...]] = tuple(rule for rules in PACKS.values() for rule in rules)


def rule_of(id: str) -> Rule | None:
    """The rule with this id."""
    return next((rule for rule in RULES if rule.id == id), None)
