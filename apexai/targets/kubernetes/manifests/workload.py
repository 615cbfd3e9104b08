"""The Deployment of a slot and what keeps it running: rollouts without a gap, evictions one by one."""

from typing import Final

import pulumi
import pulumi_kubernetes as k8s

from apexai.targets.kubernetes.labels import selector_of
from apexai.targets.kubernetes.manifests.assembly import Assembly
from apexai.targets.kubernetes.manifests.pod import pod_template
from apexai.targets.kubernetes.manifests.probes import progress_deadline_seconds
from apexai.targets.kubernetes.replicas import Fixed, Scaling, initial_replicas
from apexai.targets.kubernetes.sides import Slot

_TAKE_REPLICAS: Final = {"pulumi.com/patchForce": "true"}
"""A fixed number of pods is ours even where an autoscaler set it before (pulumi-kubernetes issue 2491), and where the
budget's brake set it and gave it back."""
_STEPS: Final = 4
"""Pods are replaced a quarter at a time."""


def build_workload(
    assembly: Assembly, slot: Slot, scaling: Scaling, *, after: tuple[pulumi.Resource, ...]
) -> k8s.apps.v1.Deployment:
    """Make a slot's Deployment and its disruption budget."""
    fixed = isinstance(scaling, Fixed)
    selector = k8s.meta.v1.LabelSelectorArgs(match_labels=selector_of(assembly.name, slot.track))
    annotations = _TAKE_REPLICAS if fixed or assembly.brake is not None else None
    deployment = k8s.apps.v1.Deployment(
        assembly.logical("deployment", slot.track),
        metadata=assembly.metadata(slot.name, version=slot.side.version, annotations=annotations),
        spec=k8s.apps.v1.DeploymentSpecArgs(
            replicas=assembly.held(initial_replicas(scaling), paused=0),
            selector=selector,
            strategy=_strategy(assembly),
            progress_deadline_seconds=progress_deadline_seconds(assembly.runtime),
            template=pod_template(assembly, slot),
        ),
        opts=assembly.options(
            *after,
            ignore_changes=None if fixed else ["spec.replicas"],
            custom_timeouts=_timeouts(assembly, initial_replicas(scaling)),
        ),
    )
    _build_disruption_budget(assembly, slot, selector)
    return deployment


def _build_disruption_budget(assembly: Assembly, slot: Slot, selector: k8s.meta.v1.LabelSelectorArgs) -> None:
    k8s.policy.v1.PodDisruptionBudget(
        assembly.logical("disruption-budget", slot.track),
        metadata=assembly.metadata(slot.name, version=slot.side.version),
        spec=k8s.policy.v1.PodDisruptionBudgetSpecArgs(
            max_unavailable=1, unhealthy_pod_eviction_policy="AlwaysAllow", selector=selector
        ),
        opts=assembly.options(),
    )


def _strategy(assembly: Assembly) -> k8s.apps.v1.DeploymentStrategyArgs:
    """No pod goes before another is ready; on GPUs one more at a time, since each takes a whole device."""
    surge = 1 if assembly.runtime.gpu else "25%"
    return k8s.apps.v1.DeploymentStrategyArgs(
        type="RollingUpdate",
        rolling_update=k8s.apps.v1.RollingUpdateDeploymentArgs(max_surge=surge, max_unavailable=0),
    )


def _timeouts(assembly: Assembly, replicas: int) -> pulumi.CustomTimeouts:
    """How long the engine waits for a rollout: as long as its pods may take one after another."""
    steps = max(1, replicas) if assembly.runtime.gpu else _STEPS
    seconds = f"{progress_deadline_seconds(assembly.runtime) * steps}s"
    return pulumi.CustomTimeouts(create=seconds, update=seconds)
