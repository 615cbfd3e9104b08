"""How large an instance is: the vCPU that a document names or leaves to its memory, and what follows from it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apexai.spec.deployment import Autoscaling
from apexai.spec.runtime import Runtime, Sidecar
from apexai.targets.cloud_run.facts import choices, gpu_fact, run_facts
from apexai.units import MILLICORES_PER_CORE, MiB, render_decimal

WHOLE: Final = MILLICORES_PER_CORE
SIDECAR_MEMORY: Final = MiB(512)
SIDECAR_MILLICORES: Final = WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryRange:
    """What an instance may have with this many thousandths of a vCPU, or more up to the next row."""

    millicores: int
    least: int
    most: int


def memory_ranges() -> tuple[MemoryRange, ...]:
    """Cloud Run's table, by rising vCPU."""
    return tuple(_range(row) for row in choices(run_facts()["memory_by_cpu"]))


def memory_range(millicores: int) -> MemoryRange | None:
    """The row of the table for so much vCPU; None below the least that there is."""
    rows = [row for row in memory_ranges() if row.millicores <= millicores]
    return rows[-1] if rows else None


def millicores_of(runtime: Runtime) -> int:
    """Thousandths of a vCPU of the model: as written, else the least whole vCPU that its memory may have."""
    if runtime.cpu is not None:
        return int(Decimal(runtime.cpu) * MILLICORES_PER_CORE)
    gpu = None if runtime.gpu is None else gpu_fact(runtime.gpu.type)
    if gpu is not None:
        return gpu.millicores
    whole = [row for row in memory_ranges() if row.millicores >= WHOLE]
    return next((row.millicores for row in whole if runtime.memory <= row.most), whole[-1].millicores)


def sidecar_millicores(sidecar: Sidecar) -> int:
    """Thousandths of a vCPU of a container beside the model."""
    return SIDECAR_MILLICORES if sidecar.cpu is None else int(Decimal(sidecar.cpu) * MILLICORES_PER_CORE)


def sidecar_memory(sidecar: Sidecar) -> MiB:
    """Memory of a container beside the model."""
    return SIDECAR_MEMORY if sidecar.memory is None else sidecar.memory


def instance_millicores(runtime: Runtime) -> int:
    """Of all containers of an instance."""
    beside = 0 if runtime.preprocessor is None else sidecar_millicores(runtime.preprocessor)
    return millicores_of(runtime) + beside


def instance_memory(runtime: Runtime) -> MiB:
    """Of all containers of an instance."""
    beside = 0 if runtime.preprocessor is None else sidecar_memory(runtime.preprocessor)
    return MiB(runtime.memory + beside)


def is_first_generation(runtime: Runtime) -> bool:
    """Whether an instance is too small for the second-generation execution environment."""
    small = runtime.memory < run_facts()["memory_gen2_minimum"].number
    return small or millicores_of(runtime) < WHOLE


def concurrency_of(runtime: Runtime) -> int:
    """Requests in one instance at once; always written, since clients of the API have defaults of their own."""
    if runtime.concurrency is not None:
        return runtime.concurrency
    name = "concurrency_below_1_cpu" if millicores_of(runtime) < WHOLE else "concurrency_default"
    return run_facts()[name].number


def most_instances(autoscaling: Autoscaling) -> int:
    """How many instances of one revision there may be, inside and outside of every window."""
    windows = (schedule.max_replicas or 0 for schedule in autoscaling.schedules)
    return max([autoscaling.max_replicas, *windows])


def is_billed_by_instance(runtime: Runtime) -> bool:
    """Whether the whole life of an instance is paid, and its CPU is there between requests; GPUs can't have else."""
    return runtime.gpu is not None


def vcpu(millicores: int) -> str:
    """Thousandths of a vCPU as a person writes vCPU."""
    return render_decimal(Decimal(millicores) / MILLICORES_PER_CORE)


def _range(row: str) -> MemoryRange:
    cpu, _, memory = row.partition(":")
    least, _, most = memory.partition("-")
    return MemoryRange(millicores=int(cpu), least=int(least), most=int(most))
