"""What the program that deployed the brake tells it: one variable with JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

VARIABLE: Final = "APEXAI_BRAKE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisioned:
    """Provisioned concurrency of one version, as its program declares it."""

    qualifier: str
    count: int
    minimum: int = 0
    maximum: int = 0
    """Greater than `count` where it is scaled."""
    policy: str = ""
    """Name of the target-tracking policy; empty: none."""
    target: float = 0
    """Utilisation that the policy aims at, from 0 to 1."""
    actions: tuple[Mapping[str, Any], ...] = ()
    """Scheduled actions: name, schedule, timezone, minimum, maximum."""

    @property
    def is_scaled(self) -> bool:
        return self.maximum > self.count or bool(self.actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which function, which budget, and what it gets back."""

    function: str
    budget: str
    account: str
    topic: str
    parameter: str
    """Name of the parameter that holds the state."""
    capped: int
    """Reserved concurrency while it is held back."""
    reserved: int | None
    """Reserved concurrency that its program declares; None: unreserved."""
    provisioned: tuple[Provisioned, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    """Of scalable targets."""


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises KeyError where there are none."""
    given = json.loads(environment[VARIABLE])
    provisioned = tuple(
        Provisioned(**{**item, "actions": tuple(item.get("actions", ()))}) for item in given.pop("provisioned", ())
    )
    return Settings(**given, provisioned=provisioned)
