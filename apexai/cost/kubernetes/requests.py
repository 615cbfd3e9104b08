"""What one pod reserves: the sum over its containers."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apexai.cost.machines import Machine
from apexai.cost.surroundings import NotKnown
from apexai.cost.view import value_at
from apexai.graph.model import Resource, Unknown, Value

_NUMBER: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)([A-Za-z]*)")
_FACTORS: Final = {
    "": Decimal(1),
    "m": Decimal("0.001"),
    "k": Decimal(10) ** 3,
    "M": Decimal(10) ** 6,
    "G": Decimal(10) ** 9,
    "T": Decimal(10) ** 12,
    "Ki": Decimal(2) ** 10,
    "Mi": Decimal(2) ** 20,
    "Gi": Decimal(2) ** 30,
    "Ti": Decimal(2) ** 40,
}
"""Source: the comment on Quantity in k8s.io/apimachinery."""
_BYTES_PER_MIB: Final = 2**20
_MILLICORES: Final = 1000
_ACCELERATORS: Final = ("nvidia.com/gpu", "aws.amazon.com/neuron", "amd.com/gpu", "google.com/tpu")


@dataclass(frozen=True, slots=True, kw_only=True)
class PodRequests:
    """What a node sets aside for a pod."""

    cpu_millicores: Decimal = Decimal(0)
    memory_mib: Decimal = Decimal(0)
    accelerators: Decimal = Decimal(0)

    def share_of(self, machine: Machine) -> Decimal:
        """The share of a machine that a pod takes: of whatever it takes the largest share of."""
        shares = [self.cpu_millicores / machine.cpu_millicores, self.memory_mib / machine.memory_mib]
        if self.accelerators:
            if not machine.accelerators:
                raise NotKnown("a pod asks for accelerators, and the machine type has none")
            shares.append(self.accelerators / machine.accelerators)
        return max(shares)


def load_requests(workload: Resource, *path: str) -> PodRequests:
    """Sum what the containers of a pod reserve; a limit counts where no request is written.

    Args:
        workload: A resource with a pod template.
        path: Where its pod's `spec` is.

    Raises:
        NotKnown: a quantity is not known before the deployment, or a container reserves nothing.
    """
    containers = value_at(workload.inputs, *path, "containers")
    if not isinstance(containers, list):
        raise NotKnown("its containers are not known before the deployment")
    each = [_container(container) for container in containers]
    total = PodRequests(
        cpu_millicores=sum((found.cpu_millicores for found in each), Decimal(0)),
        memory_mib=sum((found.memory_mib for found in each), Decimal(0)),
        accelerators=sum((found.accelerators for found in each), Decimal(0)),
    )
    if not (total.cpu_millicores and total.memory_mib):
        raise NotKnown("its pods reserve no cpu or no memory, so that no share of a node is theirs")
    return total


def _container(container: Value) -> PodRequests:
    if not isinstance(container, dict):
        raise NotKnown("its containers are not known before the deployment")
    accelerators = (_reserved(container, name) for name in _ACCELERATORS)
    return PodRequests(
        cpu_millicores=_reserved(container, "cpu") * _MILLICORES,
        memory_mib=_reserved(container, "memory") / _BYTES_PER_MIB,
        accelerators=sum(accelerators, Decimal(0)),
    )


def _reserved(container: dict[str, Value], name: str) -> Decimal:
    for kind in ("requests", "limits"):
        found = value_at(container, "resources", kind, name)
        if isinstance(found, Unknown):
            raise NotKnown(f"the {name} of a container is not known before the deployment")
        if found is not None:
            return _quantity(found, name)
    return Decimal(0)


def _quantity(value: Value, name: str) -> Decimal:
    match = _NUMBER.fullmatch(str(value))
    if match is None or match[2] not in _FACTORS:
        raise NotKnown(f"the {name} {value!r} of a container is not a quantity")
    return Decimal(match[1]) * _FACTORS[match[2]]
