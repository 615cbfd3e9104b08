"""Tags: what the spec says, in a form that Azure takes, for every resource that can carry them."""

import re
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.target import Surroundings

OWN_KEYS: Final = frozenset({"costCenter", "tier", "environment", "service", "namespace", "model"})
"""Set from other fields of the spec."""

_FORBIDDEN: Final = re.compile(r"[<>%&\\?/]")


def tags_of(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> dict[str, str]:
    """Tags of every resource; none of them changes with the model's version, which would touch all of them."""
    finops, metadata = deployment.spec.finops, deployment.metadata
    own = {
        "costCenter": finops.cost_center,
        "tier": finops.tier,
        "environment": deployment.spec.environment or surroundings.environment,
        "service": metadata.name,
        "namespace": metadata.namespace,
        "model": deployment.spec.model_ref.name,
    }
    written = {tag_key(key): value for key, value in {**finops.tags, **metadata.labels}.items()}
    given = {key: value for key, value in own.items() if value is not None}
    return dict(sorted({**written, **given}.items()))


def tag_key(text: str) -> str:
    """The key with a hyphen for each character that the name of a tag can't hold.

    Source: Azure documentation, Use tags to organize your Azure resources, Limitations: none of `< > % & \\ ? /`; read
    2026-11-21.
    """
    return _FORBIDDEN.sub("-", text)
