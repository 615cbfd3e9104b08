"""A brake that fails is told: a log alert on its calls, where its log has a workspace and somebody hears."""

from collections.abc import Sequence
from typing import Final

import pulumi
import pulumi_azure_native as azure

from apexai.targets.budgets.azure.ids import last_of
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import AzureBrake, AzureScope

_LOOKED_EVERY: Final = "PT15M"
_WINDOW: Final = "PT6H"
_FORGIVEN: Final = 2
"""Calls in a window: Azure refuses now and then, and the next call finishes what was begun."""
_COLUMN: Final = "Failed"


def build_failure_alert(
    request: GuardRequest,
    scope: AzureScope,
    brake: AzureBrake,
    app: azure.web.WebApp,
    told: Sequence[pulumi.Input[str]],
) -> None:
    """Tell the action groups that more calls failed than happens.

    Source: Azure Monitor reference, table AppRequests; read 2026-11-21.
    """
    if brake.workspace is None or not told:
        return
    name = last_of(app.id)
    azure.monitor.ScheduledQueryRule(
        request.child("brake-failures"),
        resource_group_name=scope.resource_group,
        location=brake.region,
        kind="LogAlert",
        description="The budget's brake fails again and again, and may not hold the service back",
        display_name=pulumi.Output.concat(name, ": failures"),
        scopes=[brake.workspace],
        severity=1,
        enabled=True,
        evaluation_frequency=_LOOKED_EVERY,
        window_size=_WINDOW,
        # the table is there when the first row is
        skip_query_validation=True,
        auto_mitigate=True,
        criteria=azure.monitor.ScheduledQueryRuleCriteriaArgs(all_of=[_condition(name)]),
        actions=azure.monitor.ActionsArgs(action_groups=list(told)),
        tags=dict(scope.tags),
        opts=request.options(),
    )


def _condition(name: pulumi.Output[str]) -> azure.monitor.ConditionArgs:
    query = pulumi.Output.concat(
        'AppRequests | where AppRoleName =~ "', name, f'" and Success == false | summarize {_COLUMN} = count()'
    )
    return azure.monitor.ConditionArgs(
        query=query,
        metric_measure_column=_COLUMN,
        time_aggregation="Maximum",
        operator="GreaterThan",
        threshold=_FORGIVEN,
    )
