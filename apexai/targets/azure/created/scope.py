"""What all resources of one deployment share: group, region, tags, subscription, options."""

import hashlib
from dataclasses import dataclass
from typing import TypeVar

import pulumi
import pulumi_azure_native as azure

from apexai.spec.deployment import Spec
from apexai.spec.finops import OnBreach
from apexai.targets.azure.tags import tags_of
from apexai.targets.budgets.azure.state import BrakeState
from apexai.targets.budgets.scopes import AzureScope
from apexai.targets.target import BuildRequest

_DIGITS = 8
_Setting = TypeVar("_Setting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The surroundings of each resource."""

    request: BuildRequest
    group: azure.resources.ResourceGroup
    region: str
    subscription: pulumi.Output[str]
    tenant: pulumi.Output[str]
    tags: dict[str, str]
    brake: BrakeState | None = None
    """State of the budget's brake; None where nothing would hold the service back."""

    def held(
        self, usual: _Setting, *, throttled: _Setting | None = None, paused: _Setting | None = None
    ) -> pulumi.Input[_Setting]:
        """A setting as declared; while the brake holds the service back, the one for what the budget asks then."""
        kept = paused if self.spec.finops.on_breach is OnBreach.PAUSE else throttled
        if self.brake is None or kept is None:
            return usual
        return self.brake.state.apply(lambda state: kept if state.is_braked else usual)

    @property
    def spec(self) -> Spec:
        return self.request.deployment.spec

    @property
    def service(self) -> str:
        """The name that Azure knows the service by."""
        return self.request.name

    @property
    def guarded(self) -> AzureScope:
        """What a budget watches: the group holds the service and nothing else, so that its costs are the service's."""
        return AzureScope(
            scope=self.group.id, resource_group=self.group.name, subscription=self.subscription, tags=self.tags
        )

    def name(self, kind: str) -> str:
        """Logical name of a child."""
        return f"{self.request.name}-{kind}"

    def unique(self, *, most: int, separator: str = "-") -> pulumi.Output[str]:
        """A name that nothing else has, of at most `most` characters, by the random part of the group's name.

        A vault that was deleted keeps its name for months, and a group that is made again has another one.
        """
        plain = self.service.replace("-", separator)[: most - _DIGITS - len(separator)].rstrip("-")
        name: pulumi.Output[str] = self.group.name
        return name.apply(lambda given: f"{plain}{separator}{_digest(given)}")

    def shared(self, kind: str, name: str) -> pulumi.Output[str] | None:
        """Id of something that exists in the group of shared resources; None where the stack names no such group."""
        group = self.request.surroundings.foundation.azure_group
        if group is None:
            return None
        if group.startswith("/"):
            return pulumi.Output.from_input(f"{group.rstrip('/')}/providers/{kind}/{name}")
        return pulumi.Output.concat(
            "/subscriptions/", self.subscription, f"/resourceGroups/{group}/providers/{kind}/{name}"
        )


def scope_of(request: BuildRequest) -> Scope:
    """The surroundings of a deployment: a group of its own, in the subscription of the caller's own provider."""
    region = request.deployment.spec.runtime.region
    if region is None:
        raise ValueError("no region: the limits refuse this")
    client = azure.authorization.get_client_config_output(opts=pulumi.InvokeOutputOptions(parent=request.parent))
    tags = tags_of(request.deployment, request.surroundings)
    group = azure.resources.ResourceGroup(f"{request.name}-group", location=region, tags=tags, opts=request.options())
    return Scope(
        request=request,
        group=group,
        region=region,
        subscription=client.subscription_id,
        tenant=client.tenant_id,
        tags=tags,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
