"""Workloads by their share of the nodes that they run on, never twice.

Where the program has node pools, the pools are priced and their workloads are not. Else the share is that of the
machine type which `finops.nodeType` of the InferenceService names, in its region. Else there is no price.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from apexai.cost.egress import egress_assumed, egress_of, is_explainer, with_egress
from apexai.cost.kubernetes.requests import load_requests
from apexai.cost.kubernetes.scaling import ONE_AT_A_TIME, load_on, pods_of, requests_of
from apexai.cost.machines import cloud_of, load_machines, sku_of
from apexai.cost.quantity import Quantity, fixed
from apexai.cost.reading import Meter, Reading
from apexai.cost.regions import region_of
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.usage import REQUESTS
from apexai.cost.view import text_at
from apexai.units import HOURS_PER_MONTH

POOLS: Final = (
    "aws:eks/nodeGroup:NodeGroup",
    "azure-native:containerservice:AgentPool",
    "azure-native:containerservice:ManagedCluster",
    "gcp:container/nodePool:NodePool",
)

_CLOUDS: Final = {"aws": "aws", "azure-native": "azure", "gcp": "gcp"}
"""Package of a pool → whose network its nodes are in."""
_NO_REGION: Final = "what its data to the internet costs is not known: the program does not say the region of its nodes"
_SHARE: Final = (
    "a workload is taken to cost its share of a node: of cpu, memory or accelerators, whichever it reserves most of"
)
_NO_NODES: Final = "the machine type of its nodes is not known: set finops.nodeType, or have the pool in the program"


def read_replicated(around: Surroundings) -> Reading:
    """A Deployment, StatefulSet or ReplicaSet, and what it sends to the internet."""
    reading = _read(around, lambda: pods_of(around), "spec", "template", "spec")
    if not _is_entry(around):
        return reading
    return _with_egress(replace(reading, load=load_on(around)), around)


def read_pod(around: Surroundings) -> Reading:
    return _read(around, lambda: fixed(1), "spec")


def read_daemon_set(around: Surroundings) -> Reading:
    """One pod on each node, whose number only a pool says."""
    pool = _pool(around)
    if pool is not None:
        return pool
    return Reading(unpriced=("it runs on each node, and how many there are is not in the program",))


def read_job(around: Surroundings) -> Reading:
    """Pods that end, so that their cost depends on how long they run."""
    pool = _pool(around)
    if pool is not None:
        return pool
    path = ("spec", "jobTemplate") if around.resource.type.endswith(":CronJob") else ()
    hours = around.use("hours") / HOURS_PER_MONTH
    return _read(around, lambda: hours, *path, "spec", "template", "spec", needs=("hours",))


def read_service(around: Surroundings) -> Reading:
    """A Service costs something only where it makes a load balancer."""
    if around.text("spec", "type", default="ClusterIP") != "LoadBalancer":
        return Reading(free="a service inside the cluster costs nothing by itself")
    return Reading(unpriced=("which load balancer it makes is the cluster's controller's choice",))


def read_controlled(around: Surroundings) -> Reading:
    """An entry whose means the cluster's controller chooses."""
    return Reading(unpriced=("what it makes outside the cluster is its controller's choice",))


def read_claim(around: Surroundings) -> Reading:
    return Reading(unpriced=("which disk it makes is the choice of its storage class",))


def read_karpenter_pool(around: Surroundings) -> Reading:
    """Machines that Karpenter makes for pods that wait."""
    return Reading(unpriced=("which machines it makes, and for how long, is decided in the cluster",))


def read_release(around: Surroundings) -> Reading:
    return Reading(unpriced=("what the chart makes is not in the program",))


def _read(
    around: Surroundings, pods: Callable[[], Quantity], *path: str, needs: tuple[str, ...] = ("requests", "duration")
) -> Reading:
    pool = _pool(around)
    if pool is not None:
        return pool
    machine_type, region = _node(around)
    machine = load_machines(cloud_of(machine_type)).get(machine_type)
    if machine is None:
        raise NotKnown(f"no source says what pods can use of a {machine_type}")
    share = load_requests(around.resource, *path).share_of(machine)
    if share > 1:
        raise NotKnown(f"a pod does not fit on a {machine_type}")
    number = pods()
    meter = Meter(
        sku_id=sku_of(machine_type),
        region_id=region,
        unit="hour",
        quantity=number * share * HOURS_PER_MONTH,
        label=f"share of {machine_type}",
        needs=needs,
    )
    assumed = (_SHARE,) if number.low == number.high else (_SHARE, ONE_AT_A_TIME)
    return Reading(meters=(meter,), assumptions=assumed)


def _with_egress(reading: Reading, around: Surroundings) -> Reading:
    """Data to the internet leaves through the network of the cloud that the nodes are in."""
    if egress_of(around.usage, around.usage.total(REQUESTS)).is_zero:
        return replace(reading, assumptions=(*reading.assumptions, *egress_assumed(around.usage)))
    cloud, region = _network(around)
    if not region:
        return replace(reading, free="", unpriced=(*reading.unpriced, _NO_REGION))
    return with_egress(reading, around, requests_of(around), cloud=cloud, region=region)


def _network(around: Surroundings) -> tuple[str, str]:
    """Cloud and region of the nodes; the region is empty where the program does not say."""
    pools = around.view.of_type(*POOLS)
    if not pools:
        machine_type, region = _node(around)
        return cloud_of(machine_type), region
    return _CLOUDS[pools[0].package], region_of(pools[0], around.view, defaults={}) or ""


def _is_entry(around: Surroundings) -> bool:
    """Whether what is declared of an InferenceService is sent from this one of its workloads: counted once."""
    beside = [replace(around, resource=found) for found in around.view.siblings(around.resource, around.resource.type)]
    models = [found.resource for found in beside if not is_explainer(found)]
    first = min(models, key=lambda resource: (len(resource.name), resource.name), default=around.resource)
    return first.urn == around.resource.urn


def _pool(around: Surroundings) -> Reading | None:
    """A workload beside the pools of the program costs nothing more; None where the program has none."""
    pools = around.view.of_type(*POOLS)
    if not pools:
        return None
    reason = f"it runs on nodes that are priced with {pools[0].name}"
    return Reading(free=reason, counted_with=tuple(pool.urn for pool in pools))


def _node(around: Surroundings) -> tuple[str, str]:
    """Machine type and region of the nodes."""
    component = around.view.component(around.resource)
    if component is not None:
        declared = text_at(component.inputs, "resolved", "spec", "finops", "nodeType")
        region = text_at(component.inputs, "resolved", "spec", "runtime", "region")
        if isinstance(declared, str) and not isinstance(region, str):
            raise NotKnown("the region of its nodes is not known: set runtime.region")
        if isinstance(declared, str) and isinstance(region, str):
            return declared, region
    raise NotKnown(_NO_NODES)
