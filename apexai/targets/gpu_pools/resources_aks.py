"""Agent pools on AKS."""

import pulumi
from pulumi_azure_native import containerservice

from apexai.spec.node_pool import SharingStrategy
from apexai.targets.gpu_pools.choice import machine_types_of
from apexai.targets.gpu_pools.labels import AKS_SPOT, GPU_RESOURCE, POOL_LABEL, TAINT_VALUE
from apexai.targets.gpu_pools.plan import PoolPart, PoolPlan
from apexai.targets.gpu_pools.request import PoolRequest, digest_of
from apexai.targets.value import input_of

_SPOT_TAINT = f"{AKS_SPOT}=spot:NoSchedule"


def build_nodes(request: PoolRequest) -> None:
    """Register one pool, or one of spot machines and one on demand."""
    for part in request.plan.parts:
        _agent_pool(request, part)


def _agent_pool(request: PoolRequest, part: PoolPart) -> containerservice.AgentPool:
    plan, pool, cluster = request.plan, request.plan.pool, request.plan.pool.cluster
    assert cluster.name is not None
    assert cluster.resource_group is not None
    return containerservice.AgentPool(
        f"{request.name}-nodes{part.suffix}",
        agent_pool_name=_pool_name(plan, part),
        resource_group_name=input_of(cluster.resource_group),
        resource_name_=input_of(cluster.name),
        mode="User",
        os_type="Linux",
        vm_size=machine_types_of(plan)[0],
        os_disk_size_gb=plan.disk_gib,
        vnet_subnet_id=input_of(cluster.subnets[0]) if cluster.subnets else None,
        availability_zones=[input_of(zone) for zone in cluster.zones] or None,
        enable_auto_scaling=True,
        min_count=part.least,
        max_count=part.most,
        count=part.least,
        gpu_profile=containerservice.GPUProfileArgs(driver="Install"),
        gpu_instance_profile=_partition(plan),
        node_labels={POOL_LABEL: plan.name, **({AKS_SPOT: "spot"} if part.spot else {})},
        node_taints=[f"{GPU_RESOURCE}={TAINT_VALUE}:NoSchedule", *([_SPOT_TAINT] if part.spot else [])],
        **_spot(part),
        tags={**plan.tags, **{key: input_of(value) for key, value in pool.tags.items()}},
        opts=request.options(ignore_changes=["count"]),
    )


def _spot(part: PoolPart) -> dict[str, pulumi.Input[object]]:
    """Evicted machines are deleted, and pay at most the price on demand."""
    if not part.spot:
        return {"scale_set_priority": "Regular"}
    return {"scale_set_priority": "Spot", "scale_set_eviction_policy": "Delete", "spot_max_price": -1.0}


def _pool_name(plan: PoolPlan, part: PoolPart) -> str:
    """At most 12 lower-case letters and digits; another name wherever the machines can't be changed in place.

    A replacement is made before the old pool goes, so that the two need different names.

    Source: https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update, API version 2025-09-01.
    """
    cluster = plan.pool.cluster
    plain = "".join(character for character in plan.name.lower() if character.isascii() and character.isalnum())
    start = plain.lstrip("0123456789")[:5] or "gpu"
    fixed = (plan.name, machine_types_of(plan)[0], _partition(plan), part.spot, plan.disk_gib, len(cluster.subnets))
    return start + digest_of(*fixed)


def _partition(plan: PoolPlan) -> str | None:
    """AKS names partitions by their share alone: `MIG1g` for `1g.10gb`."""
    sharing = plan.pool.sharing
    if sharing is None or sharing.strategy is not SharingStrategy.MIG or sharing.profile is None:
        return None
    return f"MIG{sharing.profile.split('.')[0]}"
