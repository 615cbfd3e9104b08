"""Cloud Run jobs, and services in the form of the first API.

A job's instances are billed for their life, at the rates of instance-based billing.
Source: https://cloud.google.com/run/pricing (2026-11-21).
"""

from decimal import Decimal
from typing import Final

from apexai.cost.gcp.cloud_run import cores, gibibytes, read_by_request, run_meter
from apexai.cost.instances import Instances
from apexai.cost.reading import Reading
from apexai.cost.surroundings import NotKnown, Surroundings, known_text
from apexai.cost.view import number_at, value_at

_V1: Final = ("template", "spec")
_ANNOTATIONS: Final = ("template", "metadata", "annotations")
_SCALING: Final = "autoscaling.knative.dev/"
_DEFAULT_CONCURRENCY: Final = 80
_SECONDS_PER_HOUR: Final = 3600


def read_job(around: Surroundings) -> Reading:
    """The hours that tasks run."""
    cpu, gib = _size(around, "template", "template")
    seconds = around.use("hours") * _SECONDS_PER_HOUR
    return Reading(
        meters=(
            run_meter(around, "cpu-instance-based", "vCPU-second", seconds * cpu, "vCPU", needs=("hours",)),
            run_meter(around, "memory-instance-based", "GiB-second", seconds * gib, "memory", needs=("hours",)),
        )
    )


def read_first_service(around: Surroundings) -> Reading:
    """A service of the first API, billed by request."""
    if value_at(around.resource.inputs, *_V1) is None:
        raise NotKnown("its containers are not known before the deployment")
    throttled = known_text(around.resource, *_ANNOTATIONS, "run.googleapis.com/cpu-throttling", default="true")
    if throttled == "false":
        raise NotKnown("how long instances live whose CPU is always allocated is not counted for the first API")
    cpu, gib = _size(around, *_V1)
    most = number_at(around.resource.inputs, *_ANNOTATIONS, f"{_SCALING}maxScale")
    instances = Instances(
        least=around.number(*_ANNOTATIONS, f"{_SCALING}minScale", default=0),
        most=most if isinstance(most, Decimal) else None,
        concurrency=around.number(*_V1, "containerConcurrency", default=_DEFAULT_CONCURRENCY),
    )
    return read_by_request(around, instances, cpu=cpu, gib=gib)


def _size(around: Surroundings, *path: str | int) -> tuple[Decimal, Decimal]:
    """vCPU and GiB of one instance, all its containers together."""
    containers = value_at(around.resource.inputs, *path, "containers")
    if not isinstance(containers, list) or not containers:
        raise NotKnown("its containers are not known before the deployment")
    cpu = gib = Decimal(0)
    for at in range(len(containers)):
        limits: tuple[str | int, ...] = (*path, "containers", at, "resources", "limits")
        cpu += cores(around.text(*limits, "cpu", default="1"))
        gib += gibibytes(around.text(*limits, "memory", default="512Mi"))
    return cpu, gib
