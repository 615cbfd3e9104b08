"""The alarms as a PrometheusRule of the Prometheus Operator."""

import pulumi_kubernetes as k8s

from apexai.targets.kubernetes.alarms import Alarm, alarms_of
from apexai.targets.kubernetes.exposure import gateway_of
from apexai.targets.kubernetes.manifests.assembly import Assembly


def build_alarms(assembly: Assembly) -> None:
    """Make the rules that watch the objectives; nothing without objectives."""
    slo, gateway = assembly.spec.slo, gateway_of(assembly.runtime)
    if slo is None or gateway is None or gateway.implementation is None:
        return
    rules = [_rule(assembly, alarm) for alarm in alarms_of(assembly.deployment, slo, gateway.implementation)]
    if not rules:
        return
    k8s.apiextensions.CustomResource(
        assembly.logical("alarms"),
        api_version="monitoring.coreos.com/v1",
        kind="PrometheusRule",
        metadata=assembly.metadata(assembly.name),
        spec={"groups": [{"name": f"{assembly.name}.slo", "rules": rules}]},
        opts=assembly.options(),
    )


def _rule(assembly: Assembly, alarm: Alarm) -> dict[str, object]:
    return {
        "alert": alarm.alert,
        "expr": alarm.expression,
        "for": alarm.duration,
        "labels": {"severity": alarm.severity, "service": assembly.name},
        "annotations": {"summary": alarm.summary},
    }
