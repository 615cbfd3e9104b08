"""What the app writes: requests and traces in its own workspace, sent with the identity; alarms on them."""

from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure

from apexai.targets.azure.created.identity import Identity, build_grant
from apexai.targets.azure.created.logs import build_log_alarm, build_workspace
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure.roles import METRICS_PUBLISHER
from apexai.units import render_decimal

_REQUESTS = "AppRequests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telemetry:
    """Where the app writes to."""

    settings: dict[str, pulumi.Input[str]]
    """Settings that lead there."""
    grant: pulumi.Resource
    workspace: azure.operationalinsights.Workspace


def build_telemetry(scope: Scope, identity: Identity) -> Telemetry:
    """Application Insights in a workspace of the service's own, and the grant to write there."""
    workspace = build_workspace(scope)
    insights = azure.applicationinsights.Component(
        scope.name("insights"),
        resource_group_name=scope.group.name,
        location=scope.region,
        application_type="web",
        kind="web",
        ingestion_mode="LogAnalytics",
        workspace_resource_id=workspace.id,
        disable_local_auth=True,
        tags=scope.tags,
        opts=scope.request.options(),
    )
    grant = build_grant(scope, "writes-telemetry", identity, role=METRICS_PUBLISHER, on=insights.id)
    _alarms(scope, workspace)
    settings: dict[str, pulumi.Input[str]] = {
        "APPLICATIONINSIGHTS_CONNECTION_STRING": insights.connection_string,
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING": pulumi.Output.concat(
            "ClientId=", identity.client_id, ";Authorization=AAD"
        ),
    }
    return Telemetry(settings=settings, grant=grant, workspace=workspace)


def _alarms(scope: Scope, workspace: azure.operationalinsights.Workspace) -> None:
    """A rule for each promise of `slo`. Source: Azure Monitor reference, table AppRequests; read 2026-11-21."""
    slo = scope.spec.slo
    if slo is None:
        return
    if slo.latency_p95 is not None:
        said = f"5 % of the requests take longer than {render_decimal(slo.latency_p95)} s"
        limit = float(slo.latency_p95 * 1000)
        build_log_alarm(scope, "latency", workspace, said, _REQUESTS, "percentile(DurationMs, 95)", limit)
    if slo.availability is not None:
        said = f"Less than {render_decimal(slo.availability)} % of the requests end without an error"
        failing = "100.0 * countif(toint(ResultCode) >= 500) / count()"
        build_log_alarm(scope, "availability", workspace, said, _REQUESTS, failing, float(100 - slo.availability))
