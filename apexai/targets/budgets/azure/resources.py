"""Makes a guard's resources on Azure."""

from datetime import UTC, date, datetime
from typing import Final

import pulumi
import pulumi_azure_native as azure

from apexai.targets.budgets.azure.brake import build_brake
from apexai.targets.budgets.plan import ALL
from apexai.targets.budgets.recipients import recipients_of
from apexai.targets.budgets.request import GuardRequest, shortened
from apexai.targets.budgets.scopes import AzureScope
from apexai.targets.value import input_of
from apexai.units import Percent, render_decimal

_SHORT_NAME_CHARACTERS: Final = 12
"""Of an action group, as it signs messages. Source: Azure Monitor REST API, ActionGroup.groupShortName."""
_NAME_CHARACTERS: Final = 63 - len("1a2b3c4d")
"""Of budgets, with what Pulumi adds. Source: Consumption REST API, Budgets, budgetName, read 2026-11-21."""
_VIEW: Final = "providers/Microsoft.CostManagement/views/ms:DailyAnomalyByResourceGroup"


def build_guard(request: GuardRequest, scope: AzureScope) -> None:
    """The budget of the scope's costs, the action groups that hear of it, and the subscription's anomaly alert."""
    told, name, alarm = _action_groups(request, scope), None, None
    if request.plan.brakes and scope.brake is not None:
        # the brake knows its budget by name before there is one, which in turn names what wakes the brake
        name = pulumi.Output.concat(scope.brake.name, "-budget")
        budget = pulumi.Output.concat(scope.scope, "/providers/Microsoft.Consumption/budgets/", name)
        short_name = _short_name(request)
        alarm = build_brake(request, scope, scope.brake, budget=budget, short_name=short_name, told=told)
    azure.consumption.Budget(
        request.child("", longest=_NAME_CHARACTERS),
        budget_name=name,
        scope=scope.scope,
        amount=float(request.plan.limit.amount),
        category="Cost",
        time_grain="Monthly",
        time_period=azure.consumption.BudgetTimePeriodArgs(start_date=f"{_first_of_month(scope):%Y-%m-%dT00:00:00Z}"),
        filter=None if scope.tag is None else _tag_filter(*scope.tag),
        notifications=_notifications(request, told, alarm),
        # the month in which the budget began; Azure takes none that is over
        opts=request.options(ignore_changes=["timePeriod"]),
    )
    _anomaly_alert(request, scope)


def _action_groups(request: GuardRequest, scope: AzureScope) -> list[pulumi.Input[str]]:
    """Ids of the groups that hear: those that the plan names, and one of the guard's own for addresses."""
    recipients = recipients_of(request.plan.alerts)
    references = [input_of(reference) for reference in recipients.references]
    if not recipients.emails and not recipients.urls:
        return references
    made = azure.monitor.ActionGroup(
        request.child("alerts"),
        resource_group_name=scope.resource_group,
        # action groups exist in no region
        location="Global",
        enabled=True,
        group_short_name=_short_name(request),
        email_receivers=[
            azure.monitor.MicrosoftCommonEmailReceiverArgs(
                name=f"mail-{number}", email_address=email, use_common_alert_schema=True
            )
            for number, email in enumerate(recipients.emails)
        ],
        webhook_receivers=[
            azure.monitor.WebhookReceiverArgs(name=f"hook-{number}", service_uri=url, use_common_alert_schema=True)
            for number, url in enumerate(recipients.urls)
        ],
        tags=dict(scope.tags),
        opts=request.options(),
    )
    return [made.id, *references]


def _short_name(request: GuardRequest) -> str:
    return shortened(request.name, _SHORT_NAME_CHARACTERS)


def _notifications(
    request: GuardRequest, told: list[pulumi.Input[str]], alarm: azure.monitor.ActionGroup | None
) -> dict[str, azure.consumption.NotificationArgs]:
    woken = [] if alarm is None else [alarm.id]
    steps = [("Actual", step, [*told, *(woken if step == ALL else [])]) for step in request.plan.steps]
    return {
        f"{kind.lower()}-{render_decimal(share).replace('.', '-')}": _notification(kind, share, groups)
        for kind, share, groups in (*steps, ("Forecasted", ALL, told))
        if groups
    }


def _notification(kind: str, share: Percent, groups: list[pulumi.Input[str]]) -> azure.consumption.NotificationArgs:
    return azure.consumption.NotificationArgs(
        enabled=True,
        operator="GreaterThanOrEqualTo",
        threshold=float(share),
        threshold_type=kind,
        # required by the API, and empty where action groups hear
        contact_emails=[],
        contact_groups=groups,
    )


def _tag_filter(key: str, value: str) -> azure.consumption.BudgetFilterArgs:
    return azure.consumption.BudgetFilterArgs(
        tags=azure.consumption.BudgetComparisonExpressionArgs(name=key, operator="In", values=[value])
    )


def _anomaly_alert(request: GuardRequest, scope: AzureScope) -> None:
    """Mail on unusual costs of the subscription, a day after; Azure watches no smaller scope for them."""
    emails = recipients_of(request.plan.alerts).emails
    if not emails or scope.subscription is None:
        return
    start = _first_of_month(scope)
    subscription = pulumi.Output.concat("/subscriptions/", scope.subscription)
    azure.costmanagement.ScheduledActionByScope(
        request.child("anomalies", longest=_NAME_CHARACTERS),
        scope=subscription,
        kind="InsightAlert",
        display_name=f"Anomalies for {request.name}",
        view_id=pulumi.Output.concat(subscription, "/", _VIEW),
        status="Enabled",
        notification=azure.costmanagement.NotificationPropertiesArgs(
            to=list(emails), subject=f"Unusual costs: {request.name}"
        ),
        schedule=azure.costmanagement.SchedulePropertiesArgs(
            frequency="Daily",
            start_date=f"{start:%Y-%m-%dT00:00:00Z}",
            end_date=f"{start.replace(year=start.year + 1):%Y-%m-%dT00:00:00Z}",
        ),
        opts=request.options(ignore_changes=["schedule"]),
    )


def _first_of_month(scope: AzureScope) -> date:
    return (scope.start or datetime.now(UTC).date()).replace(day=1)
