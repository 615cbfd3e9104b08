"""Where a document runs: packages on Flex Consumption, images on Elastic Premium, and how large an instance is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Platform
from apexai.spec.runtime import Runtime
from apexai.targets.facts import Fact, load_facts
from apexai.units import MILLICORES_PER_CORE

_RUNTIME: Final = re.compile("([a-z-]+?)-?([0-9]+(?:\\.[0-9]+)?)")
DEFAULT_INSTANCES: Final = 100
"""Most instances of Flex where the document says nothing. Source: Azure documentation, Flex Consumption plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiumSize:
    """One size of the Elastic Premium plan."""

    name: str
    millicores: int
    memory_mib: int


def function_facts() -> Mapping[str, Fact]:
    """Facts by name, from `data/limits-azure-functions.csv`."""
    return load_facts(Platform.AZURE_FUNCTIONS)


def is_flex(deployment: ServerlessModelDeployment) -> bool:
    """Whether the document has code and no image."""
    return deployment.spec.runtime.package is not None


def flex_memory(runtime: Runtime) -> int:
    """MiB of an instance on Flex."""
    if "memory" in runtime.model_fields_set:
        return runtime.memory
    return function_facts()["flex_memory_default"].number


def premium_sizes() -> tuple[PremiumSize, ...]:
    """The sizes of Elastic Premium, the smallest first."""
    rows = (row.split(":") for row in function_facts()["premium_sizes"].value.split("|"))
    return tuple(PremiumSize(name=name, millicores=int(cpu), memory_mib=int(memory)) for name, cpu, memory in rows)


def premium_size(runtime: Runtime) -> PremiumSize | None:
    """The smallest size that has what the document asks for; None where none has."""
    cpu = 0 if runtime.cpu is None else int(Decimal(runtime.cpu) * MILLICORES_PER_CORE)
    return next(
        (size for size in premium_sizes() if size.millicores >= cpu and size.memory_mib >= runtime.memory), None
    )


def language_of(runtime: str) -> tuple[str, str] | None:
    """Name and version of a language runtime such as `python3.12`; None for other forms."""
    match = _RUNTIME.fullmatch(runtime)
    return None if match is None else (match[1], match[2])


def per_instance_concurrency(deployment: ServerlessModelDeployment) -> int | None:
    """Requests in one instance at once: the share of `runtime.concurrency` that scaling aims at."""
    own, scaling = deployment.spec.runtime.concurrency, deployment.spec.autoscaling
    if own is None or scaling is None or scaling.target_utilization is None:
        return own
    return max(1, int(own * scaling.target_utilization / 100))
