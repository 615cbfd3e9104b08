"""Whether a pool can be had: the table of its kind of cluster, then what its settings must satisfy together."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.leaves import WrittenLeaf, written_in
from apexai.spec.node_pool import ClusterKind, NodeCapacity, Sharing, SharingStrategy
from apexai.targets.capability import Refused
from apexai.targets.diagnostics import error, note, warning
from apexai.targets.facts import Confidence
from apexai.targets.gpu_pools.capability import table_of
from apexai.targets.gpu_pools.choice import fitting_machines, machine_types_of
from apexai.targets.gpu_pools.machines import accelerators_of, cloud_of, counts_of, machine_of, mig_profiles
from apexai.targets.gpu_pools.plan import PoolPlan
from apexai.units import MIB_PER_GIB

_REQUIRED: Final = {
    ClusterKind.EKS: (("name", "cluster.name"), ("subnets", "cluster.subnets")),
    ClusterKind.AKS: (("name", "cluster.name"), ("resource_group", "cluster.resourceGroup")),
    ClusterKind.GKE: (("name", "cluster.name"), ("location", "cluster.location")),
    ClusterKind.KARPENTER: (("node_class", "cluster.nodeClass"),),
}
_ONE_MACHINE: Final = (ClusterKind.AKS, ClusterKind.GKE)
_OWN_PLUGIN: Final = (ClusterKind.GKE,)


def check_pool(plan: PoolPlan) -> tuple[Diagnostic, ...]:
    """Errors, warnings and notes; paths begin in the pool."""
    return tuple(found for check in _CHECKS for found in check(plan))


def _capability(plan: PoolPlan) -> Iterator[Diagnostic]:
    table = table_of(plan.kind)
    for written in written_in(plan.pool):
        answer = table.get(written.leaf)
        if isinstance(answer, Refused) and not _is_nothing(written):
            message = f"{written.shown} can't be used on {plan.kind} ({answer.reason})"
            yield error(answer.code, written.path, message, instead=answer.instead)


def _is_nothing(written: WrittenLeaf) -> bool:
    """No minimum is what a cluster without minimums has."""
    return written.leaf == "minNodes" and written.value == 0


def _cluster(plan: PoolPlan) -> Iterator[Diagnostic]:
    cluster = plan.pool.cluster
    for attribute, path in _REQUIRED[plan.kind]:
        if not getattr(cluster, attribute):
            yield error("APX-GPU-201", path, f"{plan.kind} needs it", instead=f"write {path}")
    if plan.kind is ClusterKind.AKS and len(cluster.subnets) > 1:
        message = "the nodes of an AKS pool are in one subnet"
        yield error("APX-GPU-202", "cluster.subnets", message, instead="write one")
    if plan.kind is ClusterKind.GKE and cluster.service_account is None and cluster.project is None:
        message = "the nodes' own account needs a project to be granted its role in"
        yield error(
            "APX-GPU-203",
            "cluster",
            message,
            instead="write cluster.project, or cluster.serviceAccount of one that exists",
        )


def _bounds(plan: PoolPlan) -> Iterator[Diagnostic]:
    pool = plan.pool
    if pool.min_nodes > pool.max_nodes:
        yield _more("minNodes", pool.min_nodes, pool.max_nodes)
    for index, schedule in enumerate(pool.schedules):
        if schedule.min_nodes > schedule.max_nodes:
            yield _more(f"schedules[{index}].minNodes", schedule.min_nodes, schedule.max_nodes)
    names = [schedule.name for schedule in pool.schedules]
    for index, name in enumerate(names):
        if name in names[:index]:
            message = f"the name {name!r} is taken by another schedule"
            yield error("APX-GPU-205", f"schedules[{index}].name", message, instead="give each its own")
    if pool.disk_size is not None and int(pool.disk_size) % MIB_PER_GIB:
        message = "disks have whole GiB"
        yield error("APX-GPU-206", "diskSize", message, instead=f"write {int(pool.disk_size) // MIB_PER_GIB + 1}GiB")


def _more(path: str, least: int, most: int) -> Diagnostic:
    return error("APX-GPU-204", path, f"{least} is more than the most, {most}", instead=f"write at most {most}")


def _machines(plan: PoolPlan) -> Iterator[Diagnostic]:
    if plan.per_node < plan.count:
        message = f"an instance takes {plan.count} accelerators and a node has {plan.per_node}"
        yield error("APX-GPU-207", "acceleratorsPerNode", message, instead=f"write at least {plan.count}")
    written = plan.pool.machine_types
    if not written:
        yield from _chosen(plan)
    if len(written) > 1 and plan.kind in _ONE_MACHINE:
        message = f"a pool on {plan.kind} has one machine type"
        yield error("APX-GPU-208", "machineTypes", message, instead="write one, or make a pool for each")
    for index, name in enumerate(written):
        yield from _machine(plan, name, f"machineTypes[{index}]")


def _chosen(plan: PoolPlan) -> Iterator[Diagnostic]:
    cloud = cloud_of(plan.pool)
    if fitting_machines(plan):
        return
    if cloud is None:
        message = "which cloud's machines a node class of this kind makes is not known"
        yield error("APX-GPU-209", "machineTypes", message, instead="write the machine types")
        return
    counts = counts_of(cloud, plan.accelerator)
    message = f"no machine type of {cloud} with {plan.per_node} {plan.accelerator} is known"
    if counts:
        yield error("APX-GPU-209", "acceleratorsPerNode", message, instead=f"write one of {_listed(counts)}")
    else:
        instead = f"use one of {_listed(accelerators_of(cloud))}, or write machineTypes"
        yield error("APX-GPU-209", "machineTypes", message, instead=instead)


def _machine(plan: PoolPlan, name: str, path: str) -> Iterator[Diagnostic]:
    cloud = cloud_of(plan.pool)
    machine = machine_of(cloud, name) if cloud is not None else None
    fitting = [found.name for found in fitting_machines(plan)]
    if machine is None:
        message = f"{name!r} is no machine type with accelerators that is known here: what it has is not checked"
        yield warning("APX-GPU-210", path, message, instead=f"use one of {_listed(fitting)}" if fitting else "check it")
    elif name not in fitting:
        message = f"{name} has {machine.count} {machine.accelerator} ({machine.source})"
        other = f"write acceleratorsPerNode: {machine.count}"
        if machine.accelerator != plan.accelerator:
            message += f", and {plan.accelerator} is asked for"
            other = f"ask for {machine.accelerator}"
        yield error("APX-GPU-211", path, message, instead=f"use one of {_listed(fitting)}" if fitting else other)


def _sharing(plan: PoolPlan) -> Iterator[Diagnostic]:
    sharing = plan.pool.sharing
    if sharing is None:
        return
    if plan.count > 1:
        message = f"an instance takes {plan.count} accelerators, and those of this pool are shared in parts"
        yield error("APX-GPU-212", "sharing", message, instead="take one, or remove sharing")
    if sharing.strategy is SharingStrategy.MIG:
        yield from _partitions(plan, sharing)
    elif sharing.clients is None or sharing.profile is not None:
        message = "time-slicing has a number of clients and no profile"
        yield error("APX-GPU-213", "sharing", message, instead="write sharing.clients alone")
    elif plan.pool.device_plugin is None and plan.kind not in _OWN_PLUGIN:
        message = f"on {plan.kind} the device plugin decides on time-slicing, for all nodes that it serves"
        instead = "write devicePlugin, which serves this pool alone"
        yield error("APX-GPU-214", "sharing.strategy", message, instead=instead)


def _partitions(plan: PoolPlan, sharing: Sharing) -> Iterator[Diagnostic]:
    profiles = mig_profiles(plan.accelerator)
    if profiles is None:
        message = f"{plan.accelerator} can't be partitioned, as far as is known here"
        instead = "use time-slicing, or an accelerator with MIG"
        yield error("APX-GPU-215", "sharing.strategy", message, instead=instead)
    elif sharing.profile is None or sharing.clients is not None:
        message = "MIG has a profile and no number of clients"
        yield error("APX-GPU-213", "sharing", message, instead=f"write sharing.profile: {_listed(profiles.partitions)}")
    elif sharing.profile not in profiles.partitions:
        degree = error if profiles.confidence is Confidence.HIGH else warning
        message = f"{plan.accelerator} has no profile {sharing.profile!r} ({profiles.source}, {profiles.source_date})"
        yield degree("APX-GPU-216", "sharing.profile", message, instead=f"use one of {_listed(profiles.partitions)}")
    elif plan.kind in (ClusterKind.EKS, ClusterKind.KARPENTER):
        message = "the GPU operator's MIG manager makes the partitions; it has to run in the cluster"
        yield note("APX-GPU-217", "sharing.strategy", message)


def _capacity(plan: PoolPlan) -> Iterator[Diagnostic]:
    capacity, kind = plan.pool.capacity, plan.kind
    if kind is ClusterKind.EKS and capacity is not NodeCapacity.ON_DEMAND and len(machine_types_of(plan)) == 1:
        others = [machine.name for machine in fitting_machines(plan)][:3]
        message = "spot machines of one type are often not to be had"
        yield warning("APX-GPU-218", "capacity", message, instead=f"write machineTypes: [{_listed(others)}]")
    if capacity is NodeCapacity.SPOT_WITH_FALLBACK and kind is not ClusterKind.KARPENTER:
        message = "it is emulated: a spot pool, and one on demand that the cluster's autoscaler has to try second"
        yield note("APX-GPU-219", "capacity", message, instead=_FALLBACK[kind])


_FALLBACK: Final = {
    ClusterKind.EKS: "give cluster-autoscaler the priority expander, with names that contain -spot first",
    ClusterKind.AKS: "set the cluster's autoScalerProfile.expander to priority, with the spot pool first",
    ClusterKind.GKE: "GKE prefers the cheaper pool by itself; a custom compute class makes it sure",
}


def _plugin(plan: PoolPlan) -> Iterator[Diagnostic]:
    if plan.pool.device_plugin is None and plan.kind not in _OWN_PLUGIN:
        message = f"{plan.kind} brings no device plugin: pods see accelerators only where the cluster runs one"
        yield note("APX-GPU-220", "devicePlugin", message, instead="write devicePlugin where it does not")


def _listed(items: Iterable[object]) -> str:
    return ", ".join(str(item) for item in items)


_CHECKS: Final[tuple[Callable[[PoolPlan], Iterator[Diagnostic]], ...]] = (
    _capability,
    _cluster,
    _bounds,
    _machines,
    _sharing,
    _capacity,
    _plugin,
)
