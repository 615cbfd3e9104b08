"""Compute Engine machines with their disks, accelerators and addresses, GKE clusters and pools."""

from decimal import Decimal
from typing import Final

from apexai.cost.meters import hours
from apexai.cost.quantity import Quantity, fixed
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.view import number_at, value_at
from apexai.graph.model import Value

ADDRESS: Final = "gcp:compute/address:Address"

_ACCELERATORS: Final = {
    "nvidia-tesla-t4": "t4",
    "nvidia-l4": "l4",
    "nvidia-tesla-a100": "a100-40gb",
    "nvidia-h100-80gb": "h100-80gb",
}
_WITH_ACCELERATORS: Final = ("g2-", "a2-", "a3-", "a4-", "g4-")
"""Machine families whose price contains the accelerators that they come with."""
_SUSTAINED: Final = ("n1-", "n2-", "n2d-", "c2-", "m1-", "m2-", "f1-", "g1-")
"""Families that Google Cloud discounts by itself in a month of use. Source: Compute Engine documentation, Sustained use
discounts, read 2026-11-21."""
_UNDISCOUNTED: Final = (
    "sustained use discounts of Google Cloud, up to 20 or 30 % of machines that run all month, are not counted"
)
_ZONES: Final = 3
_IN_THREE_ZONES: Final = "a pool of a regional cluster is taken to have its nodes in three zones"
_IN_USE: Final = "a reserved address is taken to be in use"


def read_instance(around: Surroundings) -> Reading:
    """A machine, its boot disk, its accelerators and its external addresses."""
    spot = around.text("scheduling", "provisioningModel", default="STANDARD") == "SPOT"
    spot = spot or around.text("scheduling", "preemptible", default="false") == "true"
    machine = around.text("machineType")
    meters = [_machine_meter(around, machine, fixed(1), spot=spot)]
    meters += _accelerators(around, machine, fixed(1), "guestAccelerators")
    meters += _addresses(around)
    size = number_at(around.resource.inputs, "bootDisk", "initializeParams", "size")
    assumed = _undiscounted(machine, spot=spot)
    if not isinstance(size, Decimal):
        reason = "the size of its boot disk is the image's, and not in the program"
        return Reading(meters=tuple(meters), unpriced=(reason,), assumptions=assumed)
    kind = around.text("bootDisk", "initializeParams", "type", default="pd-standard")
    meters.append(_disk_meter(around, kind, fixed(size)))
    return Reading(meters=tuple(meters), assumptions=assumed)


def read_disk(around: Surroundings) -> Reading:
    kind = around.text("type", default="pd-standard")
    return Reading(meters=(_disk_meter(around, kind, fixed(around.number("size"))),))


def read_address(around: Surroundings) -> Reading:
    """An external address that is reserved; internal ones are free."""
    if around.text("addressType", default="EXTERNAL") == "INTERNAL":
        return Reading(free="an internal address costs nothing")
    meter = hours(around, "gcp-network-external-ip-in-use", "external address")
    return Reading(meters=(meter,), assumptions=(_IN_USE,))


def read_cluster(around: Surroundings) -> Reading:
    """The control plane, and the default pool where the cluster keeps it."""
    fee = hours(around, "gcp-gke-cluster-fee", "control plane", unit="cluster-hour")
    if around.text("enableAutopilot", default="false") == "true":
        return Reading(meters=(fee,), unpriced=("what its pods reserve is not in the program's cluster",))
    if around.text("removeDefaultNodePool", default="false") == "true":
        return Reading(meters=(fee,))
    count = around.number("initialNodeCount", default=0)
    if not count:
        return Reading(meters=(fee,))
    nodes, assumed = _nodes(around, fixed(count * _zones(around)), "nodeConfig")
    return Reading(meters=(fee, *nodes.meters), unpriced=nodes.unpriced, assumptions=assumed)


def read_pool(around: Surroundings) -> Reading:
    """Nodes, from the minimum to the maximum of the pool."""
    count = around.number("nodeCount", default=around.number("initialNodeCount", default=1))
    zones = _zones(around)
    number = fixed(count * zones)
    if value_at(around.resource.inputs, "autoscaling", "totalMaxNodeCount") is not None:
        number = _between(around, count * zones, "totalMinNodeCount", "totalMaxNodeCount")
    elif value_at(around.resource.inputs, "autoscaling") is not None:
        number = _between(around, count, "minNodeCount", "maxNodeCount") * zones
    nodes, assumed = _nodes(around, number, "nodeConfig")
    return Reading(meters=nodes.meters, unpriced=nodes.unpriced, assumptions=assumed)


def _between(around: Surroundings, begun: Decimal, least: str, most: str) -> Quantity:
    low, high = around.number("autoscaling", least, default=0), around.number("autoscaling", most)
    return Quantity(low, min(max(begun, low), high), high)


def _zones(around: Surroundings) -> int:
    """Zones of a pool or of a cluster."""
    return len(_locations(around)) or (_ZONES if _is_regional(around) else 1)


def _locations(around: Surroundings) -> list[Value]:
    found = value_at(around.resource.inputs, "nodeLocations")
    return found if isinstance(found, list) else []


def _is_regional(around: Surroundings) -> bool:
    return len(around.text("location", default=around.region()).rpartition("-")[2]) != 1


def _nodes(around: Surroundings, number: Quantity, *path: str) -> tuple[Reading, tuple[str, ...]]:
    """So many nodes in all zones together."""
    machine = around.text(*path, "machineType")
    spot = "true" in (around.text(*path, key, default="false") for key in ("spot", "preemptible"))
    meters = [_machine_meter(around, machine, number, spot=spot)]
    meters += _accelerators(around, machine, number, *path, "guestAccelerators")
    unpriced: tuple[str, ...] = ()
    size = number_at(around.resource.inputs, *path, "diskSizeGb")
    if isinstance(size, Decimal):
        kind = around.text(*path, "diskType", default="pd-balanced")
        meters.append(_disk_meter(around, kind, number * size))
    else:
        unpriced = ("the size of the nodes' disks is not in the program: set nodeConfig.diskSizeGb",)
    in_zones = (_IN_THREE_ZONES,) if _is_regional(around) and not _locations(around) else ()
    assumed = (*in_zones, *_undiscounted(machine, spot=spot))
    return Reading(meters=tuple(meters), unpriced=unpriced), assumed


def _undiscounted(machine: str, *, spot: bool) -> tuple[str, ...]:
    return (_UNDISCOUNTED,) if machine.startswith(_SUSTAINED) and not spot else ()


def _accelerators(around: Surroundings, machine: str, number: Quantity, *path: str | int) -> list[Meter]:
    found = value_at(around.resource.inputs, *path)
    if machine.startswith(_WITH_ACCELERATORS) or not isinstance(found, list):
        return []
    meters = []
    for at in range(len(found)):
        kind = around.text(*path, at, "type")
        if kind not in _ACCELERATORS:
            raise NotKnown(f"no source states the price of the accelerator {kind}")
        count = number * around.number(*path, at, "count")
        sku_id = f"gcp-compute-gpu-{_ACCELERATORS[kind]}"
        meters.append(hours(around, sku_id, kind, count=count, unit="GPU-hour"))
    return meters


def _addresses(around: Surroundings) -> list[Meter]:
    """External addresses that are not resources of their own."""
    interfaces = value_at(around.resource.inputs, "networkInterfaces")
    if around.view.referenced(around.resource, "networkInterfaces", ADDRESS) is not None:
        return []
    count = 0
    for at in range(len(interfaces) if isinstance(interfaces, list) else 0):
        configs = value_at(around.resource.inputs, "networkInterfaces", at, "accessConfigs")
        count += len(configs) if isinstance(configs, list) else 0
    return [hours(around, "gcp-network-external-ip-in-use", "external address", count=count)] if count else []


def _machine_meter(around: Surroundings, machine: str, number: Quantity, *, spot: bool) -> Meter:
    return hours(around, f"gcp-compute-{machine}{'-spot' if spot else ''}", machine, count=number)


def _disk_meter(around: Surroundings, kind: str, gigabytes: Quantity) -> Meter:
    return Meter(
        sku_id=f"gcp-compute-disk-{kind}",
        region_id=around.region(),
        unit="GB-month",
        quantity=gigabytes,
        label=f"{kind} disk",
    )
