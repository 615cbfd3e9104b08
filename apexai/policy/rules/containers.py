"""Reading serverless containers: those of Container Apps and of Cloud Run."""

from collections.abc import Mapping
from typing import Final

from apexai.policy.property import Property
from apexai.policy.rules import pods
from apexai.policy.rules.types import CONTAINER_APP, RUN_JOB, RUN_SERVICE, RUN_SERVICE_V1, WORKLOADS
from apexai.policy.subject import Subject

_PATHS: Final[Mapping[str, tuple[str, ...]]] = {
    CONTAINER_APP: ("template.containers", "template.initContainers"),
    RUN_JOB: ("template.template.containers",),
    RUN_SERVICE: ("template.containers",),
    RUN_SERVICE_V1: ("template.spec.containers",),
}
"""Type → where it lists its containers."""

SERVERLESS: Final = tuple(_PATHS)
CONTAINERS: Final = (*WORKLOADS, *SERVERLESS)
"""Types that hold containers."""


def containers_of(subject: Subject) -> tuple[Property, ...]:
    """Every container, of a pod or of a serverless service."""
    if subject.type not in _PATHS:
        return pods.containers_of(subject)
    return tuple(container for path in _PATHS[subject.type] for container in subject[path].items())
