"""The rules that watch what was spent, and who hears of them."""

from typing import Final

import pulumi_kubernetes as k8s

from apexai.targets.budgets.kubernetes.costs import hourly_cost
from apexai.targets.budgets.plan import ALL
from apexai.targets.budgets.recipients import recipients_of
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import KubernetesScope
from apexai.units import HOURS_PER_MONTH, Percent, render_decimal

_RECORD: Final = "apexai:budget_cost_hourly:sum"
_MONTH: Final = "30d"
_DAY: Final = "1d"
_LABEL: Final = "budget"


def build_rules(request: GuardRequest, scope: KubernetesScope) -> None:
    """A PrometheusRule: the cost of each hour, and alerts on the last 30 days and on where the last day leads."""
    spent = f"sum_over_time({_series(scope)}[{_MONTH}:1h])"
    ahead = f"avg_over_time({_series(scope)}[{_DAY}]) * {HOURS_PER_MONTH}"
    rules = [
        {"record": _RECORD, "expr": hourly_cost(scope.namespace, scope.pods), "labels": _labels(scope)},
        *(_alert(request, scope, f"Budget{_said(step)}PercentSpent", spent, step) for step in request.plan.steps),
        _alert(request, scope, "BudgetForecastExceeded", ahead, ALL),
    ]
    k8s.apiextensions.CustomResource(
        request.child("rules"),
        api_version="monitoring.coreos.com/v1",
        kind="PrometheusRule",
        metadata=metadata_of(scope, f"{scope.name}-budget"),
        spec={"groups": [{"name": f"{scope.name}.budget", "interval": "5m", "rules": rules}]},
        opts=request.options(),
    )


def build_receivers(request: GuardRequest, scope: KubernetesScope) -> None:
    """An AlertmanagerConfig that sends this budget's alerts; mail goes by Alertmanager's own server."""
    recipients = recipients_of(request.plan.alerts)
    if not recipients.emails and not recipients.urls:
        return
    name = f"{scope.name}-budget"
    receiver = {
        "name": name,
        "emailConfigs": [{"to": email} for email in recipients.emails],
        "webhookConfigs": [{"url": url} for url in recipients.urls],
    }
    matcher = {"name": _LABEL, "value": scope.name, "matchType": "="}
    k8s.apiextensions.CustomResource(
        request.child("receivers"),
        api_version="monitoring.coreos.com/v1alpha1",
        kind="AlertmanagerConfig",
        metadata=metadata_of(scope, name),
        spec={
            "route": {"receiver": name, "matchers": [matcher], "repeatInterval": "24h"},
            "receivers": [{key: value for key, value in receiver.items() if value}],
        },
        opts=request.options(),
    )


def build_quota(request: GuardRequest, scope: KubernetesScope) -> None:
    """A ResourceQuota: what all pods of the namespace may have together."""
    if scope.quota:
        k8s.core.v1.ResourceQuota(
            request.child("quota"),
            metadata=metadata_of(scope, f"{scope.name}-budget"),
            spec=k8s.core.v1.ResourceQuotaSpecArgs(hard=dict(scope.quota)),
            opts=request.options(),
        )


def metadata_of(scope: KubernetesScope, name: str) -> k8s.meta.v1.ObjectMetaArgs:
    """Metadata of one of the guard's objects."""
    return k8s.meta.v1.ObjectMetaArgs(name=name, namespace=scope.namespace, labels=dict(scope.labels))


def _alert(
    request: GuardRequest, scope: KubernetesScope, name: str, expression: str, share: Percent
) -> dict[str, object]:
    limit = request.plan.limit
    amount = render_decimal(limit.amount * share / 100)
    return {
        "alert": name,
        "expr": f"{expression} > {amount}",
        "for": "15m",
        "labels": {**_labels(scope), "severity": "critical" if share == ALL else "warning"},
        "annotations": {"summary": f"{scope.name}: more than {amount} {limit.currency} of {limit}"},
    }


def _series(scope: KubernetesScope) -> str:
    return f'{_RECORD}{{{_LABEL}="{scope.name}",namespace="{scope.namespace}"}}'


def _labels(scope: KubernetesScope) -> dict[str, str]:
    return {_LABEL: scope.name, "namespace": scope.namespace}


def _said(step: Percent) -> str:
    return render_decimal(step).replace(".", "_")
