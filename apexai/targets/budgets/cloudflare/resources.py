"""Makes a guard's resources on Cloudflare."""

from typing import Final

import pulumi_cloudflare as cloudflare

from apexai.targets.budgets.recipients import recipients_of
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import CloudflareScope
from apexai.targets.value import input_of

_WINDOW_SECONDS: Final = 30 * 24 * 3600
"""A month: the gateway counts the last 30 days."""


def build_guard(request: GuardRequest, scope: CloudflareScope) -> None:
    """The gateway that stops when its models have cost the limit, and a notice of usage to those who asked."""
    if scope.gateway is not None:
        _build_gateway(request, scope, scope.gateway)
    recipients = recipients_of(request.plan.alerts)
    if scope.usage is None or not (recipients.emails or recipients.references):
        return
    product, limit = scope.usage
    cloudflare.NotificationPolicy(
        request.child("usage"),
        account_id=scope.account,
        name=request.child("usage"),
        alert_type="billing_usage_alert",
        enabled=True,
        filters=cloudflare.NotificationPolicyFiltersArgs(products=[product], limits=[str(limit)]),
        mechanisms=cloudflare.NotificationPolicyMechanismsArgs(
            emails=[cloudflare.NotificationPolicyMechanismsEmailArgs(id=email) for email in recipients.emails] or None,
            webhooks=[
                cloudflare.NotificationPolicyMechanismsWebhookArgs(id=input_of(reference))
                for reference in recipients.references
            ]
            or None,
        ),
        opts=request.options(),
    )


def _build_gateway(request: GuardRequest, scope: CloudflareScope, gateway: str) -> None:
    cloudflare.AiGateway(
        request.child("gateway"),
        account_id=scope.account,
        ai_gateway_id=gateway,
        authentication=True,
        cache_ttl=0,
        cache_invalidate_on_update=True,
        collect_logs=True,
        rate_limiting_interval=0,
        rate_limiting_limit=0,
        spend_limits=cloudflare.AiGatewaySpendLimitsArgs(
            enabled=True,
            rules=[
                cloudflare.AiGatewaySpendLimitsRuleArgs(
                    limit=float(request.plan.limit.amount),
                    limit_type="cost",
                    window=_WINDOW_SECONDS,
                    technique="sliding",
                    enabled=True,
                )
            ],
        ),
        opts=request.options(),
    )
