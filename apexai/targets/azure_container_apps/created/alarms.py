"""Alarms on what the service promises, from the ingress's log of requests; they have no actions."""

import pulumi_azure_native as azure

from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure_container_apps.created.environment import REQUEST_LOGS
from apexai.units import render_decimal

_WINDOW = "PT5M"
_PERIODS = 3
_COLUMN = "Measured"


def build_alarms(scope: Scope, workspace: azure.operationalinsights.Workspace) -> None:
    """A rule for each promise of `slo`, on all requests that reach the app.

    Source: Azure Monitor reference, table ContainerAppHTTPLogs; Azure documentation, Application logging in Azure
    Container Apps; read 2026-11-21.
    """
    slo = scope.spec.slo
    if slo is None:
        return
    if slo.latency_p95 is not None:
        said = f"5 % of the requests take longer than {render_decimal(slo.latency_p95)} s"
        milliseconds = float(slo.latency_p95 * 1000)
        _alarm(scope, "latency", workspace, said, f"{_COLUMN} = percentile(RequestDuration, 95)", milliseconds)
    if slo.availability is not None:
        said = f"Less than {render_decimal(slo.availability)} % of the requests end without an error"
        failing = f"{_COLUMN} = 100.0 * countif(toint(StatusCode) >= 500) / count()"
        _alarm(scope, "availability", workspace, said, failing, float(100 - slo.availability))


def _alarm(
    scope: Scope,
    kind: str,
    workspace: azure.operationalinsights.Workspace,
    said: str,
    measure: str,
    threshold: float,
) -> None:
    query = f"{REQUEST_LOGS} | where ContainerAppName == '{scope.service}' | summarize {measure}"
    azure.monitor.ScheduledQueryRule(
        scope.name(kind),
        resource_group_name=scope.group.name,
        location=scope.region,
        kind="LogAlert",
        description=said,
        display_name=f"{scope.service}: {kind}",
        scopes=[workspace.id],
        severity=2,
        enabled=True,
        evaluation_frequency=_WINDOW,
        window_size=_WINDOW,
        skip_query_validation=True,
        auto_mitigate=True,
        criteria=azure.monitor.ScheduledQueryRuleCriteriaArgs(
            all_of=[
                azure.monitor.ConditionArgs(
                    query=query,
                    metric_measure_column=_COLUMN,
                    time_aggregation="Average",
                    operator="GreaterThan",
                    threshold=threshold,
                    failing_periods=azure.monitor.ConditionFailingPeriodsArgs(
                        number_of_evaluation_periods=_PERIODS, min_failing_periods_to_alert=_PERIODS
                    ),
                )
            ]
        ),
        tags=scope.tags,
        opts=scope.request.options(),
    )
