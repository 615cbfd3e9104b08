"""The platform's facts, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from apexai.spec.fields import Platform
from apexai.targets.facts import Fact, load_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuFact:
    """What an instance with a GPU has at least, and where there are any."""

    fact: Fact
    millicores: int
    memory_mib: int
    regions: tuple[str, ...]


def run_facts() -> Mapping[str, Fact]:
    """Facts by name, from `data/limits-cloud-run.csv`."""
    return load_facts(Platform.CLOUD_RUN)


def choices(fact: Fact) -> tuple[str, ...]:
    """The values of a fact that lists what is allowed."""
    return tuple(fact.value.split("|"))


def gpu_types() -> tuple[str, ...]:
    """The accelerators that there are, as the spec names them."""
    return tuple(name.removeprefix("gpu_") for name in run_facts() if name.startswith("gpu_nvidia"))


def gpu_fact(type_: str) -> GpuFact | None:
    """What is known of an accelerator; None where Cloud Run has none of it."""
    fact = run_facts().get(f"gpu_{type_}")
    if fact is None:
        return None
    cpu, memory, regions = fact.value.split(":")
    return GpuFact(fact=fact, millicores=int(cpu), memory_mib=int(memory), regions=tuple(regions.split("|")))
