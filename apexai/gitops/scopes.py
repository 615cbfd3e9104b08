"""Which kinds of Kubernetes belong to no namespace, and which kinds everything else waits for.

Source: `kubectl api-resources --namespaced=false` of Kubernetes 1.37, https://kubernetes.io/docs/reference/kubernetes-api/,
read 2026-11-21.
"""

from typing import Final

NAMESPACE: Final = "Namespace"
DEFINITION: Final = "CustomResourceDefinition"

_OF_THE_CLUSTER: Final = frozenset(
    {
        "APIService",
        "CSIDriver",
        "CSINode",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "ClusterTrustBundle",
        DEFINITION,
        "DeviceClass",
        "FlowSchema",
        "GatewayClass",
        "IPAddress",
        "IngressClass",
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        NAMESPACE,
        "Node",
        "PersistentVolume",
        "PriorityClass",
        "PriorityLevelConfiguration",
        "ResourceSlice",
        "RuntimeClass",
        "ServiceCIDR",
        "StorageClass",
        "StorageVersion",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
        "VolumeAttributesClass",
    }
)


def group_of(api_version: str) -> str:
    """`apps/v1` → `apps`; empty for the core."""
    return api_version.rpartition("/")[0]


def needs_namespace(api_version: str, kind: str) -> bool:
    """Whether an object has to be in a namespace; of kinds that an operator brings nobody knows."""
    group = group_of(api_version)
    built_in = "." not in group or group.endswith(".k8s.io")
    return built_in and kind not in _OF_THE_CLUSTER
