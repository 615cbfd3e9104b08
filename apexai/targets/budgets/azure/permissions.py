"""What the brake may do: change the scale of one app, and write its own state; each action on one thing.

Source: Azure documentation, Azure permissions for Compute, Containers, Storage and Web,
https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations, read 2026-11-21.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import pulumi

from apexai.brake.azure.settings import CONTAINER_APP, FLEX
from apexai.spec.finops import OnBreach
from apexai.targets.budgets.scopes import AzureBrake

_STATE: Final = tuple(
    f"Microsoft.Storage/storageAccounts/blobServices/containers/{action}"
    for action in ("read", "write", "lease/action")
)
_APP: Final[Mapping[OnBreach, tuple[str, ...]]] = {
    OnBreach.THROTTLE: ("read", "write", "start/action"),
    OnBreach.PAUSE: ("read", "start/action", "stop/action"),
}
"""Starting is in both: a service may be throttled now that was paused when its budget was spent."""


def actions_of(brake: AzureBrake, on_breach: OnBreach) -> list[str]:
    """Actions of the brake's role."""
    return [*_on_app(brake, on_breach), *_STATE]


def places_of(brake: AzureBrake) -> dict[str, pulumi.Input[str]]:
    """What the role is assigned on: kind → id; slots are below their app."""
    plan: dict[str, pulumi.Input[str]] = {} if brake.plan is None else {"plan": brake.plan}
    return {"app": brake.app, **plan, "state": brake.state}


def _on_app(brake: AzureBrake, on_breach: OnBreach) -> Iterator[str]:
    if brake.kind == CONTAINER_APP:
        yield from (f"Microsoft.App/containerApps/{action}" for action in _APP[on_breach])
        return
    parts = ("sites",) if brake.kind == FLEX else ("sites", "sites/slots", "serverfarms")
    yield from (f"Microsoft.Web/{part}/{action}" for part in parts for action in ("read", "write"))
