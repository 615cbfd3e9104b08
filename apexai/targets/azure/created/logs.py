"""Where logs go: a workspace with retention, which takes Entra's tokens and no keys."""

import pulumi
import pulumi_azure_native as azure

from apexai.targets.azure.created.scope import Scope

DEFAULT_RETENTION_DAYS = 30


def build_workspace(scope: Scope) -> azure.operationalinsights.Workspace:
    """A Log Analytics workspace of the service's own."""
    return azure.operationalinsights.Workspace(
        scope.name("logs"),
        resource_group_name=scope.group.name,
        location=scope.region,
        sku=azure.operationalinsights.WorkspaceSkuArgs(name="PerGB2018"),
        retention_in_days=scope.spec.monitoring.logs_retention_days or DEFAULT_RETENTION_DAYS,
        features=azure.operationalinsights.WorkspaceFeaturesArgs(
            disable_local_auth=True, enable_log_access_using_only_resource_permissions=True
        ),
        tags=scope.tags,
        opts=scope.request.options(),
    )


def build_log_route(
    scope: Scope,
    id_: pulumi.Input[str],
    workspace: azure.operationalinsights.Workspace,
    categories: list[str],
) -> None:
    """Send these categories of a resource's logs to the workspace, into tables of their own."""
    azure.monitor.DiagnosticSetting(
        scope.name("log-route"),
        name="logs",
        resource_uri=id_,
        workspace_id=workspace.id,
        log_analytics_destination_type="Dedicated",
        logs=[azure.monitor.DiagnosticsLogSettingsArgs(category=category, enabled=True) for category in categories],
        opts=scope.request.options(),
    )
