"""What each kind of cluster makes of each setting of a pool."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from apexai.spec.leaves import leaves_of
from apexai.spec.node_pool import ClusterKind, NodePool
from apexai.targets.capability import Answer, CapabilityTable, Honoured, Informs, Refused, Sets

NODE_GROUP: Final = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
SCHEDULE: Final = "aws:autoscaling/schedule:Schedule"
AGENT_POOL: Final = "azure-native:containerservice:AgentPool"
GKE_POOL: Final = "gcp:container/nodePool:NodePool"
KARPENTER_POOL: Final = "kubernetes:karpenter.sh/v1:NodePool"
DAEMON_SET: Final = "kubernetes:apps/v1:DaemonSet"
CONFIG_MAP: Final = "kubernetes:core/v1:ConfigMap"
QUOTA: Final = "kubernetes:core/v1:ResourceQuota"

NOT_A_LEAF: Final = "cluster.kind"
"""It chooses the table."""

_REQUIREMENTS: Final = "spec.template.spec.requirements.*.values.*"


def table_of(kind: ClusterKind) -> CapabilityTable:
    """Leaf of a pool, e.g. `schedules[].start`, → answer."""
    return {**_COMMON, **_TABLES[kind]}


@cache
def pool_leaves() -> tuple[str, ...]:
    """Every leaf of a pool, in the order of the model."""
    return tuple(leaf for leaf in leaves_of(NodePool) if leaf != NOT_A_LEAF)


def _sets(type_: str, *paths: str, form: str = "") -> Honoured:
    return Honoured(sets=tuple(Sets(type=type_, path=path, form=form) for path in paths))


def _elsewhere(number: int, what: str, instead: str) -> Refused:
    """The setting belongs to another kind of cluster."""
    return Refused(code=f"APX-GPU-{number}", reason=what, source="apexai", instead=instead)


def _all(answer: Answer, *leaves: str) -> dict[str, Answer]:
    return dict.fromkeys(leaves, answer)


_EKS_NETWORK: Final = _elsewhere(101, "only EKS takes subnets and a node role", "remove it")
_AKS_ONLY: Final = _elsewhere(102, "only AKS clusters are in a resource group", "remove it")
_GKE_ONLY: Final = _elsewhere(103, "only GKE takes a location, a project and a service account", "remove it")
_KARPENTER_ONLY: Final = _elsewhere(104, "only Karpenter has templates of nodes", "remove it")
_NO_SCHEDULE: Final = Refused(
    code="APX-GPU-105",
    reason="the cluster's autoscaler alone decides on nodes, between fixed bounds",
    source="https://learn.microsoft.com/azure/aks/cluster-autoscaler and "
    "https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler, read 2026-11-21",
    instead="write minNodes: 0 and scale the workload with autoscaling.schedules: nodes without pods go away",
)
_CLASS_HAS_IT: Final = Refused(
    code="APX-GPU-106",
    reason="with Karpenter disk, tags, network and identity of nodes are in the node class",
    source="https://karpenter.sh/docs/concepts/nodeclasses/, read 2026-11-21",
    instead="set it in the object that cluster.nodeClass names",
)
_NO_CLUSTER_NAME: Final = Refused(
    code="APX-GPU-107",
    reason="Karpenter's pools are made in the cluster of the Kubernetes provider",
    source="https://karpenter.sh/docs/concepts/nodepools/, read 2026-11-21",
    instead="give the component a provider of the cluster",
)
_NO_MINIMUM: Final = Refused(
    code="APX-GPU-108",
    reason="Karpenter makes nodes for pods that wait, and keeps none without",
    source="https://karpenter.sh/docs/concepts/nodepools/, read 2026-11-21",
    instead="write minNodes: 0 and keep pods with autoscaling.minReplicas",
)
_NO_ZONES: Final = _elsewhere(109, "the zones of its nodes are those of its subnets", "choose cluster.subnets by zone")

_PLUGIN: Final = {
    "devicePlugin.image": _sets(DAEMON_SET, "spec.template.spec.containers.*.image"),
    "devicePlugin.namespace": _sets(DAEMON_SET, "metadata.namespace"),
}
_BY_PLUGIN: Final = {
    "sharing.strategy": _sets(CONFIG_MAP, "data.*", form="the device plugin's configuration"),
    "sharing.clients": _sets(CONFIG_MAP, "data.*", form="replicas of each accelerator"),
}
_COMMON: Final[CapabilityTable] = {
    "quota.namespace": _sets(QUOTA, "metadata.namespace"),
    "quota.accelerators": _sets(QUOTA, "spec.hard.*"),
}
_EKS: Final[CapabilityTable] = {
    **_PLUGIN,
    **_BY_PLUGIN,
    "name": _sets(NODE_GROUP, "labels.*"),
    "cluster.name": _sets(NODE_GROUP, "clusterName"),
    "cluster.subnets[]": _sets(NODE_GROUP, "subnetIds.*"),
    "cluster.nodeRole": _sets(NODE_GROUP, "nodeRoleArn"),
    "cluster.resourceGroup": _AKS_ONLY,
    **_all(_GKE_ONLY, "cluster.location", "cluster.project", "cluster.serviceAccount"),
    "cluster.zones[]": _NO_ZONES,
    **_all(_KARPENTER_ONLY, "cluster.nodeClass.kind", "cluster.nodeClass.name"),
    "machineTypes[]": _sets(NODE_GROUP, "instanceTypes.*"),
    "acceleratorsPerNode": _sets(NODE_GROUP, "instanceTypes.*", form="the smallest machine with as many"),
    "minNodes": _sets(NODE_GROUP, "scalingConfig.minSize"),
    "maxNodes": _sets(NODE_GROUP, "scalingConfig.maxSize"),
    "capacity": _sets(NODE_GROUP, "capacityType"),
    "diskSize": _sets(TEMPLATE, "blockDeviceMappings.*.ebs.volumeSize", form="GiB"),
    "sharing.profile": _sets(NODE_GROUP, "labels.*", form="nvidia.com/mig.config: all-<profile>"),
    "schedules[].name": _sets(SCHEDULE, "scheduledActionName", form="the pool's name before it"),
    "schedules[].timezone": _sets(SCHEDULE, "timeZone"),
    "schedules[].start": _sets(SCHEDULE, "recurrence"),
    "schedules[].end": _sets(SCHEDULE, "recurrence"),
    "schedules[].minNodes": _sets(SCHEDULE, "minSize"),
    "schedules[].maxNodes": _sets(SCHEDULE, "maxSize"),
    "tags.*": Honoured(
        sets=(
            Sets(type=NODE_GROUP, path="tags.*"),
            Sets(type=TEMPLATE, path="tagSpecifications.*.tags.*", form="of machines and disks"),
        )
    ),
}
_SCHEDULES: Final = tuple(f"schedules[].{key}" for key in ("name", "timezone", "start", "end", "minNodes", "maxNodes"))
_AKS: Final[CapabilityTable] = {
    **_PLUGIN,
    **_BY_PLUGIN,
    "name": _sets(AGENT_POOL, "nodeLabels.*"),
    "cluster.name": _sets(AGENT_POOL, "resourceName"),
    "cluster.subnets[]": _sets(AGENT_POOL, "vnetSubnetID"),
    "cluster.nodeRole": _EKS_NETWORK,
    "cluster.resourceGroup": _sets(AGENT_POOL, "resourceGroupName"),
    **_all(_GKE_ONLY, "cluster.location", "cluster.project", "cluster.serviceAccount"),
    "cluster.zones[]": _sets(AGENT_POOL, "availabilityZones.*"),
    **_all(_KARPENTER_ONLY, "cluster.nodeClass.kind", "cluster.nodeClass.name"),
    "machineTypes[]": _sets(AGENT_POOL, "vmSize"),
    "acceleratorsPerNode": _sets(AGENT_POOL, "vmSize", form="the smallest machine with as many"),
    "minNodes": _sets(AGENT_POOL, "minCount"),
    "maxNodes": _sets(AGENT_POOL, "maxCount"),
    "capacity": _sets(AGENT_POOL, "scaleSetPriority"),
    "diskSize": _sets(AGENT_POOL, "osDiskSizeGB", form="GiB"),
    "sharing.profile": _sets(AGENT_POOL, "gpuInstanceProfile", form="MIG<n>g"),
    **_all(_NO_SCHEDULE, *_SCHEDULES),
    "tags.*": _sets(AGENT_POOL, "tags.*"),
}
_ACCELERATORS: Final = "nodeConfig.guestAccelerators.*"
_GKE: Final[CapabilityTable] = {
    "name": _sets(GKE_POOL, "nodeConfig.labels.*"),
    "cluster.name": _sets(GKE_POOL, "cluster"),
    **_all(_EKS_NETWORK, "cluster.subnets[]", "cluster.nodeRole"),
    "cluster.resourceGroup": _AKS_ONLY,
    "cluster.location": _sets(GKE_POOL, "location"),
    "cluster.project": _sets(GKE_POOL, "project"),
    "cluster.zones[]": _sets(GKE_POOL, "nodeLocations.*"),
    "cluster.serviceAccount": _sets(GKE_POOL, "nodeConfig.serviceAccount"),
    **_all(_KARPENTER_ONLY, "cluster.nodeClass.kind", "cluster.nodeClass.name"),
    "machineTypes[]": _sets(GKE_POOL, "nodeConfig.machineType"),
    "acceleratorsPerNode": _sets(GKE_POOL, f"{_ACCELERATORS}.count"),
    "minNodes": _sets(GKE_POOL, "autoscaling.totalMinNodeCount"),
    "maxNodes": _sets(GKE_POOL, "autoscaling.totalMaxNodeCount"),
    "capacity": _sets(GKE_POOL, "nodeConfig.spot"),
    "diskSize": _sets(GKE_POOL, "nodeConfig.diskSizeGb", form="GiB"),
    "sharing.strategy": Informs(reader="check", what="which of profile and clients has to be there"),
    "sharing.profile": _sets(GKE_POOL, f"{_ACCELERATORS}.gpuPartitionSize"),
    "sharing.clients": _sets(GKE_POOL, f"{_ACCELERATORS}.gpuSharingConfig.maxSharedClientsPerGpu"),
    **_all(_NO_SCHEDULE, *_SCHEDULES),
    **_all(
        Refused(
            code="APX-GPU-110",
            reason="GKE runs a device plugin of its own on nodes with accelerators",
            source="https://cloud.google.com/kubernetes-engine/docs/how-to/gpus, read 2026-11-21",
            instead="remove devicePlugin",
        ),
        "devicePlugin.image",
        "devicePlugin.namespace",
    ),
    "tags.*": _sets(GKE_POOL, "nodeConfig.resourceLabels.*", form="lower case, - for other characters"),
}
_KARPENTER: Final[CapabilityTable] = {
    **_PLUGIN,
    **_BY_PLUGIN,
    "name": _sets(KARPENTER_POOL, "spec.template.metadata.labels.*"),
    "cluster.name": _NO_CLUSTER_NAME,
    **_all(_CLASS_HAS_IT, "cluster.subnets[]", "cluster.nodeRole", "diskSize", "tags.*"),
    "cluster.resourceGroup": _AKS_ONLY,
    **_all(_GKE_ONLY, "cluster.location", "cluster.project", "cluster.serviceAccount"),
    "cluster.zones[]": _sets(KARPENTER_POOL, _REQUIREMENTS),
    "cluster.nodeClass.kind": _sets(KARPENTER_POOL, "spec.template.spec.nodeClassRef.kind"),
    "cluster.nodeClass.name": _sets(KARPENTER_POOL, "spec.template.spec.nodeClassRef.name"),
    "machineTypes[]": _sets(KARPENTER_POOL, _REQUIREMENTS),
    "acceleratorsPerNode": _sets(KARPENTER_POOL, _REQUIREMENTS, form="all machines with as many"),
    "minNodes": _NO_MINIMUM,
    "maxNodes": _sets(KARPENTER_POOL, "spec.limits.*", form="accelerators of so many nodes"),
    "capacity": _sets(KARPENTER_POOL, _REQUIREMENTS),
    "sharing.profile": _sets(
        KARPENTER_POOL, "spec.template.metadata.labels.*", form="nvidia.com/mig.config: all-<profile>"
    ),
    **_all(_NO_SCHEDULE, *_SCHEDULES),
}
_TABLES: Final[Mapping[ClusterKind, CapabilityTable]] = {
    ClusterKind.EKS: _EKS,
    ClusterKind.AKS: _AKS,
    ClusterKind.GKE: _GKE,
    ClusterKind.KARPENTER: _KARPENTER,
}
