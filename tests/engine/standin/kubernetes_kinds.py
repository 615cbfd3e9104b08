"""What of a Kubernetes object replaces it, and which kinds have no namespace.

Source: github.com/pulumi/pulumi-kubernetes provider/pkg/provider/diff.go `forceNew`, at 94977969 (2026-07-01).
"""

from typing import Final

METADATA: Final = ("metadata.name", "metadata.namespace")

STATEFUL_SET: Final = (
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
)

REPLACES: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("apps/v1", "DaemonSet"): ("spec.selector",),
    ("apps/v1", "Deployment"): ("spec.selector",),
    ("apps/v1", "StatefulSet"): STATEFUL_SET,
    ("batch/v1", "Job"): ("spec.completions", "spec.parallelism", "spec.selector", "spec.template"),
    ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"): ("roleRef",),
    ("rbac.authorization.k8s.io/v1", "RoleBinding"): ("roleRef",),
    ("storage.k8s.io/v1", "StorageClass"): ("parameters", "provisioner"),
    ("v1", "ConfigMap"): ("binaryData", "data"),
    ("v1", "PersistentVolumeClaim"): (
        "spec.accessModes",
        "spec.selector",
        "spec.storageClassName",
        "spec.volumeName",
    ),
    ("v1", "ResourceQuota"): ("spec.scopes",),
    ("v1", "Secret"): ("type", "stringData", "data"),
    ("v1", "Service"): ("spec.clusterIP",),
}
"""ConfigMap and Secret: unless the provider's `enableConfigMapMutable`, `enableSecretMutable` are set."""

CLUSTER_SCOPED: Final = frozenset(
    [
        "APIService",
        "ClusterRole",
        "ClusterRoleBinding",
        "CustomResourceDefinition",
        "EC2NodeClass",
        "GatewayClass",
        "IngressClass",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "NodePool",
        "PersistentVolume",
        "PriorityClass",
        "RuntimeClass",
        "StorageClass",
        "ValidatingAdmissionPolicy",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
    ]
)


def plural(api_version: str, kind: str) -> str:
    """The resource's name as the API server's errors have it, e.g. `deployments.apps`."""
    group = api_version.rpartition("/")[0]
    lower = kind.lower()
    name = lower[:-1] + "ies" if lower.endswith("y") else lower + ("es" if lower.endswith("s") else "s")
    return f"{name}.{group}" if group else name


def replaces(api_version: str, kind: str, path: str) -> bool:
    """Whether a change at this path makes a new object."""
    prefixes = METADATA + REPLACES.get((api_version, kind), ())
    return any(path == prefix or path.startswith((f"{prefix}.", f"{prefix}[")) for prefix in prefixes)
