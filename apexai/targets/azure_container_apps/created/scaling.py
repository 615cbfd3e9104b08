"""How many replicas there are: requests at once, CPU, windows of time and a metric, as KEDA's rules."""

import pulumi_azure_native as azure

from apexai.spec.deployment import Autoscaling, PrometheusTrigger, Schedule
from apexai.targets.azure.created.brake import least_kept
from apexai.targets.azure.created.scope import Scope
from apexai.units import render_decimal

DEFAULT_REQUESTS = 10
DEFAULT_REPLICAS = 10
"""Source: Azure documentation, Set scaling rules in Azure Container Apps, defaults; read 2026-11-21."""


def scale_of(scope: Scope) -> azure.app.ScaleArgs:
    """Bounds and rules; always written, since an app without rules scales by requests anyway."""
    scaling = scope.spec.autoscaling
    return azure.app.ScaleArgs(
        min_replicas=0 if scaling is None else scaling.min_replicas,
        max_replicas=scope.held(most_replicas(scope), throttled=least_kept(scope)),
        rules=[_requests(_concurrency(scope, None))] if scaling is None else _rules(scope, scaling),
    )


def most_replicas(scope: Scope) -> int:
    """Most replicas that the program declares."""
    return DEFAULT_REPLICAS if scope.spec.autoscaling is None else scope.spec.autoscaling.max_replicas


def _rules(scope: Scope, scaling: Autoscaling) -> list[azure.app.ScaleRuleArgs]:
    rules = [_requests(_concurrency(scope, scaling))]
    if scaling.target_utilization is not None and scaling.min_replicas > 0:
        value = render_decimal(scaling.target_utilization)
        rules.append(_custom("cpu", "cpu", {"type": "Utilization", "value": value}))
    if scaling.prometheus is not None:
        rules.append(_metric(scaling.prometheus))
    return [*rules, *(_window(schedule, scaling) for schedule in scaling.schedules)]


def _concurrency(scope: Scope, scaling: Autoscaling | None) -> int:
    """Requests at once that one replica carries before there is another."""
    own, target = scope.spec.runtime.concurrency, None if scaling is None else scaling.target_utilization
    if own is None:
        return DEFAULT_REQUESTS
    return own if target is None else max(1, int(own * target / 100))


def _requests(count: int) -> azure.app.ScaleRuleArgs:
    metadata = {"concurrentRequests": str(count)}
    return azure.app.ScaleRuleArgs(name="requests", http=azure.app.HttpScaleRuleArgs(metadata=metadata))


def _metric(trigger: PrometheusTrigger) -> azure.app.ScaleRuleArgs:
    metadata = {
        "serverAddress": str(trigger.server_address),
        "query": trigger.query,
        "threshold": render_decimal(trigger.threshold),
    }
    return _custom("prometheus", "prometheus", metadata)


def _window(schedule: Schedule, scaling: Autoscaling) -> azure.app.ScaleRuleArgs:
    least = scaling.min_replicas if schedule.min_replicas is None else schedule.min_replicas
    metadata = {
        "timezone": schedule.timezone,
        "start": schedule.start,
        "end": schedule.end,
        "desiredReplicas": str(least),
    }
    return _custom(f"window-{schedule.name}", "cron", metadata)


def _custom(name: str, type_: str, metadata: dict[str, str]) -> azure.app.ScaleRuleArgs:
    return azure.app.ScaleRuleArgs(name=name, custom=azure.app.CustomScaleRuleArgs(type=type_, metadata=metadata))
