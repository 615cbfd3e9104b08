"""Makes a guard's resources on Google Cloud."""

from decimal import Decimal
from typing import Final

import pulumi
import pulumi_gcp as gcp

from apexai.targets.budgets.gcp.access import let_topics_use
from apexai.targets.budgets.gcp.brake import build_brake
from apexai.targets.budgets.gcp.watch import build_alarm
from apexai.targets.budgets.plan import ALL
from apexai.targets.budgets.recipients import recipients_of
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import GoogleScope
from apexai.targets.value import input_of

_NANOS: Final = 10**9
_NAME_CHARACTERS: Final = 60
"""Source: Cloud Billing Budget API, Budget.displayName, read 2026-11-21."""


def build_guard(request: GuardRequest, scope: GoogleScope) -> None:
    """The budget of the label's costs, its topic, channels for recipients, and the brake where the plan has one."""
    if scope.billing_account is None:
        return
    topic = _topic(request, scope)
    channels = _channels(request, scope)
    budget = gcp.billing.Budget(
        request.child(""),
        billing_account=scope.billing_account,
        display_name=request.child("", longest=_NAME_CHARACTERS),
        amount=gcp.billing.BudgetAmountArgs(specified_amount=_amount(request)),
        budget_filter=_filter(request, scope),
        threshold_rules=_thresholds(request),
        all_updates_rule=gcp.billing.BudgetAllUpdatesRuleArgs(
            pubsub_topic=topic.id,
            schema_version="1.0",
            monitoring_notification_channels=channels or None,
            # who administers billing hears of every budget otherwise
            disable_default_iam_recipients=True,
        ),
        opts=request.options(),
    )
    if request.plan.brakes and scope.brake is not None:
        alerts = build_brake(request, scope, scope.brake, budget=budget, topic=topic)
        if channels:
            build_alarm(request, scope, alerts, channels)


def _topic(request: GuardRequest, scope: GoogleScope) -> gcp.pubsub.Topic:
    uses = [] if scope.key is None else [let_topics_use(request, scope, scope.key)]
    return gcp.pubsub.Topic(
        request.child("alerts"),
        project=scope.project,
        kms_key_name=scope.key,
        labels=dict(scope.labels),
        opts=request.options(depends_on=uses),
    )


def _amount(request: GuardRequest) -> gcp.billing.BudgetAmountSpecifiedAmountArgs:
    limit = request.plan.limit
    whole = int(limit.amount)
    return gcp.billing.BudgetAmountSpecifiedAmountArgs(
        currency_code=limit.currency, units=str(whole), nanos=int((limit.amount - whole) * _NANOS) or None
    )


def _filter(request: GuardRequest, scope: GoogleScope) -> gcp.billing.BudgetBudgetFilterArgs:
    """The project by its number, which the API wants, and one label, of which it takes no more."""
    options = pulumi.InvokeOutputOptions(parent=request.parent)
    project = gcp.organizations.get_project_output(project_id=scope.project, opts=options)
    return gcp.billing.BudgetBudgetFilterArgs(
        projects=[pulumi.Output.concat("projects/", project.number)],
        labels=None if scope.label is None else dict([scope.label]),
        calendar_period="MONTH",
    )


def _thresholds(request: GuardRequest) -> list[gcp.billing.BudgetThresholdRuleArgs]:
    spent = [
        gcp.billing.BudgetThresholdRuleArgs(threshold_percent=float(step / ALL), spend_basis="CURRENT_SPEND")
        for step in request.plan.steps
    ]
    ahead = gcp.billing.BudgetThresholdRuleArgs(threshold_percent=float(Decimal(1)), spend_basis="FORECASTED_SPEND")
    return [*spent, ahead]


def _channels(request: GuardRequest, scope: GoogleScope) -> list[pulumi.Input[str]]:
    recipients = recipients_of(request.plan.alerts)
    made = [("email", {"email_address": email}) for email in recipients.emails]
    made += [("webhook_tokenauth", {"url": url}) for url in recipients.urls]
    channels: list[pulumi.Input[str]] = [
        gcp.monitoring.NotificationChannel(
            request.child(f"channel-{number}"),
            type=kind,
            labels=labels,
            display_name=f"Budget of {request.name}",
            project=scope.project,
            user_labels=dict(scope.labels),
            opts=request.options(),
        ).name
        for number, (kind, labels) in enumerate(made)
    ]
    return [*channels, *(input_of(reference) for reference in recipients.references)]
