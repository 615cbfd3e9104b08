"""The pod template: all of it from the document but the model, which is the side's."""

import math
from typing import Final

import pulumi_kubernetes as k8s

from apexai.spec.fields import Deferred
from apexai.spec.runtime import Architecture, Gpu, Runtime
from apexai.targets.gpu_pools.labels import AKS_SPOT, GPU_RESOURCE, POOL_LABEL
from apexai.targets.gpu_pools.service import pool_name, tolerates_spot
from apexai.targets.kubernetes.accelerators import NodeTerm, node_terms
from apexai.targets.kubernetes.identity import AZURE_POD_LABEL, IdentityKind, identity_kind
from apexai.targets.kubernetes.labels import TRACK, selector_of
from apexai.targets.kubernetes.manifests.assembly import Assembly
from apexai.targets.kubernetes.manifests.containers import DRAIN_SECONDS, model_container, preprocessor_container
from apexai.targets.kubernetes.manifests.hardening import pod_security, scratch_volume, shared_memory_volume
from apexai.targets.kubernetes.sides import Slot
from apexai.units import render_memory

_ARCHITECTURES: Final = {Architecture.X86_64: "amd64", Architecture.ARM64: "arm64"}
_ZONE: Final = "topology.kubernetes.io/zone"
_HOST: Final = "kubernetes.io/hostname"
_MARGIN_SECONDS: Final = 5
"""For the process to end after its last answer."""


def pod_template(assembly: Assembly, slot: Slot) -> k8s.core.v1.PodTemplateSpecArgs:
    """The pods of a slot."""
    runtime, sidecar = assembly.runtime, assembly.runtime.preprocessor
    labels = {
        **assembly.labels(version=slot.side.version),
        TRACK: str(slot.track),
        **({AZURE_POD_LABEL: "true"} if _may_be_azure(runtime) else {}),
    }
    return k8s.core.v1.PodTemplateSpecArgs(
        metadata=k8s.meta.v1.ObjectMetaArgs(labels=labels),
        spec=k8s.core.v1.PodSpecArgs(
            service_account_name=assembly.name,
            automount_service_account_token=False,
            enable_service_links=False,
            security_context=pod_security(),
            containers=[
                model_container(assembly, slot.side),
                *([] if sidecar is None else [preprocessor_container(assembly, sidecar)]),
            ],
            volumes=_volumes(runtime),
            termination_grace_period_seconds=DRAIN_SECONDS + math.ceil(runtime.timeout) + _MARGIN_SECONDS,
            node_selector=_node_selector(runtime, assembly.name),
            affinity=None if runtime.gpu is None else _affinity(runtime.gpu),
            tolerations=None if runtime.gpu is None else _gpu_tolerations(runtime.gpu),
            topology_spread_constraints=[spread(key, selector_of(assembly.name, slot.track)) for key in (_ZONE, _HOST)],
        ),
    )


def spread(key: str, selector: dict[str, str]) -> k8s.core.v1.TopologySpreadConstraintArgs:
    """Pods apart from each other as far as the nodes allow."""
    return k8s.core.v1.TopologySpreadConstraintArgs(
        topology_key=key,
        max_skew=1,
        when_unsatisfiable="ScheduleAnyway",
        label_selector=k8s.meta.v1.LabelSelectorArgs(match_labels=selector),
    )


def _may_be_azure(runtime: Runtime) -> bool:
    """Whether pods need the label of Azure's identity webhook, which nobody else reads."""
    identity = runtime.identity
    return isinstance(identity, Deferred) or (identity is not None and identity_kind(identity) is IdentityKind.AZURE)


def _volumes(runtime: Runtime) -> list[k8s.core.v1.VolumeArgs]:
    storage = runtime.ephemeral_storage
    scratch = scratch_volume(None if storage is None else render_memory(storage))
    return [scratch, shared_memory_volume()] if runtime.gpu else [scratch]


def _node_selector(runtime: Runtime, service: str) -> dict[str, str]:
    wanted = {
        "kubernetes.io/arch": _ARCHITECTURES[runtime.architecture],
        "topology.kubernetes.io/region": runtime.region,
        POOL_LABEL: None if runtime.gpu is None else pool_name(runtime.gpu, service),
    }
    return {key: value for key, value in wanted.items() if value is not None}


def _affinity(gpu: Gpu) -> k8s.core.v1.AffinityArgs | None:
    """Labels that name the accelerator; nodes of a pool that is made for it have no other."""
    if gpu.node_pool is not None:
        return None
    terms = [_node_term(term) for term in node_terms(gpu.type)]
    if not terms:
        return None
    required = k8s.core.v1.NodeSelectorArgs(node_selector_terms=terms)
    node = k8s.core.v1.NodeAffinityArgs(required_during_scheduling_ignored_during_execution=required)
    return k8s.core.v1.AffinityArgs(node_affinity=node)


def _node_term(term: NodeTerm) -> k8s.core.v1.NodeSelectorTermArgs:
    return k8s.core.v1.NodeSelectorTermArgs(
        match_expressions=[
            k8s.core.v1.NodeSelectorRequirementArgs(key=label.key, operator="In", values=list(label.values))
            for label in term
        ]
    )


def _gpu_tolerations(gpu: Gpu) -> list[k8s.core.v1.TolerationArgs]:
    """The taint that GKE and most others put on GPU nodes, and the one of Azure's instructions.

    Source: https://learn.microsoft.com/azure/aks/use-nvidia-gpu, read 2026-11-21.
    """
    spot = k8s.core.v1.TolerationArgs(key=AKS_SPOT, operator="Equal", value="spot", effect="NoSchedule")
    return [
        k8s.core.v1.TolerationArgs(key=GPU_RESOURCE, operator="Exists", effect="NoSchedule"),
        k8s.core.v1.TolerationArgs(key="sku", operator="Equal", value="gpu", effect="NoSchedule"),
        *([spot] if tolerates_spot(gpu) else []),
    ]
