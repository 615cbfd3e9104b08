"""What the program that deployed the brake tells it: one setting of its app, with JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

VARIABLE: Final = "APEXAI_BRAKE"

CONTAINER_APP: Final = "container-app"
FLEX: Final = "flex"
PREMIUM: Final = "premium"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which app, which budget, and what it gets back."""

    service: str
    budget: str
    """Id of the budget."""
    state: str
    """Id of the blob container whose metadata holds the state, and which the records go to."""
    client: str
    """Client id of the identity that the brake acts as."""
    kind: str
    """`container-app`, or an app on `flex` or `premium`."""
    app: str
    """Id of the app."""
    mode: str
    """`throttle` or `pause`."""
    capped: int
    """Most instances while it is throttled."""
    maximum: int
    """Most instances that its program declares."""
    ready: Mapping[str, int] = field(default_factory=dict)
    """On Flex: group of functions → instances that its program keeps ready."""
    plan: str = ""
    """On Premium: id of the plan, which the app has for itself."""
    slots: tuple[str, ...] = ()
    """On Premium: ids of the app's slots."""

    @property
    def pauses(self) -> bool:
        return self.mode == "pause"


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises KeyError where there are none."""
    given = json.loads(environment[VARIABLE])
    return Settings(**{**given, "slots": tuple(given.get("slots", ()))})
