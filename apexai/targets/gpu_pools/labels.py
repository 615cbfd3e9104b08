"""What the nodes of a pool are known by."""

from typing import Final

POOL_LABEL: Final = "finops.apexlogic.com/gpu-pool"
"""Its value is the pool's name."""
GPU_RESOURCE: Final = "nvidia.com/gpu"
"""What pods request, and the key of the taint that keeps others away."""
TAINT_VALUE: Final = "present"
"""As GKE has it. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus, read 2026-11-21."""
AKS_SPOT: Final = "kubernetes.azure.com/scalesetpriority"
"""Taint and label that AKS puts on spot nodes.

Source: https://learn.microsoft.com/azure/aks/spot-node-pool, read 2026-11-21.
"""
MIG_CONFIG: Final = "nvidia.com/mig.config"
"""Label that the GPU operator's MIG manager obeys.

Source: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-mig.html, read 2026-11-21.
"""
