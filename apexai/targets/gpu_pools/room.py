"""Whether the pods of a service have room on the nodes that its pool makes."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Runtime
from apexai.targets.diagnostics import error, warning
from apexai.targets.gpu_pools.choice import accelerators_per_node, machine_types_of
from apexai.targets.gpu_pools.machines import MachineType, cloud_of, machine_of, machines_with
from apexai.targets.gpu_pools.plan import PoolPlan
from apexai.units import MIB_PER_GIB, render_decimal

_RUNTIME: Final = "spec.runtime"
_POOL: Final = "spec.runtime.gpu.nodePool"


def check_room(deployment: ServerlessModelDeployment, plan: PoolPlan) -> Iterator[Diagnostic]:
    """A pod fits on a node, the pool has nodes for all pods, and the quota lets them be."""
    yield from _fits(deployment.spec.runtime, plan)
    yield from _enough(deployment, plan)


def _fits(runtime: Runtime, plan: PoolPlan) -> Iterator[Diagnostic]:
    """Nodes keep a part for themselves, so that a pod which asks for all of one fits on none."""
    machines, cloud = _machines(plan), cloud_of(plan.pool)
    if not machines or cloud is None:
        return
    requests = runtime.requests
    memory = requests.memory if requests and requests.memory else runtime.memory
    cpu = requests.cpu if requests and requests.cpu else runtime.cpu
    memory_gib, vcpu = Decimal(memory) / MIB_PER_GIB, Decimal(cpu or 0)
    larger = [
        machine.name
        for machine in machines_with(cloud, plan.accelerator, plan.per_node)
        if machine.memory_gib > memory_gib and machine.vcpu > vcpu
    ]
    instead = f"write less, or {_POOL}.machineTypes: [{larger[0]}]" if larger else "write less"
    largest = max(machines, key=lambda machine: machine.memory_gib)
    if memory_gib >= largest.memory_gib:
        path = "requests.memory" if requests and requests.memory else "memory"
        message = f"{render_decimal(memory_gib)} GiB fit on no node: {largest.name} has {largest.memory_gib} in all"
        yield error("APX-GPU-222", f"{_RUNTIME}.{path}", f"{message} ({largest.source})", instead=instead)
    fastest = max(machines, key=lambda machine: machine.vcpu)
    if vcpu >= fastest.vcpu:
        path = "requests.cpu" if requests and requests.cpu else "cpu"
        message = f"{render_decimal(vcpu)} vCPU fit on no node: {fastest.name} has {fastest.vcpu} in all"
        yield error("APX-GPU-223", f"{_RUNTIME}.{path}", f"{message} ({fastest.source})", instead=instead)


def _machines(plan: PoolPlan) -> list[MachineType]:
    """The machine types of the nodes; none where what one of them has is not known."""
    cloud = cloud_of(plan.pool)
    found = [machine_of(cloud, name) for name in machine_types_of(plan)] if cloud is not None else []
    known = [machine for machine in found if machine is not None]
    return known if len(known) == len(found) else []


def _enough(deployment: ServerlessModelDeployment, plan: PoolPlan) -> Iterator[Diagnostic]:
    scaling, quota = deployment.spec.autoscaling, plan.pool.quota
    if scaling is None:
        return
    pods, path = scaling.max_replicas, "spec.autoscaling.maxReplicas"
    nodes = sum(part.most for part in plan.parts)
    room = nodes * (accelerators_per_node(plan) // plan.count)
    if pods > room:
        message = f"{pods} pods with {plan.count} {plan.accelerator} each have no room: {nodes} nodes take {room}"
        instead = f"write {room} at most, or raise {_POOL}.maxNodes"
        yield warning("APX-GPU-224", path, message, instead=instead)
    if quota is not None and quota.namespace == deployment.metadata.namespace:
        allowed = quota.accelerators // plan.count
        if pods > allowed:
            message = f"{pods} pods take {pods * plan.count} accelerators, and the quota of {quota.namespace} allows "
            instead = f"write {allowed} at most, or raise {_POOL}.quota.accelerators"
            yield warning("APX-GPU-225", path, f"{message}{quota.accelerators}", instead=instead)
