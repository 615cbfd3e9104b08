"""Karpenter's NodePool: it chooses among machine types, and buys spot before on demand by itself."""

import pulumi_kubernetes as k8s

from apexai.spec.node_pool import NodeCapacity
from apexai.targets.gpu_pools.choice import is_arm, machine_types_of
from apexai.targets.gpu_pools.labels import GPU_RESOURCE, TAINT_VALUE
from apexai.targets.gpu_pools.nodes import labels_of
from apexai.targets.gpu_pools.plan import PoolPlan
from apexai.targets.gpu_pools.request import PoolRequest
from apexai.targets.value import input_of

_GROUPS = {"EC2NodeClass": "karpenter.k8s.aws", "AKSNodeClass": "karpenter.azure.com"}
_CAPACITY = {
    NodeCapacity.ON_DEMAND: ["on-demand"],
    NodeCapacity.SPOT: ["spot"],
    NodeCapacity.SPOT_WITH_FALLBACK: ["spot", "on-demand"],
}


def build_nodes(request: PoolRequest) -> None:
    """Register the pool; the node class that it refers to exists."""
    plan = request.plan
    k8s.apiextensions.CustomResource(
        f"{request.name}-nodes",
        api_version="karpenter.sh/v1",
        kind="NodePool",
        metadata=k8s.meta.v1.ObjectMetaArgs(name=plan.name),
        spec={
            "template": {"metadata": {"labels": labels_of(plan)}, "spec": _node(plan)},
            "limits": {GPU_RESOURCE: plan.pool.max_nodes * plan.per_node},
            "disruption": {"consolidationPolicy": "WhenEmpty", "consolidateAfter": "5m"},
        },
        opts=request.options(),
    )


def _node(plan: PoolPlan) -> dict[str, object]:
    node_class = plan.pool.cluster.node_class
    assert node_class is not None
    reference = {
        "group": _GROUPS.get(node_class.kind, "karpenter.sh"),
        "kind": node_class.kind,
        "name": input_of(node_class.name),
    }
    return {
        "nodeClassRef": reference,
        "taints": [{"key": GPU_RESOURCE, "value": TAINT_VALUE, "effect": "NoSchedule"}],
        "requirements": list(_requirements(plan)),
        "expireAfter": "720h",
    }


def _requirements(plan: PoolPlan) -> list[dict[str, object]]:
    zones = [input_of(zone) for zone in plan.pool.cluster.zones]
    wanted: dict[str, list[object]] = {
        "node.kubernetes.io/instance-type": list(machine_types_of(plan)),
        "karpenter.sh/capacity-type": list(_CAPACITY[plan.pool.capacity]),
        "kubernetes.io/arch": ["arm64" if is_arm(plan) else "amd64"],
        **({"topology.kubernetes.io/zone": list(zones)} if zones else {}),
    }
    return [{"key": key, "operator": "In", "values": values} for key, values in wanted.items()]
