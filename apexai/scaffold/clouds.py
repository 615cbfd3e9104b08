"""Where a stack's credentials come from: the clouds that its platforms lie in, and how a cluster is reached."""

from enum import StrEnum
from typing import Final

from apexai.spec.fields import Platform


class Cloud(StrEnum):
    """Who has to trust whoever runs `pulumi up`."""

    AWS = "aws"
    AZURE = "azure"
    GCP = "gcp"
    CLOUDFLARE = "cloudflare"
    KUBERNETES = "kubernetes"
    """A cluster, whoever runs it."""


class Cluster(StrEnum):
    """How a cluster is reached."""

    EKS = "eks"
    AKS = "aks"
    GKE = "gke"
    KUBECONFIG = "kubeconfig"
    """By a file that somebody made, which is a secret."""


CLOUD_OF: Final = {
    Platform.AWS_LAMBDA: Cloud.AWS,
    Platform.LAMBDA_EDGE: Cloud.AWS,
    Platform.AZURE_FUNCTIONS: Cloud.AZURE,
    Platform.AZURE_CONTAINER_APPS: Cloud.AZURE,
    Platform.CLOUD_RUN: Cloud.GCP,
    Platform.CLOUDFLARE_WORKERS: Cloud.CLOUDFLARE,
    Platform.KUBERNETES: Cloud.KUBERNETES,
}

EXTRA_OF: Final = {
    Cloud.AWS: "aws",
    Cloud.AZURE: "azure",
    Cloud.GCP: "gcp",
    Cloud.CLOUDFLARE: "cloudflare",
    Cloud.KUBERNETES: "kubernetes",
}
"""The extra of this package that has the cloud's SDK."""

_RUN_BY: Final = {Cluster.EKS: Cloud.AWS, Cluster.AKS: Cloud.AZURE, Cluster.GKE: Cloud.GCP}
_STATE_IN: Final = {"s3": Cloud.AWS, "azblob": Cloud.AZURE, "gs": Cloud.GCP}
"""Scheme of a backend's URL → the cloud that the state lies in."""


def signed_into(clouds: tuple[Cloud, ...], *, cluster: Cluster, backend: str) -> tuple[Cloud, ...]:
    """The clouds to sign in to, sorted: those of the platforms, and those of the cluster and of the state."""
    found = set(clouds)
    if Cloud.KUBERNETES in found and cluster in _RUN_BY:
        found.add(_RUN_BY[cluster])
    scheme = backend.partition(":")[0]
    return tuple(sorted(found | ({_STATE_IN[scheme]} if scheme in _STATE_IN else set())))
