"""What the program that deployed the brake tells it: one variable with JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

VARIABLE: Final = "APEXAI_BRAKE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which service, which budget, and what it gets back."""

    service: str
    """`projects/<project>/locations/<region>/services/<service>`."""
    account: str
    """Id of the billing account."""
    budget: str
    """Id of the budget."""
    limit: str
    """Of the month, as the program declares it."""
    currency: str
    mode: str
    """`throttle` or `pause`."""
    throttled: int
    """Most instances while it is throttled."""
    minimum: int
    maximum: int
    """Bounds of the instances that its program declares."""

    @property
    def pauses(self) -> bool:
        return self.mode == "pause"


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises KeyError where there are none."""
    return Settings(**json.loads(environment[VARIABLE]))
