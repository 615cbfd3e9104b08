"""The pool of a service: what its spec asks for, and what its pods need to land there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.node_pool import ClusterKind, NodeCapacity
from apexai.spec.runtime import Gpu
from apexai.targets.aws_lambda.tags import tags_of as aws_tags
from apexai.targets.azure.tags import tags_of as azure_tags
from apexai.targets.diagnostics import error
from apexai.targets.gpu_pools.plan import PoolPlan
from apexai.targets.gpu_pools.room import check_room
from apexai.targets.gpu_pools.rules import check_pool
from apexai.targets.target import Surroundings

PATH: Final = "spec.runtime.gpu.nodePool"
_TAGS: Final[Mapping[ClusterKind, Callable[[ServerlessModelDeployment, Surroundings], dict[str, str]]]] = {
    ClusterKind.EKS: aws_tags,
    ClusterKind.AKS: azure_tags,
    ClusterKind.GKE: aws_tags,
    ClusterKind.KARPENTER: lambda *_: {},
}
"""Tags in a form that the cloud of the nodes takes; GKE's are made labels where they are set."""


def pool_of(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> PoolPlan | None:
    """The pool to be made for a deployment; None where it asks for none."""
    gpu = deployment.spec.runtime.gpu
    if gpu is None or gpu.node_pool is None:
        return None
    return PoolPlan(
        name=gpu.node_pool.name or deployment.metadata.name,
        accelerator=gpu.type,
        count=gpu.count,
        pool=gpu.node_pool,
        tags=_TAGS[gpu.node_pool.cluster.kind](deployment, surroundings),
    )


def pool_name(gpu: Gpu, service: str) -> str | None:
    """The value of the label of the nodes that pods of a service go to; None where any nodes will do."""
    if gpu.node_pool is None:
        return gpu.pool
    return gpu.node_pool.name or service


def tolerates_spot(gpu: Gpu | None) -> bool:
    """Whether pods have to bear with the taint that AKS puts on spot nodes."""
    pool = gpu.node_pool if gpu is not None else None
    aks = pool is not None and pool.cluster.kind is ClusterKind.AKS
    return aks and pool is not None and pool.capacity is not NodeCapacity.ON_DEMAND


def check_service_pool(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """What stands in the way of a service's pool; paths are those of the spec."""
    plan = pool_of(deployment, surroundings)
    gpu = deployment.spec.runtime.gpu
    if plan is None or gpu is None:
        return
    if gpu.pool is not None:
        message = "the pods go to a pool that exists or to one that is made"
        yield error("APX-GPU-221", PATH, message, instead="remove runtime.gpu.pool or runtime.gpu.nodePool")
    for found in check_pool(plan):
        yield replace(found, path=f"{PATH}.{found.path}")
    yield from check_room(deployment, plan)
