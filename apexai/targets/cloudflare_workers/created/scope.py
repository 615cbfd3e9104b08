"""What all resources of one Worker share: account, names, options."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from apexai.targets.budgets.foundation import CLOUDFLARE_ACCOUNT
from apexai.targets.cloudflare_workers import sdk
from apexai.targets.cloudflare_workers.names import account_name

_CONFIG, _, _KEY = CLOUDFLARE_ACCOUNT.partition(":")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The surroundings of each resource."""

    component: str
    """Logical name of the component; children's names begin with it."""
    parent: pulumi.Resource
    depends_on: tuple[pulumi.Resource, ...]
    """The caller's, which every child gets."""
    account: pulumi.Input[str]
    """Id of the account."""

    def name(self, kind: str) -> str:
        """Logical name of a child."""
        return f"{self.component}-{kind}"

    def account_name(self, kind: str = "") -> str:
        """Name of a child in the account."""
        return account_name(self.component, pulumi.get_stack(), kind)

    def options(self, after: Sequence[pulumi.Resource] = ()) -> pulumi.ResourceOptions:
        """Options of a child."""
        return pulumi.ResourceOptions(parent=self.parent, depends_on=[*self.depends_on, *after])


def scope_of(
    component: str,
    parent: pulumi.Resource,
    depends_on: tuple[pulumi.Resource, ...],
    account: pulumi.Input[str] | None = None,
) -> Scope:
    """The surroundings of a Worker: the account as given, else of the stack's configuration, else the only one."""
    given = account or pulumi.Config(_CONFIG).get(_KEY)
    return Scope(
        component=component,
        parent=parent,
        depends_on=depends_on,
        account=given or _only_account(parent),
    )


def _only_account(parent: pulumi.Resource) -> pulumi.Output[str]:
    accounts = sdk.get_accounts_output(max_items=2, opts=pulumi.InvokeOutputOptions(parent=parent))
    found: pulumi.Output[str] = accounts.apply(lambda answer: _only(answer.results))
    return found


def _only(results: Sequence[Any]) -> str:
    if len(results) != 1:
        count = "no account" if not results else "more than one account"
        raise pulumi.RunError(
            f"the credentials lead to {count} of Cloudflare: set {CLOUDFLARE_ACCOUNT} in the stack's configuration "
            "[APX-LIM-899]"
        )
    return str(results[0].id)
