"""What is needed to make a pool's resources."""

import hashlib
from dataclasses import dataclass
from typing import Final

from apexai.spec.node_pool import ClusterKind
from apexai.targets.gpu_pools.plan import PoolPlan
from apexai.targets.request import ComponentRequest

_DIGITS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Who makes the nodes of a kind of cluster."""

    module: str
    """Module with `build_nodes(request)`."""
    sdk: str
    extra: str


MAKERS: Final = {
    ClusterKind.EKS: Maker(module="apexai.targets.gpu_pools.resources_eks", sdk="pulumi_aws", extra="aws"),
    ClusterKind.AKS: Maker(module="apexai.targets.gpu_pools.resources_aks", sdk="pulumi_azure_native", extra="azure"),
    ClusterKind.GKE: Maker(module="apexai.targets.gpu_pools.resources_gke", sdk="pulumi_gcp", extra="gcp"),
    ClusterKind.KARPENTER: Maker(
        module="apexai.targets.gpu_pools.resources_karpenter", sdk="pulumi_kubernetes", extra="kubernetes"
    ),
}
IN_CLUSTER: Final = Maker(
    module="apexai.targets.gpu_pools.resources_cluster", sdk="pulumi_kubernetes", extra="kubernetes"
)
"""What a pool brings into the cluster, whatever makes its nodes: the device plugin and the quota."""


def makers_of(plan: PoolPlan) -> tuple[Maker, ...]:
    """Whose SDKs the pool needs, in the order in which they build."""
    inside = plan.pool.device_plugin is not None or plan.pool.quota is not None
    return (MAKERS[plan.kind], IN_CLUSTER) if inside else (MAKERS[plan.kind],)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRequest(ComponentRequest):
    """One pool."""

    plan: PoolPlan


def digest_of(*parts: object) -> str:
    """A few hex digits that differ where any of the parts does."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:_DIGITS]
