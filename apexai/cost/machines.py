"""Machine types: which cloud has them, under which SKU, and what pods can use of one."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

_SKUS: Final[Mapping[str, str]] = {
    "aws": "aws-ec2-{}-linux",
    "azure": "azure-vm-{}-linux",
    "gcp": "gcp-compute-{}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """One machine of a type."""

    cpu_millicores: Decimal
    memory_mib: Decimal
    accelerators: Decimal
    meaning: str
    """Whether the figures are what pods can use, or what the machine has."""


def cloud_of(machine_type: str) -> str:
    """The provider in the price book that a machine type is of, by the form of its name."""
    if machine_type.startswith("Standard_"):
        return "azure"
    return "aws" if "." in machine_type else "gcp"


def sku_of(machine_type: str) -> str:
    """The SKU of an hour of a machine on demand."""
    return _SKUS[cloud_of(machine_type)].format(machine_type)


@cache
def load_machines(cloud: str) -> Mapping[str, Machine]:
    """Machine type → what one has, for the types that a source describes."""
    text = (files("apexai.cost") / "machine_types" / f"{cloud}.csv").read_text(encoding="utf-8")
    return {
        row["machine_type"]: Machine(
            cpu_millicores=Decimal(row["cpu_millicores"]),
            memory_mib=Decimal(row["memory_mib"]),
            accelerators=Decimal(row["accelerators"]),
            meaning=row["meaning"],
        )
        for row in csv.DictReader(text.splitlines(), strict=True)
    }
