"""Nodes with accelerators that a deployment brings along: `spec.runtime.gpu.nodePool`."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from apexai.spec.fields import Count, GivenText, Plain, Positive, Section
from apexai.spec.formats import Cron, Image, Name, Timezone
from apexai.spec.quantities import Memory


class ClusterKind(StrEnum):
    """What makes a cluster's nodes."""

    EKS = "eks"
    AKS = "aks"
    GKE = "gke"
    KARPENTER = "karpenter"


class NodeCapacity(StrEnum):
    """How the nodes are bought."""

    ON_DEMAND = "on-demand"
    SPOT = "spot"
    SPOT_WITH_FALLBACK = "spot-with-fallback"
    """Spot, and on-demand nodes where there are none."""


class SharingStrategy(StrEnum):
    """How several pods use one accelerator."""

    MIG = "mig"
    """Partitions of the hardware, with memory of their own."""
    TIME_SLICING = "time-slicing"
    """In turns, without any isolation of memory or faults."""


class NodeClass(Section):
    """Karpenter's template of nodes, which has the image, the disk, the network and the identity."""

    kind: Plain = "EC2NodeClass"
    """`EC2NodeClass` on AWS, `AKSNodeClass` on Azure."""
    name: GivenText
    """Of the object, which exists."""


class PoolCluster(Section):
    """The cluster that the nodes join; it exists."""

    kind: ClusterKind
    """What makes its nodes."""
    name: GivenText | None = None
    """Name of the cluster."""
    subnets: list[GivenText] = []
    """Ids of the subnets that the nodes are in."""
    node_role: GivenText | None = None
    """ARN of the role of the nodes; one is made where absent."""
    resource_group: GivenText | None = None
    """Resource group of the cluster."""
    location: GivenText | None = None
    """Region or zone of the cluster."""
    project: GivenText | None = None
    """Project of the cluster; the provider's where absent."""
    zones: list[GivenText] = []
    """Zones that the nodes are in; the cluster's where absent."""
    service_account: GivenText | None = None
    """Mail address of the account of the nodes; one is made where absent."""
    node_class: NodeClass | None = None
    """Karpenter's template of the nodes."""


class Sharing(Section):
    """Several pods on one accelerator."""

    strategy: SharingStrategy
    """How they share it."""
    profile: Plain | None = None
    """Size of a partition, e.g. `1g.10gb`."""
    clients: Annotated[Positive, Field(ge=2, le=48)] | None = None
    """Pods on one accelerator with time-slicing."""


class PoolSchedule(Section):
    """A window with bounds of its own; both 0 turn the nodes off."""

    name: Name
    """Of the schedule; names of its resources end with it."""
    timezone: Timezone = "UTC"
    """Time zone that `start` and `end` are meant in."""
    start: Cron
    """When the window begins."""
    end: Cron
    """When the window ends."""
    min_nodes: Count
    """Fewest nodes inside the window."""
    max_nodes: Count
    """Most nodes inside the window."""


class Quota(Section):
    """A ceiling for what a namespace may ask for."""

    namespace: Name
    """Of the workloads; it exists."""
    accelerators: Positive
    """Most accelerators that its pods may request together."""


class DevicePlugin(Section):
    """NVIDIA's device plugin on the nodes of the pool, where the cluster runs none."""

    image: Image
    """Of `k8s-device-plugin`."""
    namespace: Name = "kube-system"
    """Where it runs."""


class NodePool(Section):
    """Nodes with accelerators."""

    name: Name | None = None
    """Value of the nodes' label `finops.apexlogic.com/gpu-pool`; the component's name where absent."""
    cluster: PoolCluster
    """The cluster that the nodes join."""
    machine_types: list[Plain] = []
    """Machine types; the smallest with the accelerators where absent."""
    accelerators_per_node: Positive | None = None
    """Accelerators of one node; as many as one instance takes where absent."""
    min_nodes: Count = 0
    """Fewest nodes."""
    max_nodes: Positive
    """Most nodes."""
    capacity: NodeCapacity = NodeCapacity.ON_DEMAND
    """How the nodes are bought."""
    disk_size: Memory | None = None
    """Disk of one node; 100 GiB where absent."""
    sharing: Sharing | None = None
    """Several pods on one accelerator."""
    schedules: list[PoolSchedule] = []
    """Windows of time with bounds of their own."""
    quota: Quota | None = None
    """A ceiling for the accelerators of a namespace."""
    device_plugin: DevicePlugin | None = None
    """What tells Kubernetes of the accelerators, where the cluster has nothing that does."""
    tags: dict[str, GivenText] = {}
    """Tags or labels of the nodes, beside those of the service."""
