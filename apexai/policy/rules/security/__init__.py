"""Rules on who gets in, what lies open, and what runs with too much power."""

from typing import Final

from apexai.policy.rule import Rule
from apexai.policy.rules.security import (
    access,
    credentials,
    encryption,
    exposure,
    identities,
    images,
    networks,
    pod_hardening,
    pod_isolation,
    storage,
    tls,
)

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted(
        (
            *access.RULES,
            *credentials.RULES,
            *encryption.RULES,
            *exposure.RULES,
            *identities.RULES,
            *images.RULES,
            *networks.RULES,
            *pod_hardening.RULES,
            *pod_isolation.RULES,
            *storage.RULES,
            *tls.RULES,
        ),
        key=lambda rule: rule.id,
    )
)
"""APX-SEC-001 and on."""
