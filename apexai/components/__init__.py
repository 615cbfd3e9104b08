"""Component resources for Pulumi programs."""

from apexai.components.azure_brake import read_azure_brake
from apexai.components.budget_foundation import AwsBudgetFoundation
from apexai.components.budget_guard import BudgetGuard, read_lambda_brake
from apexai.components.cloud_run_brake import read_cloud_run_brake
from apexai.components.edge_args import EdgeInferenceWorkerArgs
from apexai.components.edge_inference_worker import EdgeInferenceWorker
from apexai.components.gpu_node_pool import GpuNodePool
from apexai.components.inference_service import InferenceService
from apexai.targets.budgets.scopes import (
    AwsScope,
    AzureBrake,
    AzureScope,
    BrakedWorkload,
    CloudflareScope,
    CloudRunBrake,
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
    "AzureBrake",
    "AzureScope",
    "BrakedWorkload",
    "BudgetGuard",
    "CloudRunBrake",
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
    "read_azure_brake",
    "read_cloud_run_brake",
    "read_lambda_brake",
]
