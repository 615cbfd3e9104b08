"""Container Apps on the consumption plan: active and idle seconds, requests, serverless GPUs.

Replicas that are kept ready are billed at the idle rate while they have nothing to do; apps with a GPU have no idle
rate. Source: https://learn.microsoft.com/azure/container-apps/billing (2026-11-21).
"""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from apexai.cost.egress import is_explainer, with_egress
from apexai.cost.instances import Instances
from apexai.cost.quantity import Quantity
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.view import value_at

_DEFAULT_REPLICAS: Final = 10
_DEFAULT_CONCURRENCY: Final = Decimal(10)
"""Replicas and requests at once. Source: learn.microsoft.com/azure/container-apps/scale-app (2026-11-21)."""
_GPUS: Final = {"NC8as-T4": "t4", "NC24-A100": "a100"}
_NEEDS: Final = ("requests", "duration")
_DEDICATED: Final = ("D", "E", "NC")


def read_app(around: Surroundings) -> Reading:
    """Replicas by the second, requests by number, data to the internet."""
    reading, requests = _read_replicas(around), requests_of(around)
    if is_explainer(around):
        return reading
    reading = replace(reading, load=_replicas(around).load(around.usage))
    return with_egress(reading, around, requests, cloud="azure")


def _read_replicas(around: Surroundings) -> Reading:
    cpu, gib = _size(around)
    gpu = _gpu(around)
    replicas = _replicas(around)
    busy = replicas.busy_seconds(around.usage)
    requests = _meter(around, "requests", "request", replicas.requests(around.usage), "requests")
    if gpu:
        running = replicas.accelerated_seconds(around.usage, busy)
        return Reading(
            meters=(
                _meter(around, "vcpu-active", "vCPU-second", running * cpu, "vCPU"),
                _meter(around, "memory-active", "GiB-second", running * gib, "memory"),
                _meter(around, f"gpu-{gpu}", "GPU-second", running, "GPU"),
                requests,
            ),
            assumptions=replicas.overruling(around.usage),
        )
    idle = replicas.idle_seconds(busy)
    return Reading(
        meters=(
            _meter(around, "vcpu-active", "vCPU-second", busy * cpu, "vCPU active"),
            _meter(around, "memory-active", "GiB-second", busy * gib, "memory active"),
            _meter(around, "vcpu-idle", "vCPU-second", idle * cpu, "vCPU idle"),
            _meter(around, "memory-idle", "GiB-second", idle * gib, "memory idle"),
            requests,
        )
    )


def requests_of(around: Surroundings) -> Quantity:
    """Requests a month to the app."""
    return _replicas(around).requests(around.usage)


def read_environment(around: Surroundings) -> Reading:
    """An environment costs something where it has dedicated profiles."""
    profiles = value_at(around.resource.inputs, "workloadProfiles")
    count = len(profiles) if isinstance(profiles, list) else 0
    kinds = [around.text("workloadProfiles", at, "workloadProfileType") for at in range(count)]
    if not any(kind.startswith(_DEDICATED) for kind in kinds):
        return Reading(free="an environment on the consumption plan costs nothing by itself")
    fee = Meter(
        sku_id="azure-container-apps-dedicated-plan-management",
        region_id=around.region(),
        unit="environment-hour",
        quantity=Quantity(Decimal(730), Decimal(730), Decimal(730)),
        label="management",
    )
    reason = "how many machines a dedicated profile runs, and of which size, is not counted"
    return Reading(meters=(fee,), unpriced=(reason,))


def _replicas(around: Surroundings) -> Instances:
    """Of all revisions that traffic goes to: each has the bounds of its own, and a split has two."""
    traffic = value_at(around.resource.inputs, "configuration", "ingress", "traffic")
    sides = max(1, len(traffic)) if isinstance(traffic, list) else 1
    return Instances(
        least=around.number("template", "scale", "minReplicas", default=0) * sides,
        most=around.number("template", "scale", "maxReplicas", default=_DEFAULT_REPLICAS) * sides,
        concurrency=_concurrency(around),
    )


def _size(around: Surroundings) -> tuple[Decimal, Decimal]:
    """vCPU and GiB of one replica, all its containers together."""
    containers = value_at(around.resource.inputs, "template", "containers")
    if not isinstance(containers, list) or not containers:
        raise NotKnown("its containers are not known before the deployment")
    cpu = gib = Decimal(0)
    for at in range(len(containers)):
        cpu += around.number("template", "containers", at, "resources", "cpu")
        gib += Decimal(around.text("template", "containers", at, "resources", "memory").removesuffix("Gi"))
    return cpu, gib


def _gpu(around: Surroundings) -> str:
    profile = around.text("workloadProfileName", default="Consumption")
    if profile == "Consumption":
        return ""
    environment = around.view.referenced(around.resource, "environmentId", "azure-native:app:ManagedEnvironment")
    kind = profile
    if environment is not None:
        profiles = value_at(environment.inputs, "workloadProfiles")
        for found in profiles if isinstance(profiles, list) else []:
            if isinstance(found, dict) and found.get("name") == profile:
                kind = str(found.get("workloadProfileType", ""))
    for name, gpu in _GPUS.items():
        if kind.endswith(name):
            return gpu
    raise NotKnown(f"what a replica costs in the workload profile {profile} is not known")


def _concurrency(around: Surroundings) -> Decimal:
    rules = value_at(around.resource.inputs, "template", "scale", "rules")
    for at in range(len(rules) if isinstance(rules, list) else 0):
        if value_at(around.resource.inputs, "template", "scale", "rules", at, "http") is not None:
            path = ("template", "scale", "rules", at, "http", "metadata", "concurrentRequests")
            return around.number(*path, default=_DEFAULT_CONCURRENCY)
    return _DEFAULT_CONCURRENCY


def _meter(around: Surroundings, sku: str, unit: str, quantity: Quantity, label: str) -> Meter:
    return Meter(
        sku_id=f"azure-container-apps-{sku}",
        region_id=around.region(),
        unit=unit,
        quantity=quantity,
        label=label,
        needs=_NEEDS,
    )
