"""The machine types of a pool: those that are written, else the smallest that fits."""

from apexai.spec.node_pool import ClusterKind, SharingStrategy
from apexai.targets.gpu_pools.machines import MachineType, cloud_of, machine_of, machines_with, mig_profiles
from apexai.targets.gpu_pools.plan import PoolPlan


def machine_types_of(plan: PoolPlan) -> tuple[str, ...]:
    """Names of machine types, one at least for a plan that was checked; Karpenter may choose among all that fit."""
    if plan.pool.machine_types:
        return tuple(plan.pool.machine_types)
    fitting = tuple(machine.name for machine in fitting_machines(plan))
    return fitting if plan.kind is ClusterKind.KARPENTER else fitting[:1]


def fitting_machines(plan: PoolPlan) -> tuple[MachineType, ...]:
    """Machines of the pool's cloud with the accelerators of a node, the smallest first; none where it is not known."""
    cloud = cloud_of(plan.pool)
    return () if cloud is None else machines_with(cloud, plan.accelerator, plan.per_node)


def is_arm(plan: PoolPlan) -> bool:
    """Whether the nodes have ARM processors."""
    cloud = cloud_of(plan.pool)
    found = [machine_of(cloud, name) for name in machine_types_of(plan)] if cloud is not None else []
    return any(machine is not None and machine.is_arm for machine in found)


def accelerators_per_node(plan: PoolPlan) -> int:
    """What one node offers to pods: accelerators, or their parts where they are shared."""
    return plan.per_node * parts_of_one(plan)


def parts_of_one(plan: PoolPlan) -> int:
    """What one accelerator counts for."""
    sharing = plan.pool.sharing
    if sharing is None:
        return 1
    if sharing.strategy is SharingStrategy.TIME_SLICING:
        return sharing.clients or 1
    profiles = mig_profiles(plan.accelerator)
    return profiles.partitions.get(sharing.profile or "", 1) if profiles is not None else 1
