"""Probes in Cloud Run's whole seconds."""

import math
from typing import Final

from apexai.spec.runtime import Probes, Runtime

DEFAULT_PORT: Final = 8080
"""Source: Cloud Run documentation, Container runtime contract: the port that requests go to; read 2026-11-21."""

_PERIOD_SECONDS: Final = 10
_TIMEOUT_SECONDS: Final = 1
_STARTUP_SECONDS: Final = 240


def model_port(runtime: Runtime) -> int:
    """Where the model's container listens."""
    return next(iter(runtime.ports.values()), DEFAULT_PORT)


def period_seconds(probes: Probes) -> int:
    """Between two probes; the platform's own where the document says none."""
    return _PERIOD_SECONDS if probes.period is None else int(probes.period)


def timeout_seconds(probes: Probes) -> int:
    """Of one probe; the platform's own where the document says none."""
    return _TIMEOUT_SECONDS if probes.timeout is None else int(probes.timeout)


def startup_failures(probes: Probes) -> int:
    """Failed probes until an instance counts as not started: the budget over the period, rounded up."""
    budget = _STARTUP_SECONDS if probes.startup_budget is None else probes.startup_budget
    return max(1, math.ceil(budget / period_seconds(probes)))
