"""Tags of a Worker: texts, not pairs, so that a key and its value are written as one; nothing else of it has any."""

import re
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.target import Surroundings

OWN_KEYS: Final = frozenset({"costCenter", "tier", "environment", "service", "namespace", "model"})
"""Set from other fields of the spec."""

_FORBIDDEN: Final = re.compile(r"[,&\x00-\x1f\x7f]")


def tags_of(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> tuple[str, ...]:
    """`key:value` of all that other platforms tag resources with; none of them changes with the model's version."""
    finops, metadata = deployment.spec.finops, deployment.metadata
    own = {
        "costCenter": finops.cost_center,
        "tier": finops.tier,
        "environment": deployment.spec.environment or surroundings.environment,
        "service": metadata.name,
        "namespace": metadata.namespace,
        "model": deployment.spec.model_ref.name,
    }
    given = {key: value for key, value in own.items() if value is not None}
    return tags_from({**finops.tags, **metadata.labels, **given})


def tags_from(pairs: "dict[str, str]") -> tuple[str, ...]:
    """The pairs as tags, sorted."""
    return tuple(sorted(tag_text(f"{key}:{value}") for key, value in pairs.items()))


def tag_text(text: str) -> str:
    """The text with a hyphen for each character that a tag can't hold."""
    return _FORBIDDEN.sub("-", text)
