"""How large a replica is: memory and vCPU go together, and GPUs come with both."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apexai.spec.runtime import Runtime, Sidecar
from apexai.targets.azure_container_apps.facts import app_facts, choices, gpu_profile
from apexai.units import MIB_PER_GIB, MILLICORES_PER_CORE

_SIDECAR_MILLICORES: Final = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What one container has."""

    millicores: int
    memory_mib: int

    @property
    def cpu(self) -> float:
        """vCPU as the API has them."""
        return self.millicores / MILLICORES_PER_CORE

    @property
    def memory(self) -> str:
        """Memory as the API has it."""
        gib = Decimal(self.memory_mib) / MIB_PER_GIB
        return f"{gib.normalize():f}Gi"


def model_size(runtime: Runtime) -> Size:
    """The model's container: what is written; of what is not, as much as goes with the other."""
    gpu = None if runtime.gpu is None else gpu_profile(runtime.gpu.type)
    written = "memory" in runtime.model_fields_set
    if gpu is not None:
        beside = (
            Size(millicores=0, memory_mib=0) if runtime.preprocessor is None else sidecar_size(runtime.preprocessor)
        )
        cpu = gpu.millicores - beside.millicores if runtime.cpu is None else _millicores(runtime.cpu)
        return Size(millicores=cpu, memory_mib=runtime.memory if written else gpu.memory_mib - beside.memory_mib)
    if runtime.cpu is None:
        return Size(millicores=_cpu_of(runtime.memory), memory_mib=runtime.memory)
    cpu = _millicores(runtime.cpu)
    return Size(millicores=cpu, memory_mib=runtime.memory if written else _memory_of(cpu))


def sidecar_size(sidecar: Sidecar) -> Size:
    """A container beside the model."""
    if sidecar.cpu is None and sidecar.memory is None:
        return Size(millicores=_SIDECAR_MILLICORES, memory_mib=_memory_of(_SIDECAR_MILLICORES))
    if sidecar.cpu is None:
        return Size(millicores=_cpu_of(sidecar.memory or 0), memory_mib=sidecar.memory or 0)
    cpu = _millicores(sidecar.cpu)
    return Size(millicores=cpu, memory_mib=_memory_of(cpu) if sidecar.memory is None else sidecar.memory)


def replica_size(runtime: Runtime) -> Size:
    """All containers of a replica."""
    sizes = [model_size(runtime), *([] if runtime.preprocessor is None else [sidecar_size(runtime.preprocessor)])]
    return Size(millicores=sum(size.millicores for size in sizes), memory_mib=sum(size.memory_mib for size in sizes))


def scratch_of(size: Size) -> int:
    """MiB of scratch space that a replica of this size has."""
    rows = [row.split(":") for row in choices(app_facts()["storage_by_cpu"])]
    return next((int(room) for cpu, room in rows if size.millicores <= int(cpu)), int(rows[-1][1]))


def _millicores(cpu: Decimal) -> int:
    return int(Decimal(cpu) * MILLICORES_PER_CORE)


def _memory_of(millicores: int) -> int:
    return millicores * app_facts()["memory_mib_of_core"].number // MILLICORES_PER_CORE


def _cpu_of(memory: int) -> int:
    return memory * MILLICORES_PER_CORE // app_facts()["memory_mib_of_core"].number
