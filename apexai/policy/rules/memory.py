"""How much memory an instance of a serverless function or container has."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from apexai.policy.property import Property
from apexai.policy.rule import NotApplicable
from apexai.policy.rules.containers import containers_of
from apexai.policy.rules.types import (
    CLOUD_FUNCTION,
    CLOUD_FUNCTION_V1,
    CONTAINER_APP,
    LAMBDA,
    RUN_SERVICE,
    RUN_SERVICE_V1,
    WEB_APP,
)
from apexai.policy.subject import Subject
from apexai.units import parse_memory

_PATHS: Final[Mapping[str, tuple[str, int]]] = {
    LAMBDA: ("memorySize", 128),
    CLOUD_FUNCTION: ("serviceConfig.availableMemory", 256),
    CLOUD_FUNCTION_V1: ("availableMemoryMb", 256),
    WEB_APP: ("functionAppConfig.scaleAndConcurrency.instanceMemoryMB", 2048),
}
"""Type → where it says how much, and what it gets in MiB without.

Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html,
https://cloud.google.com/functions/docs/configuring/memory,
https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan#instance-sizes
"""
_RUN_DEFAULT_MIB: Final = 512
"""Source: https://cloud.google.com/run/docs/configuring/services/memory-limits"""

MEASURED: Final = (*_PATHS, CONTAINER_APP, RUN_SERVICE, RUN_SERVICE_V1)


def memory_of(subject: Subject) -> tuple[Decimal, str]:
    """Memory of one instance in MiB, and the path that says so; of several containers together.

    Raises:
        NotApplicable: its plan decides, not the app.
        UnknownReached: it is not known.
    """
    if subject.type == WEB_APP and subject["functionAppConfig"].absent:
        raise NotApplicable("its plan decides how much memory there is")
    if subject.type in _PATHS:
        path, default = _PATHS[subject.type]
        return _mebibytes(subject[path], default), path
    containers = containers_of(subject)
    key = "resources.memory" if subject.type == CONTAINER_APP else "resources.limits.memory"
    total = sum((_mebibytes(container[key], _RUN_DEFAULT_MIB) for container in containers), Decimal(0))
    return total, f"{containers[0].path}.{key}" if containers else "template"


def _mebibytes(written: Property, default: int) -> Decimal:
    if written.absent:
        return Decimal(default)
    if written.text().replace(".", "", 1).isdigit():
        return written.number() or Decimal(0)
    return Decimal(written.parsed(parse_memory))
