"""Alarms on what the service promises, from the ingress's log of requests; they have no actions."""

import pulumi_azure_native as azure

from apexai.targets.azure.created.logs import build_log_alarm
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure_container_apps.created.environment import REQUEST_LOGS
from apexai.units import render_decimal


def build_alarms(scope: Scope, workspace: azure.operationalinsights.Workspace) -> None:
    """A rule for each promise of `slo`, on all requests that reach the app.

    Source: Azure Monitor reference, table ContainerAppHTTPLogs; Azure documentation, Application logging in Azure
    Container Apps; read 2026-11-21.
    """
    slo = scope.spec.slo
    if slo is None:
        return
    source = f"{REQUEST_LOGS} | where ContainerAppName == '{scope.service}'"
    if slo.latency_p95 is not None:
        said = f"5 % of the requests take longer than {render_decimal(slo.latency_p95)} s"
        milliseconds = float(slo.latency_p95 * 1000)
        build_log_alarm(scope, "latency", workspace, said, source, "percentile(RequestDuration, 95)", milliseconds)
    if slo.availability is not None:
        said = f"Less than {render_decimal(slo.availability)} % of the requests end without an error"
        failing = "100.0 * countif(toint(StatusCode) >= 500) / count()"
        build_log_alarm(scope, "availability", workspace, said, source, failing, float(100 - slo.availability))
