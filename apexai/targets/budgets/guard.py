"""The platforms that guards are for: one table, each with its check, its SDK and its resources."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from apexai.errors import Diagnostic
from apexai.targets.budgets.other_rules import check_azure, check_cloudflare, check_google
from apexai.targets.budgets.plan import BudgetPlan
from apexai.targets.budgets.rules import check_aws, check_kubernetes
from apexai.targets.budgets.scopes import (
    AwsScope,
    AzureScope,
    CloudflareScope,
    GoogleScope,
    KubernetesScope,
    Scope,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardPlatform:
    """What guards need of one platform."""

    extra: str
    """Name of the package extra with its SDK."""
    sdk: str
    """Import name of its SDK."""
    resources: str
    """Module with `build_guard(request, scope)`; imported only when something is built."""
    check: Callable[[BudgetPlan, Any], Iterator[Diagnostic]]
    """Takes the plan and the platform's own class of scope."""


GUARDS: Final[Mapping[type[Scope], GuardPlatform]] = {
    AwsScope: GuardPlatform(
        extra="aws", sdk="pulumi_aws", resources="apexai.targets.budgets.aws.resources", check=check_aws
    ),
    KubernetesScope: GuardPlatform(
        extra="kubernetes",
        sdk="pulumi_kubernetes",
        resources="apexai.targets.budgets.kubernetes.resources",
        check=check_kubernetes,
    ),
    GoogleScope: GuardPlatform(
        extra="gcp", sdk="pulumi_gcp", resources="apexai.targets.budgets.gcp.resources", check=check_google
    ),
    AzureScope: GuardPlatform(
        extra="azure",
        sdk="pulumi_azure_native",
        resources="apexai.targets.budgets.azure.resources",
        check=check_azure,
    ),
    CloudflareScope: GuardPlatform(
        extra="cloudflare",
        sdk="pulumi_cloudflare",
        resources="apexai.targets.budgets.cloudflare.resources",
        check=check_cloudflare,
    ),
}


def check_guard(plan: BudgetPlan, scope: Scope) -> tuple[Diagnostic, ...]:
    """What the scope's platform would refuse of a plan, or would not do as asked."""
    return tuple(GUARDS[type(scope)].check(plan, scope))
