"""Component resources for Pulumi programs."""

from apexai.components.budget_foundation import AwsBudgetFoundation
from apexai.components.budget_guard import BudgetGuard
from apexai.components.edge_args import EdgeInferenceWorkerArgs
from apexai.components.edge_inference_worker import EdgeInferenceWorker
from apexai.components.gpu_node_pool import GpuNodePool
from apexai.components.inference_service import InferenceService

__all__ = [
    "AwsBudgetFoundation",
    "BudgetGuard",
    "EdgeInferenceWorker",
    "EdgeInferenceWorkerArgs",
    "GpuNodePool",
    "InferenceService",
]
