"""The function's own bounds at the edge: region, memory, time, storage, architecture, who may call."""

import math
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Access, Architecture, Runtime
from apexai.spec.shown import shown
from apexai.targets.diagnostics import error
from apexai.targets.lambda_edge.facts import REGION, edge_facts
from apexai.units import render_decimal

_RUNTIME: Final = "spec.runtime"
_SOURCE: Final = "Amazon CloudFront Developer Guide, Restrictions on Lambda@Edge"


def check_function(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Each bound of one function at the origin-request event."""
    runtime = deployment.spec.runtime
    yield from _place(runtime)
    yield from _memory(runtime)
    yield from _timeout(runtime)
    if runtime.concurrency is not None and runtime.concurrency != 1:
        message = f"{runtime.concurrency} requests at once: an execution environment serves one"
        yield error("APX-LIM-706", f"{_RUNTIME}.concurrency", message, instead="write 1 or remove it")
    if runtime.access is not Access.PUBLIC:
        message = f"CloudFront serves everybody, and access is {runtime.access}"
        instead = "write access: public, and check tokens in the function, or use platform aws-lambda"
        yield error("APX-LIM-707", f"{_RUNTIME}.access", message, instead=instead)


def _place(runtime: Runtime) -> Iterator[Diagnostic]:
    if runtime.region is not None and runtime.region != REGION:
        yield edge_facts()["region"].violated(
            code="APX-LIM-700",
            path=f"{_RUNTIME}.region",
            message=f"functions for the edge are made in {REGION}, not in {shown(runtime.region)}",
            suggestion=f"write {REGION}, or remove it",
        )
    if runtime.architecture is Architecture.ARM64:
        message = f"functions at the edge run on x86_64 ({_SOURCE})"
        instead = "build the package for x86_64, or use platform aws-lambda"
        yield error("APX-LIM-701", f"{_RUNTIME}.architecture", message, instead=instead)


def _memory(runtime: Runtime) -> Iterator[Diagnostic]:
    least, most = edge_facts()["memory_minimum"], edge_facts()["memory_maximum"]
    if not least.number <= runtime.memory <= most.number:
        yield (least if runtime.memory < least.number else most).violated(
            code="APX-LIM-702",
            path=f"{_RUNTIME}.memory",
            message=f"{runtime.memory} MiB is outside of what a function at an origin event may have",
            suggestion=f"write {least.number}MB to {most.number}MB",
        )
    storage, room = runtime.ephemeral_storage, edge_facts()["ephemeral_storage_maximum"]
    if storage is not None and storage > room.number:
        yield room.violated(
            code="APX-LIM-703",
            path=f"{_RUNTIME}.ephemeralStorage",
            message=f"{storage} MiB of /tmp is more than the {room.number} that a function at the edge has",
            suggestion=f"write {room.number}MB, or use platform aws-lambda",
        )


def _timeout(runtime: Runtime) -> Iterator[Diagnostic]:
    path, most, timeout = f"{_RUNTIME}.timeout", edge_facts()["timeout_maximum"], runtime.timeout
    if timeout != int(timeout) or timeout < 1:
        message = f"{render_decimal(timeout)} s can't be a timeout, which Lambda counts in whole seconds from 1"
        yield error("APX-LIM-704", path, message, instead=f"write {max(1, math.ceil(timeout))}s")
    elif timeout > most.number:
        yield most.violated(
            code="APX-LIM-705",
            path=path,
            message=f"{render_decimal(timeout)} s is longer than a function at an origin event may run",
            suggestion=f"write {most.number}s at most, or use platform aws-lambda",
        )
