"""Rules on what a model may do, to whom, and who answers for it."""

from typing import Final

from apexai.policy.rule import Rule
from apexai.policy.rules.responsible_ai import (
    declarations,
    evidence,
    explainability,
    models,
    oversight,
    personal_data,
    residency,
    shadow,
)

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted(
        (
            *declarations.RULES,
            *evidence.RULES,
            *explainability.RULES,
            *models.RULES,
            *oversight.RULES,
            *personal_data.RULES,
            *residency.RULES,
            *shadow.RULES,
        ),
        key=lambda rule: rule.id,
    )
)
"""APX-RAI-001 and on."""
