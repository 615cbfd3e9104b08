"""What decides over the number of pods: a HorizontalPodAutoscaler or a ScaledObject of KEDA, never both."""

from typing import Final

import pulumi
import pulumi_kubernetes as k8s

from apexai.targets.budgets.plan import throttled
from apexai.targets.kubernetes.manifests.assembly import Assembly
from apexai.targets.kubernetes.manifests.budget import forced, keda_annotations
from apexai.targets.kubernetes.names import MODEL_CONTAINER
from apexai.targets.kubernetes.replicas import CpuScaling, EventScaling, Fixed, Scaling, Window
from apexai.targets.kubernetes.sides import Slot
from apexai.targets.value import input_of
from apexai.units import render_decimal

_KEDA_MAY_FOLLOW: Final = {"validations.keda.sh/hpa-ownership": "false"}
"""Lets KEDA's webhook accept a ScaledObject that takes over in the same update, before this autoscaler goes.

Source: github.com/kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go verifyHpas, 8b4f083c of 2026-08-20.
"""
SCALE_DOWN_WINDOW_SECONDS: Final = 300


def build_autoscaler(assembly: Assembly, slot: Slot, scaling: Scaling, workload: pulumi.Resource) -> None:
    """Make what the scaling needs; nothing for a fixed number."""
    match scaling:
        case Fixed():
            pass
        case CpuScaling():
            _build_horizontal(assembly, slot, scaling, workload)
        case EventScaling():
            _build_scaled_object(assembly, slot, scaling, workload)


def _build_horizontal(assembly: Assembly, slot: Slot, scaling: CpuScaling, workload: pulumi.Resource) -> None:
    k8s.autoscaling.v2.HorizontalPodAutoscaler(
        assembly.logical("autoscaler", slot.track),
        metadata=assembly.metadata(
            slot.name, version=slot.side.version, annotations={**_KEDA_MAY_FOLLOW, **forced(assembly)}
        ),
        spec=k8s.autoscaling.v2.HorizontalPodAutoscalerSpecArgs(
            scale_target_ref=k8s.autoscaling.v2.CrossVersionObjectReferenceArgs(
                api_version="apps/v1", kind="Deployment", name=slot.name
            ),
            min_replicas=scaling.minimum,
            max_replicas=assembly.held(scaling.maximum, throttled=throttled(scaling.minimum)),
            metrics=[_cpu_metric(scaling.target_percent)],
            behavior=k8s.autoscaling.v2.HorizontalPodAutoscalerBehaviorArgs(
                scale_down=k8s.autoscaling.v2.HPAScalingRulesArgs(
                    stabilization_window_seconds=SCALE_DOWN_WINDOW_SECONDS
                )
            ),
        ),
        opts=assembly.options(workload),
    )


def _cpu_metric(target_percent: int) -> k8s.autoscaling.v2.MetricSpecArgs:
    """The model's container alone: a busy preprocessor is no reason for another model."""
    target = k8s.autoscaling.v2.MetricTargetArgs(type="Utilization", average_utilization=target_percent)
    return k8s.autoscaling.v2.MetricSpecArgs(
        type="ContainerResource",
        container_resource=k8s.autoscaling.v2.ContainerResourceMetricSourceArgs(
            container=MODEL_CONTAINER, name="cpu", target=target
        ),
    )


def _build_scaled_object(assembly: Assembly, slot: Slot, scaling: EventScaling, workload: pulumi.Resource) -> None:
    behavior = {"scaleDown": {"stabilizationWindowSeconds": SCALE_DOWN_WINDOW_SECONDS}}
    k8s.apiextensions.CustomResource(
        assembly.logical("scaled-object", slot.track),
        api_version="keda.sh/v1alpha1",
        kind="ScaledObject",
        metadata=assembly.metadata(slot.name, version=slot.side.version, annotations=keda_annotations(assembly)),
        spec={
            "scaleTargetRef": {"name": slot.name},
            "minReplicaCount": scaling.minimum,
            "maxReplicaCount": assembly.held(scaling.maximum, throttled=throttled(scaling.minimum)),
            "advanced": {"horizontalPodAutoscalerConfig": {"behavior": behavior}},
            "triggers": _triggers(scaling),
        },
        opts=assembly.options(workload),
    )


def _triggers(scaling: EventScaling) -> list[dict[str, object]]:
    """KEDA takes the most that any of them asks for; all their values are text."""
    triggers: list[dict[str, object]] = []
    if scaling.target_percent is not None:
        metadata = {"containerName": MODEL_CONTAINER, "value": str(scaling.target_percent)}
        triggers.append({"type": "cpu", "metricType": "Utilization", "metadata": metadata})
    if scaling.prometheus is not None:
        query = {
            "serverAddress": input_of(scaling.prometheus.server_address),
            "query": scaling.prometheus.query,
            "threshold": render_decimal(scaling.prometheus.threshold),
        }
        triggers.append({"type": "prometheus", "metadata": query})
    return [*triggers, *(_window(window) for window in scaling.windows)]


def _window(window: Window) -> dict[str, object]:
    metadata = {
        "timezone": window.timezone,
        "start": window.start,
        "end": window.end,
        "desiredReplicas": str(window.replicas),
    }
    return {"type": "cron", "name": window.name, "metadata": metadata}
