"""Policy sets: which rules a name in a spec's `policies` stands for."""

from collections.abc import Mapping
from typing import Final

from apexai.policy.installed_sets import load_installed_sets
from apexai.policy.property import UnknownReached
from apexai.policy.settings import Settings
from apexai.policy.subject import Service
from apexai.spec.catalogue import is_own_set

SETS: Final[Mapping[str, tuple[str, ...]]] = {
    "data-privacy-compliance": (
        "APX-FIN-013",
        "APX-RAI-001",
        "APX-RAI-012",
        "APX-RAI-013",
        "APX-RAI-014",
        "APX-RAI-015",
        "APX-RAI-016",
        "APX-RAI-018",
        "APX-RAI-028",
        "APX-SEC-003",
    ),
    "model-explainability-required": ("APX-RAI-004", "APX-RAI-005"),
    "human-oversight-required": ("APX-RAI-006",),
    "transparency-required": ("APX-RAI-021",),
    "cost-governance": ("APX-FIN-002", "APX-FIN-004", "APX-FIN-007", "APX-FIN-025"),
    "secure-supply-chain": ("APX-RAI-010", "APX-RAI-011", "APX-SEC-006", "APX-SEC-007", "APX-SEC-008"),
    "eu-ai-act-high-risk": (
        "APX-RAI-001",
        "APX-RAI-002",
        "APX-RAI-006",
        "APX-RAI-019",
        "APX-RAI-021",
        "APX-RAI-022",
        "APX-RAI-023",
        "APX-RAI-024",
    ),
}
"""Name in `apexai.spec.catalogue` → rule ids."""


def rules_of(name: str, settings: Settings) -> tuple[str, ...]:
    """The rules of a set, own ones of settings and packages included; none where nobody knows the name."""
    if not is_own_set(name):
        return SETS.get(name, ())
    return settings.sets.get(name) or load_installed_sets().get(name, ())


def known_sets(settings: Settings) -> tuple[str, ...]:
    """Every name that `policies` may hold, sorted."""
    return tuple(sorted({*SETS, *settings.sets, *load_installed_sets()}))


def written_sets(service: Service) -> tuple[str, ...]:
    """The names that a service opted into; none where they can't be read."""
    try:
        return tuple(name.text() for name in service.spec("policies").items())
    except UnknownReached:
        return ()
