"""An app on its plan, and what bounds its instances there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_azure_native as azure


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted:
    """An app that a budget's brake may hold back."""

    kind: str
    """As a brake knows it."""
    app: azure.web.WebApp
    maximum: int
    """Most instances that the program declares."""
    ready: Mapping[str, int] = field(default_factory=dict)
    """Group of functions → instances that are kept ready."""
    plan: pulumi.Input[str] | None = None
    """Id of the plan, where it has the bounds."""
    slots: tuple[pulumi.Input[str], ...] = ()
    """Ids."""
