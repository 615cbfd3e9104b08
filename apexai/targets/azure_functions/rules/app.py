"""What holds for every function app: its name, region, time, network and architecture."""

import math
import re
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Access, Architecture, Runtime
from apexai.spec.shown import shown
from apexai.targets.azure.rules.region import check_region
from apexai.targets.azure_functions.hosting import function_facts
from apexai.targets.diagnostics import error
from apexai.targets.target import Surroundings
from apexai.units import render_decimal

_RUNTIME: Final = "spec.runtime"
_FORM: Final = re.compile("[a-z0-9](-?[a-z0-9])*")


def check_app(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """Bounds of the app itself."""
    runtime, name = deployment.spec.runtime, surroundings.name or deployment.metadata.name
    if not _FORM.fullmatch(name):
        message = f"the component's name {shown(name)} begins the app's: lower-case letters, digits and single hyphens"
        yield error("APX-LIM-400", "metadata.name", message, instead="give the component another name")
    why = "azure-functions needs a region: the plan is in one"
    yield from check_region(runtime.region, missing="APX-LIM-401", unknown="APX-LIM-402", why=why)
    yield from _timeout(runtime)
    yield from _reached(runtime)
    if runtime.architecture is Architecture.ARM64:
        message = "Azure Functions runs on x86_64 (Azure documentation, Hosting options)"
        instead = "build for linux/amd64, or use platform kubernetes"
        yield error("APX-LIM-404", f"{_RUNTIME}.architecture", message, instead=instead)


def _timeout(runtime: Runtime) -> Iterator[Diagnostic]:
    path, longest, timeout = f"{_RUNTIME}.timeout", function_facts()["timeout_maximum"], runtime.timeout
    if timeout != int(timeout) or timeout < 1:
        message = f"{render_decimal(timeout)} s can't be a timeout, which the host counts in whole seconds from 1"
        yield error("APX-LIM-403", path, message, instead=f"write {max(1, math.ceil(timeout))}s")
    elif timeout > longest.number:
        yield longest.violated(
            code="APX-LIM-403",
            path=path,
            message=f"{render_decimal(timeout)} s is longer than a request over HTTP may take",
            suggestion=f"write {longest.number}s at most, or use platform kubernetes",
        )


def _reached(runtime: Runtime) -> Iterator[Diagnostic]:
    if runtime.access is Access.INTERNAL:
        message = "an app inside of a network needs a private endpoint, which is not available yet"
        instead = "use platform azure-container-apps, or write access: authenticated"
        yield error("APX-LIM-405", f"{_RUNTIME}.access", message, instead=instead)
    subnets = [] if runtime.network is None else runtime.network.subnets
    for index in range(1, len(subnets)):
        message = "an app is in one subnet (Azure documentation, Networking options)"
        yield error("APX-LIM-406", f"{_RUNTIME}.network.subnets[{index}]", message, instead="keep one of its own")
    for name in list(runtime.ports)[1:]:
        message = "requests reach an instance by one port"
        yield error("APX-LIM-407", f"{_RUNTIME}.ports.{name}", message, instead="keep the first")
