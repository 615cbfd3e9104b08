"""Node pools on GKE, with an account of their own."""

import re
from collections.abc import Sequence
from typing import Final

import pulumi
import pulumi_gcp as gcp

from apexai.spec.node_pool import SharingStrategy
from apexai.targets.gpu_pools.choice import machine_types_of
from apexai.targets.gpu_pools.labels import POOL_LABEL
from apexai.targets.gpu_pools.machines import aliases_of, machine_of
from apexai.targets.gpu_pools.plan import PoolPart, PoolPlan
from apexai.targets.gpu_pools.request import PoolRequest, digest_of
from apexai.targets.value import input_of

_NODE_ROLE: Final = "roles/container.defaultNodeServiceAccount"
"""Source: https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster, read 2026-11-21."""
_SCOPE: Final = "https://www.googleapis.com/auth/cloud-platform"
"""The account's roles decide, not scopes. Source: as above."""
_ACCOUNT_CHARACTERS: Final = 30
_LABEL_CHARACTERS: Final = 63


def build_nodes(request: PoolRequest) -> None:
    """Register one pool, or one of spot machines and one on demand."""
    account, after = _account(request)
    for part in request.plan.parts:
        _node_pool(request, part, account=account, after=after)


def _account(request: PoolRequest) -> tuple[pulumi.Input[str], list[pulumi.Resource]]:
    """Mail address of the nodes' account, and what has to be there before nodes take it."""
    cluster = request.plan.pool.cluster
    if cluster.service_account is not None:
        return input_of(cluster.service_account), []
    assert cluster.project is not None
    project = input_of(cluster.project)
    account = gcp.serviceaccount.Account(
        f"{request.name}-nodes-account",
        account_id=_account_id(request.plan.name),
        display_name=f"Nodes of the pool {request.plan.name}",
        project=project,
        opts=request.options(),
    )
    member = gcp.projects.IAMMember(
        f"{request.name}-nodes-role",
        project=project,
        role=_NODE_ROLE,
        member=account.email.apply(lambda email: f"serviceAccount:{email}"),
        opts=request.options(),
    )
    return account.email, [member]


def _node_pool(
    request: PoolRequest, part: PoolPart, *, account: pulumi.Input[str], after: list[pulumi.Resource]
) -> gcp.container.NodePool:
    plan, cluster = request.plan, request.plan.pool.cluster
    assert cluster.name is not None
    assert cluster.location is not None
    return gcp.container.NodePool(
        f"{request.name}-nodes{part.suffix}",
        cluster=input_of(cluster.name),
        location=input_of(cluster.location),
        project=None if cluster.project is None else input_of(cluster.project),
        node_locations=[input_of(zone) for zone in cluster.zones] or None,
        initial_node_count=part.least,
        autoscaling=gcp.container.NodePoolAutoscalingArgs(
            total_min_node_count=part.least, total_max_node_count=part.most, location_policy="ANY"
        ),
        management=gcp.container.NodePoolManagementArgs(auto_repair=True, auto_upgrade=True),
        upgrade_settings=gcp.container.NodePoolUpgradeSettingsArgs(max_surge=0, max_unavailable=1),
        node_config=_node_config(plan, part, account),
        opts=request.options(depends_on=after, ignore_changes=["initialNodeCount"]),
    )


def _node_config(plan: PoolPlan, part: PoolPart, account: pulumi.Input[str]) -> gcp.container.NodePoolNodeConfigArgs:
    """Nodes without legacy metadata, and no taint of ours: GKE sets its own where there are accelerators."""
    return gcp.container.NodePoolNodeConfigArgs(
        machine_type=machine_types_of(plan)[0],
        guest_accelerators=[_accelerator(plan)],
        spot=part.spot,
        disk_size_gb=plan.disk_gib,
        disk_type="pd-balanced",
        labels={POOL_LABEL: plan.name},
        resource_labels=_resource_labels(plan),
        service_account=account,
        oauth_scopes=[_SCOPE],
        metadata={"disable-legacy-endpoints": "true"},
        shielded_instance_config=gcp.container.NodePoolNodeConfigShieldedInstanceConfigArgs(
            enable_integrity_monitoring=True
        ),
        workload_metadata_config=gcp.container.NodePoolNodeConfigWorkloadMetadataConfigArgs(mode="GKE_METADATA"),
    )


def _accelerator(plan: PoolPlan) -> gcp.container.NodePoolNodeConfigGuestAcceleratorArgs:
    sharing = plan.pool.sharing
    slicing = sharing if sharing is not None and sharing.strategy is SharingStrategy.TIME_SLICING else None
    return gcp.container.NodePoolNodeConfigGuestAcceleratorArgs(
        type=_type_of(plan),
        count=plan.per_node,
        gpu_driver_installation_config=gcp.container.NodePoolNodeConfigGuestAcceleratorGpuDriverInstallationConfigArgs(
            gpu_driver_version="DEFAULT"
        ),
        gpu_partition_size=sharing.profile if sharing is not None else None,
        gpu_sharing_config=slicing
        and gcp.container.NodePoolNodeConfigGuestAcceleratorGpuSharingConfigArgs(
            gpu_sharing_strategy="TIME_SHARING", max_shared_clients_per_gpu=slicing.clients or 2
        ),
    )


def _type_of(plan: PoolPlan) -> str:
    """The accelerator as Google names it."""
    machine = machine_of("gcp", machine_types_of(plan)[0])
    if machine is not None:
        return machine.accelerator
    return min(aliases_of(plan.accelerator), key=lambda name: (name != plan.accelerator, name))


def _resource_labels(plan: PoolPlan) -> dict[str, pulumi.Input[str]]:
    """Billing labels: lower case, with - for what they can't hold.

    Source: https://cloud.google.com/resource-manager/docs/labels-overview, read 2026-11-21.
    """
    given = {**plan.tags, **{key: input_of(value) for key, value in plan.pool.tags.items()}}
    return {
        _label(key): _label(value) if isinstance(value, str) else pulumi.Output.all(value).apply(_first_label)
        for key, value in given.items()
    }


def _first_label(values: Sequence[str]) -> str:
    return _label(values[0])


def _label(text: str) -> str:
    return re.sub(r"[^a-z0-9_-]", "-", text.lower())[:_LABEL_CHARACTERS]


def _account_id(name: str) -> str:
    """6 to 30 lower-case letters, digits and hyphens, beginning with a letter."""
    plain = f"gpu-{_label(name).replace('_', '-')}".rstrip("-")
    if len(plain) <= _ACCOUNT_CHARACTERS and len(plain) > 5:
        return plain
    digest = digest_of(name)
    return f"{plain[: _ACCOUNT_CHARACTERS - len(digest) - 1].rstrip('-')}-{digest}"
