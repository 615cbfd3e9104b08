"""Ports and probes: one port for requests, and a start within the time that there is."""

import math
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Probes, Runtime
from apexai.targets.cloud_run.facts import run_facts
from apexai.targets.cloud_run.probes import period_seconds, timeout_seconds
from apexai.targets.diagnostics import error
from apexai.units import Seconds, render_decimal

_PROBES: Final = "spec.runtime.probes"


def check_ports(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """One port; probes in whole seconds, within their bounds."""
    runtime = deployment.spec.runtime
    for name in list(runtime.ports)[1:]:
        message = "requests reach an instance by one port (Cloud Run documentation, Container runtime contract)"
        instead = "keep the first, and let metrics leave by the runtime's own exporter"
        yield error("APX-LIM-540", f"spec.runtime.ports.{name}", message, instead=instead)
    if runtime.probes is not None:
        yield from _whole(runtime.probes)
        yield from _bounds(runtime.probes)
        yield from _start(runtime, runtime.probes)


def _whole(probes: Probes) -> Iterator[Diagnostic]:
    times = {"initialDelay": probes.initial_delay, "period": probes.period, "timeout": probes.timeout}
    for key, seconds in times.items():
        if seconds is not None and seconds != int(seconds):
            message = f"{render_decimal(seconds)} s: Cloud Run counts in whole seconds"
            yield error("APX-LIM-541", f"{_PROBES}.{key}", message, instead=f"write {math.ceil(seconds)}s")


def _bounds(probes: Probes) -> Iterator[Diagnostic]:
    yield from _most("initialDelay", probes.initial_delay, "startup_delay_maximum")
    yield from _most("period", probes.period, "startup_period_maximum")
    if timeout_seconds(probes) > period_seconds(probes):
        message = f"a probe of {timeout_seconds(probes)} s is longer than the {period_seconds(probes)} s to the next"
        yield error("APX-LIM-543", f"{_PROBES}.timeout", message, instead="raise probes.period, or write less")


def _most(key: str, seconds: Seconds | None, name: str) -> Iterator[Diagnostic]:
    fact = run_facts()[name]
    if seconds is not None and seconds > fact.number:
        yield fact.violated(
            code="APX-LIM-542",
            path=f"{_PROBES}.{key}",
            message=f"{render_decimal(seconds)} s is more than Cloud Run waits",
            suggestion=f"write {fact.number}s at most",
        )


def _start(runtime: Runtime, probes: Probes) -> Iterator[Diagnostic]:
    fact = run_facts()["startup_maximum" if runtime.gpu is None else "startup_gpu_maximum"]
    if probes.startup_budget is not None and probes.startup_budget > fact.number:
        yield fact.violated(
            code="APX-LIM-544",
            path=f"{_PROBES}.startupBudget",
            message=f"{render_decimal(probes.startup_budget)} s is longer than an instance may take to start",
            suggestion=f"write {fact.number}s at most, and load what takes longer after the start",
        )
