"""Instances: what scaling may aim at, what a project's quota lets through, windows that a scheduler keeps."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import Autoscaling, ServerlessModelDeployment
from apexai.spec.runtime import Runtime
from apexai.targets.cloud_run.facts import run_facts
from apexai.targets.cloud_run.sizes import instance_memory, instance_millicores, most_instances, vcpu
from apexai.targets.diagnostics import note
from apexai.units import MIB_PER_GIB, render_decimal

_PATH: Final = "spec.autoscaling"


def check_scaling(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """The target's bounds and the quota."""
    autoscaling = deployment.spec.autoscaling
    if autoscaling is None:
        return
    yield from _target(autoscaling)
    yield from _quota(deployment.spec.runtime, autoscaling)
    if autoscaling.schedules:
        message = (
            "Cloud Scheduler sets the service's instances at both ends of each window; an `up` inside a window that "
            "changes the service sets the usual bounds until the next one begins"
        )
        yield note("APX-LIM-602", f"{_PATH}.schedules", message)


def _target(autoscaling: Autoscaling) -> Iterator[Diagnostic]:
    target, least, most = (
        autoscaling.target_utilization,
        run_facts()["utilization_minimum"],
        run_facts()["cpu_utilization_maximum"],
    )
    if target is not None and not least.number <= target <= most.number:
        yield (least if target < least.number else most).violated(
            code="APX-LIM-600",
            path=f"{_PATH}.targetUtilization",
            message=f"{render_decimal(target)} % of CPU and concurrency can't be aimed at",
            suggestion=f"write {least.number} to {most.number}",
        )


def _quota(runtime: Runtime, autoscaling: Autoscaling) -> Iterator[Diagnostic]:
    """A deployment is refused where all instances together would be over the project's quota."""
    cpu, memory = run_facts()["quota_vcpu"], run_facts()["quota_memory"]
    wanted_cpu = most_instances(autoscaling) * instance_millicores(runtime)
    wanted_memory = most_instances(autoscaling) * instance_memory(runtime)
    if wanted_cpu > cpu.number or wanted_memory > memory.number:
        broken = cpu if wanted_cpu > cpu.number else memory
        room = min(cpu.number // instance_millicores(runtime), memory.number // instance_memory(runtime))
        yield broken.violated(
            code="APX-LIM-601",
            path=f"{_PATH}.maxReplicas",
            message=f"{most_instances(autoscaling)} instances have {vcpu(wanted_cpu)} vCPU and {_gib(wanted_memory)}, "
            f"and a newer project may have {vcpu(cpu.number)} vCPU and {_gib(memory.number)} in a region",
            suggestion=(f"write {room} or less, or see" if room else "see") + " that the project's quota allows it",
        )


def _gib(mib: int) -> str:
    return f"{mib // MIB_PER_GIB} GiB"
