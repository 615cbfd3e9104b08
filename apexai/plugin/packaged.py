"""The components of the package: their tokens, what goes in, what comes out, and what makes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pulumi

from apexai.components import (
    AwsBudgetFoundation,
    BudgetGuard,
    EdgeInferenceWorker,
    GpuNodePool,
    InferenceService,
)
from apexai.plugin.building import (
    build_budget_guard,
    build_edge_inference_worker,
    build_foundation,
    build_gpu_node_pool,
    build_inference_service,
)
from apexai.plugin.inputs import (
    AwsBudgetFoundationInputs,
    BudgetGuardInputs,
    EdgeInferenceWorkerInputs,
    GpuNodePoolInputs,
    InferenceServiceInputs,
)

PACKAGE: Final = "apexai"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagedComponent:
    """One component as other languages see it."""

    component: type[pulumi.ComponentResource]
    """Its annotations are the outputs."""
    inputs: type
    build: Callable[[str, Any, pulumi.ResourceOptions], pulumi.ComponentResource]
    """Takes the name, an object of `inputs`, and the options."""


COMPONENTS: Final[Mapping[str, PackagedComponent]] = {
    f"{PACKAGE}:index:{entry.component.__name__}": entry
    for entry in (
        PackagedComponent(component=AwsBudgetFoundation, inputs=AwsBudgetFoundationInputs, build=build_foundation),
        PackagedComponent(component=BudgetGuard, inputs=BudgetGuardInputs, build=build_budget_guard),
        PackagedComponent(
            component=EdgeInferenceWorker, inputs=EdgeInferenceWorkerInputs, build=build_edge_inference_worker
        ),
        PackagedComponent(component=GpuNodePool, inputs=GpuNodePoolInputs, build=build_gpu_node_pool),
        PackagedComponent(component=InferenceService, inputs=InferenceServiceInputs, build=build_inference_service),
    )
}
"""By type token, which is the one that the component registers itself under: states hold it."""
