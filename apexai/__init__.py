"""Describe an AI model deployment once; preview, price and check it before anything exists.

The components for Pulumi programs can be imported from here. Nothing of Pulumi is loaded before one is asked for, so
that commands that need none stay fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apexai.components import (
        AwsBudgetFoundation,
        AwsScope,
        AzureBrake,
        AzureScope,
        BrakedWorkload,
        BudgetGuard,
        CloudflareScope,
        CloudRunBrake,
        EdgeInferenceWorker,
        EdgeInferenceWorkerArgs,
        GoogleScope,
        GpuNodePool,
        InferenceService,
        KubernetesBrake,
        KubernetesScope,
        LambdaBrake,
        ProvisionedCapacity,
        ScheduledCapacity,
        read_azure_brake,
        read_cloud_run_brake,
        read_lambda_brake,
    )

__version__ = "0.1.0"

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


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("apexai.components"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
