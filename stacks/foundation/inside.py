"""What is inside of the cluster before any service is: namespaces, and nodes with accelerators."""

from collections.abc import Sequence

import pulumi
import pulumi_kubernetes as kubernetes
from cluster import Cluster
from network import Network

from apexai import GpuNodePool


def build_namespaces(cluster: Cluster, names: Sequence[str]) -> None:
    """A namespace for each team; pods that ask for more than the restricted standard are refused in them."""
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    for name in names:
        kubernetes.core.v1.Namespace(
            f"namespace-{name}",
            metadata={"name": name, "labels": labels},
            opts=pulumi.ResourceOptions(provider=cluster.provider, depends_on=cluster.ready),
        )


def build_gpu_nodes(cluster: Cluster, network: Network, *, most: int, plugin: str, tags: dict[str, str]) -> None:
    """A pool that is empty until pods ask for it; specs name it as `inference`."""
    GpuNodePool(
        "inference",
        accelerator="nvidia-l4",
        pool={
            "cluster": {"kind": "eks", "name": cluster.name, "subnets": network.private_subnets},
            "capacity": "spot-with-fallback",
            "machineTypes": ["g6.xlarge", "g6.2xlarge"],
            "maxNodes": most,
            "devicePlugin": {"image": plugin},
        },
        tags=tags,
        opts=pulumi.ResourceOptions(provider=cluster.provider, depends_on=cluster.ready),
    )
