"""Revisions and replicas: splits, scaling, windows."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import Autoscaling, Schedule, ServerlessModelDeployment, Stable
from apexai.targets.azure_container_apps.facts import app_facts
from apexai.targets.azure_container_apps.names import app_name
from apexai.targets.azure_container_apps.release import keeps_replicas
from apexai.targets.diagnostics import error, note
from apexai.targets.target import Surroundings
from apexai.targets.value import known_text
from apexai.units import render_decimal

_SPLIT: Final = "spec.trafficSplit"
_STABLE: Final = f"{_SPLIT}.stable"
_SCALING: Final = "spec.autoscaling"


def check_serving(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """What may take traffic, and how many replicas may run."""
    yield from _traffic(deployment, surroundings)
    scaling = deployment.spec.autoscaling
    if scaling is None:
        return
    yield from _bounds(scaling)
    yield from _target(deployment, scaling)
    for index, schedule in enumerate(scaling.schedules):
        yield from _schedule(schedule, scaling, path=f"{_SCALING}.schedules[{index}]")


def _traffic(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    split = deployment.spec.traffic_split
    if split.green != int(split.green):
        message = f"{render_decimal(split.green)} %: Container Apps splits traffic in whole per cents"
        instead = f"write {int(split.green)}% and {100 - int(split.green)}%, or use platform aws-lambda or kubernetes"
        yield error("APX-LIM-360", f"{_SPLIT}.green", message, instead=instead)
    if split.stable is None:
        return
    if split.blue == 0 and keeps_replicas(deployment):
        message = "the stable revision goes out of service: without traffic it would keep its replicas running"
        instead = "to keep it for a fast way back, stay at 1% and 99%; deploying the older document again works always"
        yield note("APX-LIM-361", _STABLE, message, instead=instead)
    if split.blue > 0:
        yield from _stable(deployment, surroundings, split.stable)


def _stable(deployment: ServerlessModelDeployment, surroundings: Surroundings, stable: Stable) -> Iterator[Diagnostic]:
    written, name, uri = known_text(stable.revision), app_name(deployment, surroundings), deployment.spec.model_ref.uri
    if stable.revision is None:
        message = "Container Apps keeps revisions by name, and the stable side has to name one"
        yield error(
            "APX-LIM-362", f"{_STABLE}.revision", message, instead="write the output `revision` of that release"
        )
    elif written is not None and not written.startswith(f"{name}--"):
        message = f"{written!r} is no revision of the app {name!r}, whose names begin with {name}--"
        yield error(
            "APX-LIM-363", f"{_STABLE}.revision", message, instead="write the output `revision` of that release"
        )
    if uri is not None and stable.model_uri is None:
        message = "the stable revision reads its model too, and the permission to do so is kept only for what is named"
        instead = "add stable.modelUri, the modelRef.uri of that release"
        yield error("APX-LIM-364", f"{_STABLE}.modelUri", message, instead=instead)
    if uri is not None and stable.model_version in (None, deployment.spec.model_ref.version):
        message = "what lets the stable revision read its model is kept by the model's version"
        instead = "add stable.modelVersion, the modelRef.version of that release, which is another one than this"
        yield error("APX-LIM-365", f"{_STABLE}.modelVersion", message, instead=instead)


def _bounds(scaling: Autoscaling) -> Iterator[Diagnostic]:
    most = app_facts()["replicas_maximum"]
    if scaling.max_replicas > most.number:
        yield most.violated(
            code="APX-LIM-370",
            path=f"{_SCALING}.maxReplicas",
            message=f"{scaling.max_replicas} replicas are more than an app may have",
            suggestion=f"write {most.number} or less",
        )


def _target(deployment: ServerlessModelDeployment, scaling: Autoscaling) -> Iterator[Diagnostic]:
    path, target = f"{_SCALING}.targetUtilization", scaling.target_utilization
    if target is None:
        return
    if target % 1:
        message = f"{render_decimal(target)}% is not a whole number, which KEDA counts in"
        yield error("APX-LIM-371", path, message, instead=f"write {int(target)}")
    if scaling.min_replicas == 0 and deployment.spec.runtime.concurrency is None:
        message = "the CPU of no replica is never busy, and a rule on CPU keeps one running"
        instead = "add runtime.concurrency, of which scaling then aims at this share, or write minReplicas: 1"
        yield error("APX-LIM-372", path, message, instead=instead)


def _schedule(schedule: Schedule, scaling: Autoscaling, *, path: str) -> Iterator[Diagnostic]:
    base = scaling.min_replicas
    if not schedule.min_replicas:
        message = "a window of KEDA is a time with at least so many replicas, and this one asks for none"
        yield error("APX-LIM-373", f"{path}.minReplicas", message, instead="write how many, at least 1")
    elif schedule.min_replicas < base:
        message = f"{schedule.min_replicas} is fewer than outside the window, where {base} run: windows only add"
        instead = "lower autoscaling.minReplicas, and write a window for the time that needs more"
        yield error("APX-LIM-374", f"{path}.minReplicas", message, instead=instead)
    if schedule.max_replicas not in (None, scaling.max_replicas):
        message = f"{schedule.max_replicas} can't be had: an app has one maximum, {scaling.max_replicas}, at all times"
        instead = "remove it, or change autoscaling.maxReplicas"
        yield error("APX-LIM-375", f"{path}.maxReplicas", message, instead=instead)
