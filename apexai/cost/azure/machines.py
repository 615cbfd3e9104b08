"""Virtual machines, managed disks, AKS clusters and their pools."""

from decimal import Decimal
from typing import Final

from apexai.cost.meters import hours
from apexai.cost.quantity import Quantity, fixed
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.view import text_at, value_at

_DISK_KINDS: Final = {
    "Premium_LRS": ("premium-ssd-p", "lrs"),
    "StandardSSD_LRS": ("standard-ssd-e", "lrs"),
    "Standard_LRS": ("standard-hdd-s", "lrs"),
}
_DISK_SIZES: Final = (
    *((4, 1), (8, 2), (16, 3), (32, 4), (64, 6), (128, 10), (256, 15), (512, 20), (1024, 30), (2048, 40)),
    *((4096, 50), (8192, 60), (16384, 70), (32767, 80)),
)
"""GiB up to which a size number is billed. Source: PSRule for Azure, VM.DiskSizeAlignment (2026-11-21)."""
_LEAST_HDD: Final = 4
_TIERS: Final = {"Standard": "standard-uptime-sla", "Premium": "premium-long-term-support"}
_LINUX: Final = "machine images are taken to be Linux without a licence fee"
_NODE_DISKS: Final = "the size of the nodes' disks is the machine type's, and not in the program"


def read_machine(around: Surroundings) -> Reading:
    """A machine by the hour and its system disk."""
    if "windows" in str(value_at(around.resource.inputs, "storageProfile", "imageReference")).lower():
        return Reading(unpriced=("the catalogue has prices of Linux machines only",))
    spot = around.text("priority", default="Regular") == "Spot"
    machine = _machine_meter(around, around.text("hardwareProfile", "vmSize"), fixed(1), spot=spot)
    size = around.number("storageProfile", "osDisk", "diskSizeGB", default=0)
    if not size:
        reason = "the size of its system disk is the machine image's, and not in the program"
        return Reading(meters=(machine,), unpriced=(reason,), assumptions=(_LINUX,))
    kind = around.text("storageProfile", "osDisk", "managedDisk", "storageAccountType", default="Standard_LRS")
    return Reading(meters=(machine, _disk_meter(around, kind, size)), assumptions=(_LINUX,))


def read_disk(around: Surroundings) -> Reading:
    """A managed disk by the size that it is billed as."""
    kind = around.text("sku", "name", default="Standard_LRS")
    return Reading(meters=(_disk_meter(around, kind, around.number("diskSizeGB")),))


def read_cluster(around: Surroundings) -> Reading:
    """The control plane by its tier, and the pools that the cluster itself declares."""
    tier = around.text("sku", "tier", default="Free")
    name = around.text("sku", "name", default="Base")
    if name == "Automatic":
        raise NotKnown("what an automatic cluster bills for its nodes is not counted")
    meters: list[Meter] = []
    if tier in _TIERS:
        sku_id = f"azure-aks-{_TIERS[tier]}"
        meters.append(hours(around, sku_id, "control plane", unit="cluster-hour"))
    pools = value_at(around.resource.inputs, "agentPoolProfiles")
    count = len(pools) if isinstance(pools, list) else 0
    meters += [_pool_meter(around, "agentPoolProfiles", at) for at in range(count)]
    disks = any(not _ephemeral(around, "agentPoolProfiles", at) for at in range(count))
    return Reading(
        meters=tuple(meters), unpriced=(_NODE_DISKS,) if disks else (), assumptions=(_LINUX,) if count else ()
    )


def read_pool(around: Surroundings) -> Reading:
    """Nodes, from the minimum to the maximum of the pool."""
    unpriced = () if _ephemeral(around) else (_NODE_DISKS,)
    return Reading(meters=(_pool_meter(around),), unpriced=unpriced, assumptions=(_LINUX,))


def _pool_meter(around: Surroundings, *path: str | int) -> Meter:
    count = around.number(*path, "count", default=1)
    least, most = count, count
    if around.text(*path, "enableAutoScaling", default="false") == "true":
        least, most = around.number(*path, "minCount"), around.number(*path, "maxCount")
    if around.text(*path, "osType", default="Linux") != "Linux":
        raise NotKnown("the catalogue has prices of Linux machines only")
    spot = around.text(*path, "scaleSetPriority", default="Regular") == "Spot"
    number = Quantity(least, min(max(count, least), most), most)
    return _machine_meter(around, around.text(*path, "vmSize"), number, spot=spot)


def _ephemeral(around: Surroundings, *path: str | int) -> bool:
    return text_at(around.resource.inputs, *path, "osDiskType") == "Ephemeral"


def _machine_meter(around: Surroundings, machine: str, number: Quantity, *, spot: bool) -> Meter:
    return hours(around, f"azure-vm-{machine}-linux{'-spot' if spot else ''}", machine, count=number)


def _disk_meter(around: Surroundings, kind: str, gib: Decimal) -> Meter:
    if kind not in _DISK_KINDS:
        raise NotKnown(f"no source states the price of a {kind} disk by its size")
    name, redundancy = _DISK_KINDS[kind]
    numbers = [number for size, number in _DISK_SIZES if size >= gib]
    if not numbers:
        raise NotKnown(f"a disk of {gib} GiB is larger than any that is billed")
    number = max(numbers[0], _LEAST_HDD) if name.endswith("-s") else numbers[0]
    return Meter(
        sku_id=f"azure-managed-disk-{name}{number}-{redundancy}",
        region_id=around.region(),
        unit="disk-month",
        quantity=fixed(1),
        label="disk",
    )
