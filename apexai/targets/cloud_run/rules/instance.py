"""An instance's own bounds: region, vCPU and memory in their table, time, concurrency, architecture."""

import math
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Architecture, Runtime
from apexai.spec.shown import shown
from apexai.targets.cloud_run.facts import choices, run_facts
from apexai.targets.cloud_run.sizes import (
    WHOLE,
    concurrency_of,
    instance_memory,
    instance_millicores,
    memory_range,
    memory_ranges,
    millicores_of,
    vcpu,
)
from apexai.targets.diagnostics import error
from apexai.units import render_decimal

_RUNTIME: Final = "spec.runtime"
_REGION: Final = re.compile("[a-z]+(-[a-z]+)+[0-9]+")


def check_instance(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Each bound of one instance; what GPUs ask for is another rule's."""
    runtime = deployment.spec.runtime
    yield from _region(runtime.region)
    if runtime.gpu is None:
        yield from _cpu(runtime)
        yield from _memory(runtime)
    yield from _whole_instance(runtime)
    yield from _scratch(runtime)
    yield from _timeout(runtime)
    yield from _concurrency(runtime)
    if runtime.architecture is Architecture.ARM64:
        message = "Cloud Run runs images for x86_64 (Cloud Run documentation, Container runtime contract)"
        instead = "build the image for linux/amd64, or use platform kubernetes"
        yield error("APX-LIM-509", f"{_RUNTIME}.architecture", message, instead=instead)


def _region(region: str | None) -> Iterator[Diagnostic]:
    path, known = f"{_RUNTIME}.region", run_facts()["regions"]
    if region is None:
        message = "cloud-run needs a region: a service is in one"
        yield error("APX-LIM-500", path, message, instead="add runtime.region, e.g. europe-west1")
    elif not _REGION.fullmatch(region):
        meant = _of_google(region)
        near = [meant] if meant in choices(known) else get_close_matches(region, choices(known), n=1, cutoff=0.8)
        message = f"{shown(region)} is no region of Google Cloud, whose names are such as europe-west1"
        yield error("APX-LIM-516", path, message, instead=f"did you mean {near[0]}?" if near else "give its code")
    elif region not in choices(known):
        near = get_close_matches(region, choices(known), n=1, cutoff=0.8)
        yield known.violated(
            code="APX-LIM-501",
            path=path,
            message=f"{shown(region)} is not among the regions of Cloud Run",
            suggestion=f"did you mean {near[0]}?" if near else "give the region's code, e.g. us-central1",
        )


def _of_google(region: str) -> str:
    """The name that Google gives the part of the world which another cloud calls so, if there is one."""
    parts = {"eu": "europe", "ap": "asia"}
    first, _, rest = re.sub(r"-([0-9])$", r"\1", region).partition("-")
    return f"{parts.get(first, first)}-{rest}"


def _cpu(runtime: Runtime) -> Iterator[Diagnostic]:
    path, millicores = f"{_RUNTIME}.cpu", millicores_of(runtime)
    least, whole = run_facts()["cpu_below_1_minimum"], run_facts()["cpu_choices"]
    if millicores < least.number:
        yield least.violated(
            code="APX-LIM-502",
            path=path,
            message=f"{vcpu(millicores)} vCPU is less than an instance may have",
            suggestion=f"write {vcpu(least.number)} or more",
        )
    elif millicores >= WHOLE and str(millicores) not in choices(whole):
        more = next((int(choice) for choice in choices(whole) if int(choice) > millicores), None)
        yield whole.violated(
            code="APX-LIM-502",
            path=path,
            message=f"{vcpu(millicores)} vCPU is none of the sizes from 1 vCPU on",
            suggestion=f"write {vcpu(more)}" if more else "write 8 at most, or use platform kubernetes",
        )


def _memory(runtime: Runtime) -> Iterator[Diagnostic]:
    path, row = f"{_RUNTIME}.memory", memory_range(millicores_of(runtime))
    if row is None or row.least <= runtime.memory <= row.most:
        return
    larger = next((other for other in memory_ranges() if other.least <= runtime.memory <= other.most), None)
    fits = f", or cpu {vcpu(larger.millicores)}" if larger is not None else ", or use platform kubernetes"
    yield run_facts()["memory_by_cpu"].violated(
        code="APX-LIM-503",
        path=path,
        message=f"{runtime.memory} MiB can't be had with {vcpu(millicores_of(runtime))} vCPU",
        suggestion=f"write {row.least}MB to {row.most}MB{fits}",
    )


def _whole_instance(runtime: Runtime) -> Iterator[Diagnostic]:
    """All containers of an instance together have no more than one may have."""
    if runtime.preprocessor is None or runtime.gpu is not None:
        return
    most_cpu, most_memory = max(row.millicores for row in memory_ranges()), run_facts()["memory_maximum"]
    if instance_millicores(runtime) > most_cpu or instance_memory(runtime) > most_memory.number:
        yield most_memory.violated(
            code="APX-LIM-504",
            path=f"{_RUNTIME}.preprocessor",
            message=f"with the model it has {vcpu(instance_millicores(runtime))} vCPU and {instance_memory(runtime)} "
            f"MiB, and an instance has {vcpu(most_cpu)} and {most_memory.number} at most",
            suggestion="give the preprocessor cpu and memory that fit beside the model",
        )


def _scratch(runtime: Runtime) -> Iterator[Diagnostic]:
    if runtime.ephemeral_storage is not None and runtime.ephemeral_storage >= runtime.memory:
        message = (
            f"{runtime.ephemeral_storage} MiB of scratch space would be all of the {runtime.memory} MiB of memory, "
            "which it is part of"
        )
        instead = "raise runtime.memory above it, or write less"
        yield error("APX-LIM-505", f"{_RUNTIME}.ephemeralStorage", message, instead=instead)


def _timeout(runtime: Runtime) -> Iterator[Diagnostic]:
    path, longest, timeout = f"{_RUNTIME}.timeout", run_facts()["timeout_maximum"], runtime.timeout
    if timeout != int(timeout) or timeout < 1:
        message = f"{render_decimal(timeout)} s can't be a timeout, which Cloud Run counts in whole seconds from 1"
        yield error("APX-LIM-506", path, message, instead=f"write {max(1, math.ceil(timeout))}s")
    elif timeout > longest.number:
        yield longest.violated(
            code="APX-LIM-507",
            path=path,
            message=f"{render_decimal(timeout)} s is longer than a request may take",
            suggestion=f"write {longest.number}s at most, or use platform kubernetes",
        )


def _concurrency(runtime: Runtime) -> Iterator[Diagnostic]:
    path, asked = f"{_RUNTIME}.concurrency", concurrency_of(runtime)
    most, small = run_facts()["concurrency_maximum"], run_facts()["concurrency_below_1_cpu"]
    if asked > most.number:
        yield most.violated(
            code="APX-LIM-508",
            path=path,
            message=f"{asked} requests at once are more than an instance takes",
            suggestion=f"write {most.number} or less",
        )
    elif millicores_of(runtime) < WHOLE and asked > small.number:
        yield small.violated(
            code="APX-LIM-508",
            path=path,
            message=f"an instance with {vcpu(millicores_of(runtime))} vCPU serves one request at once, not {asked}",
            suggestion="write 1, or give it a whole vCPU",
        )
