"""What the budgets of Azure, Google Cloud and Cloudflare would refuse, or would not do as asked."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text
from apexai.targets.budgets.foundation import BILLING_ACCOUNT, Foundation
from apexai.targets.budgets.plan import BudgetPlan, plan_of
from apexai.targets.budgets.recipients import recipients_of
from apexai.targets.budgets.rules import check_count, check_forms, check_heard, nothing_to_hold
from apexai.targets.budgets.scopes import AzureScope, CloudflareScope, GoogleScope
from apexai.targets.diagnostics import error, note, warning
from apexai.targets.value import known_text

_LIMIT: Final = "spec.finops.budgetLimit"
_ON_BREACH: Final = "spec.finops.onBreach"
_CHANNELS: Final = 5
"""Source: Cloud Billing documentation, customize budget alert email recipients: five channels; read 2026-11-21."""


def check_google_budget(deployment: ServerlessModelDeployment, foundation: Foundation) -> Iterator[Diagnostic]:
    """Check a spec's budget on Google Cloud, before there is anything to watch."""
    plan = plan_of(deployment)
    if plan is not None:
        yield from _google(plan, has_account=foundation.billing_account is not None)


def check_google(plan: BudgetPlan, scope: GoogleScope) -> Iterator[Diagnostic]:
    """Check a guard's plan on Google Cloud."""
    yield from _google(plan, has_account=scope.billing_account is not None)
    if plan.brakes and scope.brake is None:
        yield nothing_to_hold(plan)


def check_azure_budget(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Check a spec's budget on Azure, before there is anything to watch."""
    plan = plan_of(deployment)
    if plan is not None:
        yield from _azure(plan)


def check_azure(plan: BudgetPlan, scope: AzureScope) -> Iterator[Diagnostic]:
    """Check a guard's plan on Azure."""
    yield from _azure(plan)
    if plan.brakes and scope.brake is None:
        yield nothing_to_hold(plan)


def check_cloudflare(plan: BudgetPlan, scope: CloudflareScope) -> Iterator[Diagnostic]:
    """Check a guard's plan on Cloudflare, which limits in dollars only what models cost behind an AI Gateway."""
    recipients = recipients_of(plan.alerts)
    if scope.gateway is None:
        message = "Cloudflare has no budget in dollars for Workers, storage or queues: only an AI Gateway has a limit"
        yield error("APX-BGT-018", _LIMIT, message, instead="give the scope a gateway, or watch usage without a budget")
    if plan.limit.currency != "USD":
        yield error("APX-BGT-001", _LIMIT, f"{plan.limit}: a gateway counts in USD", instead="write the amount in USD")
    if plan.thresholds:
        message = "a gateway tells nobody before it stops"
        yield error("APX-BGT-019", "spec.finops.alertThreshold", message, instead="remove it; see the scope's usage")
    if plan.brakes:
        message = (
            f"{plan.on_breach}: the gateway itself stops its models at the limit, and nothing else can be held back"
        )
        yield error("APX-BGT-009", _ON_BREACH, message, instead="write alert")
    taken = (*recipients.emails, *(text for text in recipients.references if "@" not in (known_text(text) or "")))
    yield from check_forms(plan.alerts, taken=taken, forms="a mail address of the account or the id of a webhook")


def _google(plan: BudgetPlan, *, has_account: bool) -> Iterator[Diagnostic]:
    recipients = recipients_of(plan.alerts)
    channels = tuple(text for text in recipients.references if _is_channel(text))
    forms = "a mail address, an https URL or projects/ID/notificationChannels/ID"
    yield from check_forms(plan.alerts, taken=(*recipients.emails, *recipients.urls, *channels), forms=forms)
    yield from check_count((*recipients.emails, *recipients.urls, *channels), most=_CHANNELS, what="channels")
    yield from check_heard(recipients)
    if has_account:
        message = f"budgets are in the billing account's currency, which has to be {plan.limit.currency}"
        yield note("APX-BGT-015", _LIMIT, message, instead="write the amount in that currency otherwise")
        return
    message = "no billing account is named, so that no budget watches what is spent"
    instead = f"set {BILLING_ACCOUNT} to its id"
    if plan.brakes:
        yield error("APX-BGT-005", _ON_BREACH, message, instead=f"{instead}, or write alert")
    else:
        yield warning("APX-BGT-017", _LIMIT, message, instead=instead)


def _azure(plan: BudgetPlan) -> Iterator[Diagnostic]:
    recipients = recipients_of(plan.alerts)
    groups = tuple(text for text in recipients.references if _is_action_group(text))
    forms = "a mail address, an https URL or the id of an action group"
    yield from check_forms(plan.alerts, taken=(*recipients.emails, *recipients.urls, *groups), forms=forms)
    yield from check_heard(recipients)
    message = f"budgets are in the currency that the subscription is billed in, which has to be {plan.limit.currency}"
    yield note("APX-BGT-015", _LIMIT, message, instead="write the amount in that currency otherwise")


def _is_channel(text: Text) -> bool:
    known = known_text(text)
    return known is None or (known.startswith("projects/") and "/notificationChannels/" in known)


def _is_action_group(text: Text) -> bool:
    known = known_text(text)
    return known is None or (known.startswith("/subscriptions/") and "/actiongroups/" in known.lower())
