"""Labels: what the spec says, in a form that Google Cloud takes, for every resource that can carry them."""

import re
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.cloud_run.facts import run_facts
from apexai.targets.target import Surroundings

OWN_KEYS: Final = frozenset({"cost-center", "tier", "environment", "service", "namespace", "model", "model-version"})
"""Set from other fields of the spec."""

_HUMP: Final = re.compile("(?<=[a-z0-9])(?=[A-Z])")
_FORBIDDEN: Final = re.compile("[^a-z0-9_-]")


def labels_of(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> dict[str, str]:
    """Labels of every resource; none of them changes with the model's version, which would touch all of them."""
    finops, metadata = deployment.spec.finops, deployment.metadata
    own = {
        "cost-center": finops.cost_center,
        "tier": finops.tier,
        "environment": deployment.spec.environment or surroundings.environment,
        "service": metadata.name,
        "namespace": metadata.namespace,
        "model": deployment.spec.model_ref.name,
    }
    written = {label_key(key): value for key, value in {**finops.tags, **metadata.labels}.items()}
    given = {key: value for key, value in own.items() if value is not None}
    return {key: label_value(value) for key, value in sorted({**written, **given}.items())}


def label_key(text: str) -> str:
    """A key as Google Cloud takes it: lower case, humps and other characters as hyphens, a letter first.

    Source: Google Cloud documentation, Labels overview, requirements: lower-case letters, digits, underscores and
    hyphens, a key begins with a letter; read 2026-11-21.
    """
    found = label_value(_HUMP.sub("-", text))
    return found if found[:1].isalpha() else f"x{'-' if found[:1] != '-' else ''}{found}"[: _longest()]


def label_value(text: str) -> str:
    """A value as Google Cloud takes it, lower case, with a hyphen for each character that it does not take."""
    return _FORBIDDEN.sub("-", text.lower())[: _longest()]


def _longest() -> int:
    return run_facts()["label_characters"].number
