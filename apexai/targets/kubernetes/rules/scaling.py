"""Autoscaling: one autoscaler that has something to go by."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import Autoscaling, Schedule, ServerlessModelDeployment
from apexai.spec.runtime import Runtime
from apexai.targets.diagnostics import error, note
from apexai.targets.kubernetes.replicas import is_fixed, needs_keda
from apexai.units import render_decimal

_PATH: Final = "spec.autoscaling"
_TARGET: Final = f"{_PATH}.targetUtilization"


def check_scaling(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """The number of pods can change as asked."""
    scaling = deployment.spec.autoscaling
    if scaling is None:
        return
    yield from _utilization(scaling, deployment.spec.runtime)
    yield from _reasons(scaling)
    for index, schedule in enumerate(scaling.schedules):
        yield from _schedule(schedule, scaling, path=f"{_PATH}.schedules[{index}]")


def _utilization(scaling: Autoscaling, runtime: Runtime) -> Iterator[Diagnostic]:
    target = scaling.target_utilization
    if target is None:
        return
    if is_fixed(scaling):
        message = f"it changes nothing: {scaling.min_replicas} replicas are the least and the most"
        yield note("APX-LIM-241", _TARGET, message, instead="raise maxReplicas, or remove it")
        return
    if target % 1:
        message = f"{render_decimal(target)}% is not a whole number, which an autoscaler counts in"
        yield error("APX-LIM-242", _TARGET, message, instead=f"write {int(target)}")
    if runtime.cpu is None and (runtime.requests is None or runtime.requests.cpu is None):
        message = "utilisation is a share of the CPU that pods request, and they request none"
        yield error("APX-LIM-243", _TARGET, message, instead="add runtime.cpu or runtime.requests.cpu")


def _reasons(scaling: Autoscaling) -> Iterator[Diagnostic]:
    measured = scaling.target_utilization is not None or scaling.prometheus is not None
    woken = scaling.prometheus is not None or bool(scaling.schedules)
    if scaling.min_replicas == 0 and not woken:
        message = "nothing wakes a service that has no replica: the CPU of no pod is never busy"
        instead = "write minReplicas: 1, or add schedules or autoscaling.prometheus, for which the cluster needs KEDA"
        yield error("APX-LIM-244", f"{_PATH}.minReplicas", message, instead=instead)
    elif not measured and not needs_keda(scaling) and not is_fixed(scaling):
        message = "nothing says when there should be more replicas than the least"
        instead = "add targetUtilization or autoscaling.prometheus, or write maxReplicas equal to minReplicas"
        yield error("APX-LIM-245", f"{_PATH}.maxReplicas", message, instead=instead)


def _schedule(schedule: Schedule, scaling: Autoscaling, *, path: str) -> Iterator[Diagnostic]:
    base = scaling.min_replicas
    if not schedule.min_replicas:
        message = "a window of KEDA is a time with at least so many replicas, and this one asks for none"
        yield error("APX-LIM-246", f"{path}.minReplicas", message, instead="write how many, at least 1")
    elif schedule.min_replicas < base:
        message = f"{schedule.min_replicas} is fewer than outside the window, where {base} run: windows only add"
        instead = "lower autoscaling.minReplicas, and write a window for the time that needs more"
        yield error("APX-LIM-247", f"{path}.minReplicas", message, instead=instead)
    if schedule.max_replicas not in (None, scaling.max_replicas):
        message = f"{schedule.max_replicas} can't be had: KEDA has one maximum, {scaling.max_replicas}, at all times"
        instead = "remove it, or change autoscaling.maxReplicas"
        yield error("APX-LIM-248", f"{path}.maxReplicas", message, instead=instead)
