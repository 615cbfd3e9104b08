"""Machine types and their accelerators: facts from `data/accelerators.csv` and `data/mig-profiles.csv`."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from apexai.spec.node_pool import ClusterKind, NodePool
from apexai.targets.facts import FOLDER, Confidence

_CLOUDS: Final = {ClusterKind.EKS: "aws", ClusterKind.AKS: "azure", ClusterKind.GKE: "gcp"}
_CLOUDS_OF_CLASSES: Final = {"EC2NodeClass": "aws", "AKSNodeClass": "azure"}
_ARM_FAMILIES: Final = ("g5g.", "p6e-gb200.")
"""Machine types with accelerators and ARM processors. Source: karpenter-provider-aws instance types, 2026-08-21."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineType:
    """A machine type with accelerators."""

    name: str
    accelerator: str
    """As the cloud names it."""
    count: int
    vcpu: Decimal
    memory_gib: Decimal
    source: str

    @property
    def is_arm(self) -> bool:
        return self.name.startswith(_ARM_FAMILIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class MigProfiles:
    """Sizes of partitions of an accelerator."""

    partitions: Mapping[str, int]
    """Profile → how many of it one accelerator has."""
    source: str
    source_date: str
    confidence: Confidence


def cloud_of(pool: NodePool) -> str | None:
    """`aws`, `azure` or `gcp`; None where Karpenter's template of nodes does not tell."""
    cluster = pool.cluster
    if cluster.kind is ClusterKind.KARPENTER:
        return None if cluster.node_class is None else _CLOUDS_OF_CLASSES.get(cluster.node_class.kind)
    return _CLOUDS[cluster.kind]


def machines_with(cloud: str, accelerator: str, count: int) -> tuple[MachineType, ...]:
    """Machine types with so many of the accelerator, the smallest first."""
    names = aliases_of(accelerator)
    found = [machine for machine in _load_machines(cloud).values() if machine.accelerator in names]
    fitting = [machine for machine in found if machine.count == count]
    return tuple(sorted(fitting, key=lambda machine: (machine.vcpu, machine.memory_gib, machine.name)))


def machine_of(cloud: str, name: str) -> MachineType | None:
    """A machine type; None where the data has none of the name."""
    return _load_machines(cloud).get(name)


def counts_of(cloud: str, accelerator: str) -> tuple[int, ...]:
    """How many of the accelerator one machine can have."""
    names = aliases_of(accelerator)
    return tuple(sorted({item.count for item in _load_machines(cloud).values() if item.accelerator in names}))


def accelerators_of(cloud: str) -> tuple[str, ...]:
    """The accelerators of a cloud's machine types."""
    return tuple(sorted({machine.accelerator for machine in _load_machines(cloud).values()}))


def mig_profiles(accelerator: str) -> MigProfiles | None:
    """Sizes of its partitions; None where it has none, or none are known."""
    return next((row for names, row in _load_profiles() if aliases_of(accelerator) & names), None)


@cache
def aliases_of(accelerator: str) -> frozenset[str]:
    """Names of the same accelerator in different clouds."""
    groups = [frozenset(row["accelerators"].split("|")) for row in _rows("gpu-labels.csv")]
    return next((group for group in groups if accelerator in group), frozenset({accelerator}))


@cache
def _load_machines(cloud: str) -> Mapping[str, MachineType]:
    rows = [row for row in _rows("accelerators.csv") if row["cloud"] == cloud and row["accelerator_count"].isdigit()]
    return {row["machine_type"]: _machine(row) for row in rows if int(row["accelerator_count"]) > 0}


def _machine(row: Mapping[str, str]) -> MachineType:
    return MachineType(
        name=row["machine_type"],
        accelerator=row["accelerator"],
        count=int(row["accelerator_count"]),
        vcpu=Decimal(row["vcpu"] or "Infinity"),
        memory_gib=Decimal(row["memory_gib"] or "Infinity"),
        source=row["source"],
    )


@cache
def _load_profiles() -> tuple[tuple[frozenset[str], MigProfiles], ...]:
    return tuple((frozenset(row["accelerators"].split("|")), _profiles(row)) for row in _rows("mig-profiles.csv"))


def _profiles(row: Mapping[str, str]) -> MigProfiles:
    return MigProfiles(
        partitions={name: int(count) for name, count in (item.split(":") for item in row["profiles"].split("|"))},
        source=row["source"],
        source_date=row["source_date"],
        confidence=Confidence(row["confidence"]),
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("apexai.targets") / FOLDER / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
