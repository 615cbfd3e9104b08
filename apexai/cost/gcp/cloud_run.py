"""Cloud Run services: by request or by instance, with what is kept ready and with GPUs.

Billed by request: active time of instances in steps of 100 ms, instances that are kept ready at the idle rate, a fee
for each request. Billed by instance: the whole life of instances, no fee for requests; GPUs are always billed so.
Source: https://cloud.google.com/run/pricing (2026-11-21).
"""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from apexai.cost.egress import is_explainer, with_egress
from apexai.cost.instances import Instances
from apexai.cost.quantity import Quantity
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.view import number_at, value_at

_STEP_SECONDS: Final = Decimal("0.1")
_DEFAULT_CONCURRENCY_PER_VCPU: Final = 80
_DEFAULT_CPU: Final = "1"
_DEFAULT_MEMORY: Final = "512Mi"
_NEEDS: Final = ("requests", "duration")
_CONTAINER: Final = ("template", "containers", 0)
_GPUS: Final = {"nvidia-l4": "l4", "nvidia-rtx-pro-6000": "rtx-pro-6000"}
_LIFE: Final = "an instance billed by its life is taken to live as long as requests run, or as it is kept ready"


def read_service(around: Surroundings) -> Reading:
    """Instances by the second, requests by number, data to the internet."""
    reading = _read_instances(around)
    if is_explainer(around):
        return reading
    cpu, _ = _size(around)
    reading = replace(reading, load=_instances(around, cpu).load(around.usage))
    return with_egress(reading, around, requests_of(around), cloud="gcp")


def requests_of(around: Surroundings) -> Quantity:
    """Requests a month to the service."""
    cpu, _ = _size(around)
    return _instances(around, cpu).requests(around.usage)


def _read_instances(around: Surroundings) -> Reading:
    cpu, gib = _size(around)
    gpu = _gpu(around)
    instances = _instances(around, cpu)
    busy = instances.busy_seconds(around.usage, step=_STEP_SECONDS)
    if gpu or around.text(*_CONTAINER, "resources", "cpuIdle", default="true") == "false":
        running = instances.accelerated_seconds(around.usage, busy) if gpu else instances.running_seconds(busy)
        meters = [
            run_meter(around, "cpu-instance-based", "vCPU-second", running * cpu, "vCPU"),
            run_meter(around, "memory-instance-based", "GiB-second", running * gib, "memory"),
        ]
        if gpu:
            meters.append(_gpu_meter(around, gpu, running))
        overruling = instances.overruling(around.usage) if gpu else ()
        return Reading(meters=tuple(meters), assumptions=(_LIFE, *overruling))
    return read_by_request(around, instances, cpu=cpu, gib=gib)


def read_by_request(around: Surroundings, instances: Instances, *, cpu: Decimal, gib: Decimal) -> Reading:
    """Active time in steps of 100 ms, what is kept ready at the idle rate, and each request."""
    busy = instances.busy_seconds(around.usage, step=_STEP_SECONDS)
    idle = instances.idle_seconds(busy)
    return Reading(
        meters=(
            run_meter(around, "cpu-request-based", "vCPU-second", busy * cpu, "vCPU active"),
            run_meter(around, "memory-request-based", "GiB-second", busy * gib, "memory active"),
            run_meter(around, "cpu-idle-min-instance", "vCPU-second", idle * cpu, "vCPU idle"),
            run_meter(around, "memory-idle-min-instance", "GiB-second", idle * gib, "memory idle"),
            run_meter(around, "requests", "request", instances.requests(around.usage), "requests"),
        )
    )


def run_meter(
    around: Surroundings, sku: str, unit: str, quantity: Quantity, label: str, *, needs: tuple[str, ...] = _NEEDS
) -> Meter:
    """A meter of Cloud Run, at the tier that the region is in."""
    region = around.region()
    tiers = [f"gcp-cloudrun-{sku}-tier{number}" for number in (1, 2)]
    sku_id = next((tier for tier in tiers if region in around.book.regions(tier)), tiers[0])
    return Meter(sku_id=sku_id, region_id=region, unit=unit, quantity=quantity, label=label, needs=needs)


def _instances(around: Surroundings, cpu: Decimal) -> Instances:
    """Bounds of the service, which hold for all revisions together, before those of one revision."""
    inputs = around.resource.inputs
    of_service = number_at(inputs, "scaling", "maxInstanceCount")
    most = number_at(inputs, "template", "scaling", "maxInstanceCount") if of_service is None else of_service
    kept = around.number("template", "scaling", "minInstanceCount", default=0)
    each = max(cpu, Decimal(1)) * _DEFAULT_CONCURRENCY_PER_VCPU if cpu >= 1 else Decimal(1)
    return Instances(
        least=around.number("scaling", "minInstanceCount", default=kept),
        most=most if isinstance(most, Decimal) else None,
        concurrency=around.number("template", "maxInstanceRequestConcurrency", default=each),
    )


def _size(around: Surroundings) -> tuple[Decimal, Decimal]:
    """vCPU and GiB of one instance, all its containers together."""
    containers = value_at(around.resource.inputs, "template", "containers")
    if not isinstance(containers, list) or not containers:
        raise NotKnown("its containers are not known before the deployment")
    cpu = gib = Decimal(0)
    for at in range(len(containers)):
        limits = ("template", "containers", at, "resources", "limits")
        cpu += cores(around.text(*limits, "cpu", default=_DEFAULT_CPU))
        gib += gibibytes(around.text(*limits, "memory", default=_DEFAULT_MEMORY))
    return cpu, gib


def cores(text: str) -> Decimal:
    """Processors of a Kubernetes quantity."""
    return Decimal(text.removesuffix("m")) / 1000 if text.endswith("m") else Decimal(text)


def gibibytes(text: str) -> Decimal:
    """GiB of a Kubernetes quantity. Raises NotKnown."""
    if text.endswith("Gi"):
        return Decimal(text.removesuffix("Gi"))
    if text.endswith("Mi"):
        return Decimal(text.removesuffix("Mi")) / 1024
    raise NotKnown(f"the memory {text!r} is not in Mi or Gi")


def _gpu(around: Surroundings) -> str:
    kind = around.text("template", "nodeSelector", "accelerator", default="")
    if kind and kind not in _GPUS:
        raise NotKnown(f"no source states the price of {kind} on Cloud Run")
    return _GPUS.get(kind, "")


def _gpu_meter(around: Surroundings, gpu: str, running: Quantity) -> Meter:
    zonal = around.text("template", "gpuZonalRedundancyDisabled", default="false") == "true"
    return Meter(
        sku_id=f"gcp-cloudrun-gpu-{gpu}-{'no-' if zonal else ''}zonal-redundancy",
        region_id=around.region(),
        unit="GPU-second",
        quantity=running,
        label="GPU",
        needs=_NEEDS,
    )
