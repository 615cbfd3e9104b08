"""Probes in whole seconds, within the few that Container Apps counts."""

import math

from apexai.spec.runtime import Probes, Runtime
from apexai.targets.azure_container_apps.facts import app_facts

_DEFAULT_PORT = 8080
_PERIOD_SECONDS = 10
_TIMEOUT_SECONDS = 1
_FAILURES = 3
"""Source: pulumi-azure-native 3.29, ContainerAppProbeArgs: defaults."""


def model_port(runtime: Runtime) -> int:
    """Where the model's container listens."""
    return next(iter(runtime.ports.values()), _DEFAULT_PORT)


def period_seconds(probes: Probes) -> int:
    """Between two probes."""
    return _PERIOD_SECONDS if probes.period is None else int(probes.period)


def timeout_seconds(probes: Probes) -> int:
    """Of one probe."""
    return _TIMEOUT_SECONDS if probes.timeout is None else int(probes.timeout)


def failures(probes: Probes) -> int:
    """Failed probes in a row until a replica is taken for dead."""
    return _FAILURES if probes.failure_threshold is None else probes.failure_threshold


def startup_period(probes: Probes) -> int:
    """Between two probes while a replica starts: long enough that the probes that there may be span the budget."""
    most = app_facts()["probe_failures_maximum"].number
    budget = 0 if probes.startup_budget is None else probes.startup_budget
    return max(period_seconds(probes), math.ceil(budget / most))


def startup_failures(probes: Probes) -> int:
    """Failed probes until a replica counts as not started: the budget over the period, rounded up."""
    most = app_facts()["probe_failures_maximum"].number
    if probes.startup_budget is None:
        return most
    return min(most, max(1, math.ceil(probes.startup_budget / startup_period(probes))))
