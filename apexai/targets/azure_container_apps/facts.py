"""The platform's facts, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from apexai.spec.fields import Platform
from apexai.targets.facts import Fact, load_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuProfile:
    """A workload profile with one GPU."""

    fact: Fact
    profile: str
    millicores: int
    memory_mib: int
    regions: tuple[str, ...]


def app_facts() -> Mapping[str, Fact]:
    """Facts by name, from `data/limits-azure-container-apps.csv`."""
    return load_facts(Platform.AZURE_CONTAINER_APPS)


def choices(fact: Fact) -> tuple[str, ...]:
    """The values of a fact that lists what is allowed."""
    return tuple(fact.value.split("|"))


def gpu_types() -> tuple[str, ...]:
    """The accelerators that there are, as the spec names them."""
    return tuple(name.removeprefix("gpu_") for name in app_facts() if name.startswith("gpu_nvidia"))


def gpu_profile(type_: str) -> GpuProfile | None:
    """The profile with an accelerator; None where Container Apps has none."""
    fact = app_facts().get(f"gpu_{type_}")
    if fact is None:
        return None
    profile, cpu, memory, regions = fact.value.split(":")
    return GpuProfile(
        fact=fact, profile=profile, millicores=int(cpu), memory_mib=int(memory), regions=tuple(regions.split("|"))
    )
