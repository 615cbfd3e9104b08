"""Rules on what a deployment costs, and on who can tell."""

from typing import Final

from apexai.policy.rule import Rule
from apexai.policy.rules.finops import accelerators, budgets, capacity, machines, records, sharing, tags

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted(
        (
            *accelerators.RULES,
            *budgets.RULES,
            *capacity.RULES,
            *machines.RULES,
            *records.RULES,
            *sharing.RULES,
            *tags.RULES,
        ),
        key=lambda rule: rule.id,
    )
)
"""APX-FIN-001 and on."""
