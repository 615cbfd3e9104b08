"""Component resources for Pulumi programs."""

from apexai.components.budget_foundation import AwsBudgetFoundation
from apexai.components.budget_guard import BudgetGuard, read_lambda_brake
from apexai.components.edge_args import EdgeInferenceWorkerArgs
from apexai.components.edge_inference_worker import EdgeInferenceWorker
from apexai.components.gpu_node_pool import GpuNodePool
from apexai.components.inference_service import InferenceService
from apexai.targets.budgets.scopes import (
    AwsScope,
    AzureScope,
    BrakedWorkload,
    CloudflareScope,
    GoogleScope,
    KubernetesBrake,
    KubernetesScope,
    LambdaBrake,
    ProvisionedCapacity,
    ScheduledCapacity,
)

__all__ = [
    "AwsBudgetFoundation",
    "AwsScope",
    "AzureScope",
    "BrakedWorkload",
    "BudgetGuard",
    "CloudflareScope",
    "EdgeInferenceWorker",
    "EdgeInferenceWorkerArgs",
    "GoogleScope",
    "GpuNodePool",
    "InferenceService",
    "KubernetesBrake",
    "KubernetesScope",
    "LambdaBrake",
    "ProvisionedCapacity",
    "ScheduledCapacity",
    "read_lambda_brake",
]
