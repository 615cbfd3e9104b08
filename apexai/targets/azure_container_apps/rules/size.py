"""Region, vCPU with its memory, GPU, scratch space, time, architecture."""

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Architecture, Gpu, Runtime
from apexai.spec.shown import shown
from apexai.targets.azure.rules.region import check_region
from apexai.targets.azure_container_apps.facts import app_facts, gpu_profile, gpu_types
from apexai.targets.azure_container_apps.sizes import Size, replica_size, scratch_of
from apexai.targets.diagnostics import error, note
from apexai.units import MILLICORES_PER_CORE, render_decimal

_RUNTIME: Final = "spec.runtime"
_GPU: Final = f"{_RUNTIME}.gpu"


def check_size(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """What one replica may have."""
    runtime = deployment.spec.runtime
    why = "azure-container-apps needs a region: the environment is in one"
    yield from check_region(runtime.region, missing="APX-LIM-300", unknown="APX-LIM-301", why=why)
    if runtime.gpu is None:
        yield from _consumption(runtime)
    else:
        yield from _gpu(runtime, runtime.gpu)
    yield from _scratch(runtime)
    yield from _timeout(runtime)
    if runtime.architecture is Architecture.ARM64:
        message = "Container Apps runs images for linux/amd64 (Azure documentation, Containers)"
        instead = "build the image for linux/amd64, or use platform kubernetes"
        yield error("APX-LIM-306", f"{_RUNTIME}.architecture", message, instead=instead)


def _consumption(runtime: Runtime) -> Iterator[Diagnostic]:
    """The sum over the containers is a step of a quarter of a vCPU with its memory."""
    size, path = replica_size(runtime), f"{_RUNTIME}.{'cpu' if runtime.cpu is not None else 'memory'}"
    step, most, ratio = app_facts()["cpu_step"], app_facts()["cpu_maximum"], app_facts()["memory_mib_of_core"]
    if size.millicores > most.number or size.memory_mib > _memory(most.number):
        yield most.violated(
            code="APX-LIM-302",
            path=path,
            message=f"{_said(size)} is more than a replica may have",
            suggestion=f"write {_vcpu(most.number)} vCPU with {_memory(most.number)}MB at most, or use platform "
            "kubernetes",
        )
    elif size.millicores % step.number or size.memory_mib != _memory(size.millicores) or not size.millicores:
        needed = max(size.millicores, size.memory_mib * MILLICORES_PER_CORE // ratio.number, 1)
        fits = -(-needed // step.number) * step.number
        beside = "" if runtime.preprocessor is None else " for all containers together"
        yield ratio.violated(
            code="APX-LIM-303",
            path=path,
            message=f"{_said(size)} can't be had: a replica has 2 GiB for each vCPU, in steps of 0.25 vCPU",
            suggestion=f"write {_memory(fits)}MB, which comes with {_vcpu(fits)} vCPU{beside}",
        )


def _gpu(runtime: Runtime, gpu: Gpu) -> Iterator[Diagnostic]:
    most, found, size = app_facts()["gpus_of_a_replica"], gpu_profile(gpu.type), replica_size(runtime)
    if gpu.count > most.number:
        yield most.violated(
            code="APX-LIM-307",
            path=f"{_GPU}.count",
            message=f"a replica has one GPU, not {gpu.count}",
            suggestion="write 1, or use platform kubernetes",
        )
    if found is None:
        message = f"Container Apps has no {shown(gpu.type)}"
        instead = f"write {' or '.join(gpu_types())}, or use platform kubernetes"
        yield error("APX-LIM-308", f"{_GPU}.type", message, instead=instead)
        return
    if size.millicores > found.millicores or size.memory_mib > found.memory_mib:
        has = f"{_vcpu(found.millicores)} vCPU with {found.memory_mib} MiB"
        message = f"{_said(size)} is more than {found.profile} has: {has}"
        path = f"{_RUNTIME}.{'cpu' if size.millicores > found.millicores else 'memory'}"
        yield error("APX-LIM-309", path, message, instead="remove it: the replica then has all of it")
    if runtime.region is not None and runtime.region not in found.regions:
        yield found.fact.violated(
            code="APX-LIM-310",
            path=f"{_GPU}.type",
            message=f"{runtime.region} is not among the regions that have {gpu.type}",
            suggestion=f"use one of {', '.join(found.regions)}",
        )


def _scratch(runtime: Runtime) -> Iterator[Diagnostic]:
    asked, size = runtime.ephemeral_storage, replica_size(runtime)
    if asked is not None and asked > scratch_of(size):
        yield error(
            "APX-LIM-304",
            f"{_RUNTIME}.ephemeralStorage",
            f"{asked} MiB is more than the {scratch_of(size)} MiB that come with {_vcpu(size.millicores)} vCPU "
            "(Azure documentation, Use storage mounts in Azure Container Apps)",
            instead="write less, or raise runtime.cpu and runtime.memory",
        )


def _timeout(runtime: Runtime) -> Iterator[Diagnostic]:
    path, longest, timeout = f"{_RUNTIME}.timeout", app_facts()["timeout_maximum"], runtime.timeout
    if timeout != int(timeout) or timeout < 1:
        message = f"{render_decimal(timeout)} s can't be a timeout, which Container Apps counts in whole seconds from 1"
        yield error("APX-LIM-305", path, message, instead=f"write {max(1, math.ceil(timeout))}s")
    elif timeout > longest.number:
        yield longest.violated(
            code="APX-LIM-305",
            path=path,
            message=f"{render_decimal(timeout)} s is longer than a request may take",
            suggestion=f"write {longest.number}s at most, or use platform kubernetes",
        )
    elif "timeout" in runtime.model_fields_set and timeout < longest.number:
        message = (
            f"the ingress ends a request after {longest.number} s, and not before; a replica that goes has so long"
        )
        yield note("APX-LIM-311", path, message, instead="end requests earlier in the image, or use platform cloud-run")


def _said(size: Size) -> str:
    return f"{_vcpu(size.millicores)} vCPU with {size.memory_mib} MiB"


def _vcpu(millicores: int) -> str:
    return render_decimal(Decimal(millicores) / MILLICORES_PER_CORE)


def _memory(millicores: int) -> int:
    return millicores * app_facts()["memory_mib_of_core"].number // MILLICORES_PER_CORE
