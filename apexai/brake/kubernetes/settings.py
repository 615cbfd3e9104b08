"""What the program that deployed the brake tells it: one variable with JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

VARIABLE: Final = "APEXAI_BRAKE"

FIXED: Final = "fixed"
AUTOSCALED: Final = "autoscaled"
KEDA: Final = "keda"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """A Deployment and what decides over its pods, as its program declares it."""

    name: str
    scaling: str
    """`fixed`, `autoscaled` by a HorizontalPodAutoscaler or `keda`; both have the Deployment's name."""
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which workloads, which budget, and where the costs are known."""

    service: str
    namespace: str
    state: str
    """Name of the ConfigMap that holds the state."""
    mode: str
    """`throttle` or `pause`."""
    limit: str
    """Of the month, in the currency that the costs are in."""
    prometheus: str
    """URL."""
    hourly_cost: str
    """PromQL of what the service costs an hour."""
    workloads: tuple[Workload, ...]

    @property
    def pauses(self) -> bool:
        return self.mode == "pause"


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises KeyError where there are none."""
    given = json.loads(environment[VARIABLE])
    workloads = tuple(Workload(**item) for item in given.pop("workloads"))
    return Settings(**given, workloads=workloads)
