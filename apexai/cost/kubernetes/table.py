"""Kubernetes resource types → how their cost is read."""

from collections.abc import Mapping
from typing import Final

from apexai.cost.kubernetes import workload
from apexai.cost.reading import Reader

READERS: Final[Mapping[str, Reader]] = {
    "kubernetes:apps/v1:DaemonSet": workload.read_daemon_set,
    "kubernetes:apps/v1:Deployment": workload.read_replicated,
    "kubernetes:apps/v1:ReplicaSet": workload.read_replicated,
    "kubernetes:apps/v1:StatefulSet": workload.read_replicated,
    "kubernetes:batch/v1:CronJob": workload.read_job,
    "kubernetes:batch/v1:Job": workload.read_job,
    "kubernetes:core/v1:PersistentVolumeClaim": workload.read_claim,
    "kubernetes:core/v1:Pod": workload.read_pod,
    "kubernetes:core/v1:Service": workload.read_service,
    "kubernetes:gateway.networking.k8s.io/v1:Gateway": workload.read_controlled,
    "kubernetes:karpenter.sh/v1:NodePool": workload.read_karpenter_pool,
    "kubernetes:helm.sh/v3:Release": workload.read_release,
    "kubernetes:helm.sh/v4:Chart": workload.read_release,
    "kubernetes:networking.k8s.io/v1:Ingress": workload.read_controlled,
}
