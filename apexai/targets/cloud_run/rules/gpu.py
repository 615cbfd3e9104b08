"""GPUs: which there are, where, with how much vCPU and memory at least."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Gpu, Runtime
from apexai.spec.shown import shown
from apexai.targets.cloud_run.facts import GpuFact, choices, gpu_fact, gpu_types, run_facts
from apexai.targets.cloud_run.sizes import millicores_of, vcpu
from apexai.targets.diagnostics import error

_GPU: Final = "spec.runtime.gpu"


def check_gpu(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """An instance has one GPU, of a type that its region has, and enough beside it."""
    runtime = deployment.spec.runtime
    if runtime.gpu is None:
        return
    yield from _count(runtime.gpu)
    fact = gpu_fact(runtime.gpu.type)
    if fact is None:
        message = f"Cloud Run has no {shown(runtime.gpu.type)}"
        instead = f"write {' or '.join(gpu_types())}, or use platform kubernetes"
        yield error("APX-LIM-511", f"{_GPU}.type", message, instead=instead)
        return
    yield from _size(runtime, fact)
    yield from _region(runtime.gpu, runtime.region, fact)


def _count(gpu: Gpu) -> Iterator[Diagnostic]:
    most = run_facts()["gpus_of_an_instance"]
    if gpu.count > most.number:
        yield most.violated(
            code="APX-LIM-510",
            path=f"{_GPU}.count",
            message=f"an instance has one GPU, not {gpu.count}",
            suggestion="write 1, or use platform kubernetes",
        )


def _size(runtime: Runtime, fact: GpuFact) -> Iterator[Diagnostic]:
    kind = runtime.gpu.type if runtime.gpu else ""
    if millicores_of(runtime) < fact.millicores:
        yield fact.fact.violated(
            code="APX-LIM-512",
            path="spec.runtime.cpu",
            message=f"an instance with {kind} has {vcpu(fact.millicores)} vCPU or more",
            suggestion=f"write {vcpu(fact.millicores)}, or remove it",
        )
    if runtime.memory < fact.memory_mib:
        yield fact.fact.violated(
            code="APX-LIM-513",
            path="spec.runtime.memory",
            message=f"an instance with {kind} has {fact.memory_mib} MiB or more",
            suggestion=f"write {fact.memory_mib}MB",
        )


def _region(gpu: Gpu, region: str | None, fact: GpuFact) -> Iterator[Diagnostic]:
    invited = run_facts()["gpu_by_invitation"]
    if region is not None and region not in fact.regions:
        yield fact.fact.violated(
            code="APX-LIM-514",
            path=f"{_GPU}.type",
            message=f"{region} is not among the regions that have {gpu.type}",
            suggestion=f"use one of {', '.join(fact.regions)}",
        )
    elif f"{gpu.type}:{region}" in choices(invited):
        yield invited.violated(
            code="APX-LIM-515",
            path=f"{_GPU}.type",
            message=f"{gpu.type} in {region} is by invitation",
            suggestion="make sure that the project is invited, or use another region",
        )
