"""EC2 instances, volumes, scaling groups, EKS clusters with their nodes, Fargate tasks."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from apexai.cost.meters import hours
from apexai.cost.quantity import Amount, Quantity, fixed
from apexai.cost.reading import Meter, Reading
from apexai.cost.schedule import Action, CronError, load_cron, shares
from apexai.cost.surroundings import NotKnown, Surroundings, known_number, known_text
from apexai.cost.view import number_at, text_at, value_at
from apexai.graph.model import Resource
from apexai.units import HOURS_PER_MONTH, MIB_PER_GIB

LAUNCH_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
NODE_GROUP: Final = "aws:eks/nodeGroup:NodeGroup"
SCHEDULE: Final = "aws:autoscaling/schedule:Schedule"
_TASK_DEFINITION: Final = "aws:ecs/taskDefinition:TaskDefinition"

_NODE_DISK_GB: Final = 20
"""Of a node without a launch template. Source: AWS EKS API, CreateNodegroup diskSize (botocore 1.44.5)."""
_NODE_DISK: Final = "disks of nodes without a launch template are taken to be gp3"
_TEMPLATE_DISK: Final = ("blockDeviceMappings", 0, "ebs")
_CPU_UNITS_PER_VCPU: Final = 1024
_LINUX: Final = "machine images are taken to be Linux without a licence fee"
_FIRST_TYPE: Final = "of several machine types of a node group on demand the first is taken, which EKS tries first"
_IOPS_INCLUDED: Final = Decimal(3000)
_THROUGHPUT_INCLUDED: Final = Decimal(125)


def read_instance(around: Surroundings) -> Reading:
    """A machine by the hour and its volumes by size."""
    number = _running(around, fixed(1))
    spot = around.text("instanceMarketOptions", "marketType", default="on-demand") == "spot"
    machine = instance_meter(around, around.text("instanceType"), number, spot=spot)
    root = _root_volume(around)
    extra = value_at(around.resource.inputs, "ebsBlockDevices")
    count = len(extra) if isinstance(extra, list) else 0
    more = [meter for at in range(count) for meter in volume_meters(around, "ebsBlockDevices", at, size="volumeSize")]
    return Reading(
        meters=(machine, *root.meters, *more), unpriced=(*root.unpriced, *_tenancy(around)), assumptions=(_LINUX,)
    )


def read_volume(around: Surroundings) -> Reading:
    """A volume by its size, and the speed beyond what it includes."""
    return Reading(meters=volume_meters(around, size="size"))


def read_scaling_group(around: Surroundings) -> Reading:
    """The machines of a scaling group, from its minimum to its maximum."""
    template = around.view.referenced(around.resource, "launchTemplate", LAUNCH_TEMPLATE)
    if template is None:
        raise NotKnown("its launch template is not in the program")
    least, most = around.number("minSize"), around.number("maxSize")
    desired = around.number("desiredCapacity", default=least)
    spot = known_text(template, "instanceMarketOptions", "marketType", default="on-demand") == "spot"
    number = _running(around, scheduled(around, Quantity(least, desired, most)))
    meter = instance_meter(around, known_text(template, "instanceType"), number, spot=spot)
    disks = "the size of the machines' volumes is the machine image's, and not in the program"
    return Reading(meters=(meter,), unpriced=(disks,), assumptions=(_LINUX,))


def read_node_group(around: Surroundings) -> Reading:
    """The nodes, from the minimum to the maximum of the group, and their disks."""
    count = scheduled(around, node_count(around.resource))
    number = _running(around, count)
    meters = [instance_meter(around, node_type(around), number, spot=_is_spot(around))]
    types = value_at(around.resource.inputs, "instanceTypes")
    assumed = (_LINUX, *((_FIRST_TYPE,) if isinstance(types, list) and len(types) > 1 else ()))
    if value_at(around.resource.inputs, "launchTemplate") is None:
        size = around.number("diskSize", default=_NODE_DISK_GB)
        meters.append(_volume_meter(around, "gp3-storage", "GB-month", count * size, "node disks"))
        return Reading(meters=tuple(meters), assumptions=(*assumed, _NODE_DISK))
    template = around.view.referenced(around.resource, "launchTemplate", LAUNCH_TEMPLATE)
    kind = None if template is None else text_at(template.inputs, *_TEMPLATE_DISK, "volumeType")
    if template is None or kind != "gp3":
        unpriced = "the size of the nodes' disks is in the launch template, which may leave it to the machine image"
        return Reading(meters=tuple(meters), unpriced=(unpriced,), assumptions=assumed)
    size = known_number(template, *_TEMPLATE_DISK, "volumeSize")
    meters.append(_volume_meter(around, "gp3-storage", "GB-month", count * size, "node disks"))
    return Reading(meters=tuple(meters), assumptions=assumed)


def read_service(around: Surroundings) -> Reading:
    """Tasks on Fargate; tasks on machines of one's own are paid with the machines."""
    if around.text("launchType", default="EC2") != "FARGATE":
        return Reading(free="tasks run on machines that are priced where they stand")
    definition = around.view.referenced(around.resource, "taskDefinition", _TASK_DEFINITION)
    if definition is None:
        raise NotKnown("its task definition is not in the program")
    tasks = _running(around, fixed(around.number("desiredCount", default=1)))
    arm = known_text(definition, "runtimePlatform", "cpuArchitecture", default="X86_64") == "ARM64"
    vcpu, gib = known_number(definition, "cpu") / _CPU_UNITS_PER_VCPU, known_number(definition, "memory") / MIB_PER_GIB
    processor = "arm" if arm else "x86"
    return Reading(
        meters=(
            hours(around, f"aws-fargate-vcpu-hours-linux-{processor}", "vCPU", count=tasks * vcpu, unit="vCPU-hour"),
            hours(around, f"aws-fargate-gb-hours-linux-{processor}", "memory", count=tasks * gib, unit="GB-hour"),
        )
    )


def node_count(group: Resource) -> Quantity:
    """Nodes of a group: its minimum, what it begins with, its maximum. Raises NotKnown."""
    least, most = known_number(group, "scalingConfig", "minSize"), known_number(group, "scalingConfig", "maxSize")
    return Quantity(least, known_number(group, "scalingConfig", "desiredSize", default=least), most)


def scheduled(around: Surroundings, count: Quantity) -> Quantity:
    """Machines over a month, with the scheduled actions of their scaling group. Raises NotKnown."""
    found = around.view.dependents(around.resource, SCHEDULE)
    if not found:
        return count
    base = tuple(amount for _, amount in count.cases())
    try:
        actions = [Action(cron=load_cron(known_text(item, "recurrence")), apply=_bounds_of(item)) for item in found]
        windows = shares(base, actions, year=around.as_of.year)
    except CronError as error:
        raise NotKnown(str(error)) from None
    return Quantity(*(sum((share * (held[at] or 0) for share, held in windows), Decimal(0)) for at in range(3)))


def _bounds_of(action: Resource) -> Callable[[tuple[Amount, ...]], tuple[Amount, ...]]:
    """What a scheduled action makes of least, begun with and most; what it leaves out stays, within the bounds."""
    given = [number_at(action.inputs, key) for key in ("minSize", "desiredCapacity", "maxSize")]
    known = [amount if isinstance(amount, Decimal) else None for amount in given]

    def apply(held: tuple[Amount, ...]) -> tuple[Amount, ...]:
        least, begun, most = (new if new is not None else old for new, old in zip(known, held, strict=True))
        return least, min(max(begun or Decimal(0), least or Decimal(0)), most or Decimal(0)), most

    return apply


def node_type(around: Surroundings) -> str:
    """Machine type of a node group; of several on demand the first, which is tried first. Raises NotKnown.

    Source: Amazon EKS user guide, Managed node group capacity types: on-demand groups use the prioritized strategy.
    """
    types = value_at(around.resource.inputs, "instanceTypes")
    if isinstance(types, list) and (len(types) == 1 or (types and not _is_spot(around))):
        return around.text("instanceTypes", 0)
    if isinstance(types, list) and types:
        raise NotKnown("which of its machine types is bought depends on what spot there is: name one to have a price")
    template = around.view.referenced(around.resource, "launchTemplate", LAUNCH_TEMPLATE)
    if template is not None and types is None:
        return known_text(template, "instanceType")
    raise NotKnown("its machine type is not one that the program names")


def _is_spot(around: Surroundings) -> bool:
    return around.text("capacityType", default="ON_DEMAND") == "SPOT"


def instance_meter(around: Surroundings, machine: str, number: Quantity, *, spot: bool) -> Meter:
    """So many hours of machines of a type, `number` of them all month."""
    suffix = "-spot" if spot else ""
    return hours(around, f"aws-ec2-{machine}-linux{suffix}", machine, count=number)


def volume_meters(around: Surroundings, *path: str | int, size: str) -> tuple[Meter, ...]:
    """Storage of a volume, and what it has beyond the included speed. Raises NotKnown."""
    kind = around.text(*path, "volumeType" if path else "type", default="gp2")
    gigabytes = fixed(around.number(*path, size))
    name = "magnetic" if kind == "standard" else kind
    meters = [_volume_meter(around, f"{name}-storage", "GB-month", gigabytes, f"{kind} volume")]
    if kind in ("gp3", "io1", "io2"):
        iops = around.number(*path, "iops", default=_IOPS_INCLUDED if kind == "gp3" else None)
        meters.append(_volume_meter(around, f"{kind}-iops", "IOPS-month", fixed(iops), "IOPS"))
    if kind == "gp3":
        speed = around.number(*path, "throughput", default=_THROUGHPUT_INCLUDED)
        meters.append(_volume_meter(around, "gp3-throughput", "MBps-month", fixed(speed), "throughput"))
    return tuple(meters)


def _running(around: Surroundings, number: Quantity) -> Quantity:
    """The mean number over the month; less than all where usage says that they run for some hours only."""
    declared = around.usage.total("hours")
    if declared.expected is None:
        return number
    share = declared.or_high(max(declared.expected, Decimal(HOURS_PER_MONTH))) / HOURS_PER_MONTH
    return number * share


def _root_volume(around: Surroundings) -> Reading:
    if number_at(around.resource.inputs, "rootBlockDevice", "volumeSize") is None:
        return Reading(unpriced=("the size of its root volume is the machine image's, and not in the program",))
    return Reading(meters=volume_meters(around, "rootBlockDevice", size="volumeSize"))


def _tenancy(around: Surroundings) -> tuple[str, ...]:
    tenancy = text_at(around.resource.inputs, "tenancy")
    return () if tenancy in (None, "default") else ("no source states the price of dedicated tenancy",)


def _volume_meter(around: Surroundings, sku: str, unit: str, quantity: Quantity, label: str) -> Meter:
    return Meter(
        sku_id=f"aws-ebs-{sku}",
        region_id=around.region(),
        unit=unit,
        quantity=quantity,
        label=label,
        pooled=False,
    )
