"""The budget and the subscription to anomalies."""

from decimal import Decimal
from typing import Final

import pulumi
import pulumi_aws as aws

from apexai.targets.budgets.plan import ALL
from apexai.targets.budgets.recipients import recipients_of
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import AwsScope
from apexai.targets.value import input_of
from apexai.units import Percent, render_decimal

_ANOMALOUS_SHARE: Final = Decimal("0.1")
"""Of the budget: an anomaly of less is not worth a message."""
_NAME_CHARACTERS: Final = 100 - len("-1a2b3c4")
"""Source: botocore 1.44.5, service model of Budgets, BudgetName, 2026-11."""


def build_budget(request: GuardRequest, scope: AwsScope) -> aws.budgets.Budget:
    """A budget of the tag's costs; people hear of what was spent, and of a forecast beyond it."""
    key, value = scope.tag
    plan = request.plan
    return aws.budgets.Budget(
        request.child("", longest=_NAME_CHARACTERS),
        budget_type="COST",
        limit_amount=render_decimal(plan.limit.amount),
        limit_unit=plan.limit.currency,
        time_unit="MONTHLY",
        cost_filters=[aws.budgets.BudgetCostFilterArgs(name="TagKeyValue", values=[f"user:{key}${value}"])],
        notifications=_notifications(request, scope),
        tags=dict(scope.tags),
        opts=request.options(),
    )


def topic_of(request: GuardRequest, scope: AwsScope) -> pulumi.Input[str] | None:
    """The one topic that hears of the budget: the recipient's own, else the account's."""
    references = recipients_of(request.plan.alerts).references
    return input_of(references[0]) if references else scope.topic


def build_anomaly_subscription(request: GuardRequest, scope: AwsScope) -> aws.costexplorer.AnomalySubscription | None:
    """Messages on anomalies of a tenth of the budget or more, where the account has a monitor and somebody hears.

    Mail comes once a day; only topics hear at once.
    """
    emails, topic = recipients_of(request.plan.alerts).emails, topic_of(request, scope)
    if scope.anomaly_monitor is None or (not emails and topic is None):
        return None
    subscribers: list[tuple[str, pulumi.Input[str] | None]] = [("EMAIL", email) for email in emails] or [("SNS", topic)]
    impact = render_decimal((request.plan.limit.amount * _ANOMALOUS_SHARE).quantize(Decimal("0.01")))
    return aws.costexplorer.AnomalySubscription(
        request.child("anomalies"),
        frequency="DAILY" if emails else "IMMEDIATE",
        monitor_arn_lists=[scope.anomaly_monitor],
        subscribers=[
            aws.costexplorer.AnomalySubscriptionSubscriberArgs(type=kind, address=address)
            for kind, address in subscribers
        ],
        threshold_expression=aws.costexplorer.AnomalySubscriptionThresholdExpressionArgs(
            dimension=aws.costexplorer.AnomalySubscriptionThresholdExpressionDimensionArgs(
                key="ANOMALY_TOTAL_IMPACT_ABSOLUTE", match_options=["GREATER_THAN_OR_EQUAL"], values=[impact]
            )
        ),
        tags=dict(scope.tags),
        opts=request.options(),
    )


def _notifications(request: GuardRequest, scope: AwsScope) -> list[aws.budgets.BudgetNotificationArgs]:
    emails, topic = recipients_of(request.plan.alerts).emails, topic_of(request, scope)
    if not emails and topic is None:
        return []
    steps = [("ACTUAL", step) for step in request.plan.steps]
    return [_notification(kind, share, emails, topic) for kind, share in (*steps, ("FORECASTED", ALL))]


def _notification(
    kind: str, share: Percent, emails: tuple[str, ...], topic: pulumi.Input[str] | None
) -> aws.budgets.BudgetNotificationArgs:
    return aws.budgets.BudgetNotificationArgs(
        comparison_operator="GREATER_THAN",
        notification_type=kind,
        threshold=float(share),
        threshold_type="PERCENTAGE",
        subscriber_email_addresses=list(emails) or None,
        subscriber_sns_topic_arns=None if topic is None else [topic],
    )
