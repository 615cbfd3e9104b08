"""Where logs go: a workspace with retention, which takes Entra's tokens and no keys."""

import pulumi
import pulumi_azure_native as azure

from apexai.targets.azure.created.scope import Scope

DEFAULT_RETENTION_DAYS = 30
_WINDOW = "PT5M"
_PERIODS = 3
_COLUMN = "Measured"


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


def build_log_alarm(
    scope: Scope,
    kind: str,
    workspace: azure.operationalinsights.Workspace,
    said: str,
    source: str,
    measure: str,
    threshold: float,
) -> None:
    """An alarm when what a query measures in five minutes is above the threshold three times; it has no actions."""
    query = f"{source} | summarize {_COLUMN} = {measure}"
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
