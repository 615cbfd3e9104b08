"""GpuNodePool: nodes with accelerators for a cluster that exists."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Final

import pulumi

from apexai.components.notices import log_diagnostics
from apexai.components.options import check_options, dependencies_of, is_below
from apexai.components.refusal import RefusedArgumentsError, refused
from apexai.components.spec_input import deferred, shown
from apexai.errors import ApexError, Diagnostic, MissingExtraError, SpecError
from apexai.spec.fields import Platform
from apexai.spec.loader import document_of
from apexai.spec.node_pool import NodePool
from apexai.targets.gpu_pools.plan import PoolPlan
from apexai.targets.gpu_pools.request import PoolRequest, makers_of
from apexai.targets.gpu_pools.rules import check_pool
from apexai.targets.gpu_pools.service import PATH

_SERVICE: Final = "apexai:index:InferenceService"
_ARGUMENTS: Final = {PATH: "pool", "spec.runtime.gpu.type": "accelerator", "spec.runtime.gpu.count": "count"}
"""Path in a spec → the argument that says the same."""


class GpuNodePool(pulumi.ComponentResource):
    """Nodes with accelerators, on EKS, AKS, GKE or by Karpenter.

    ```python
    pool = GpuNodePool(
        "inference",
        accelerator="nvidia-l4",
        pool={
            "cluster": {"kind": "eks", "name": "ai", "subnets": ["subnet-0a1b2c3d"]},
            "maxNodes": 4,
            "capacity": "spot-with-fallback",
        },
    )
    ```
    """

    pool_name: pulumi.Output[str]
    """Value of the nodes' label `finops.apexlogic.com/gpu-pool`, for `runtime.gpu.pool` of services."""

    def __init__(
        self,
        name: str,
        *,
        accelerator: str,
        pool: "Mapping[str, object] | NodePool",
        count: int = 1,
        tags: Mapping[str, str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Check the pool and register its nodes.

        Args:
            name: Logical name; children's names begin with it.
            accelerator: Model, e.g. `nvidia-l4`.
            pool: What `runtime.gpu.nodePool` of a spec holds, as a dict or a model object. In a dict, values that only
                flow into a property may be Outputs.
            count: Accelerators of one instance of the workload.
            tags: Tags or labels of everything that can carry them.
            opts: Pulumi's resource options; `depends_on` reaches every child.

        Raises:
            pulumi.RunError: The pool can't be had; the text has every reason.
        """
        check_options(name, opts)
        plan = _plan(name, accelerator=accelerator, count=count, pool=pool, tags=tags)
        _check(name, plan, opts)
        super().__init__("apexai:index:GpuNodePool", name, _inputs(plan), opts)
        request = PoolRequest(name=name, plan=plan, parent=self, depends_on=dependencies_of(opts))
        for maker in makers_of(plan):
            import_module(maker.module).build_nodes(request)
        self.pool_name = pulumi.Output.from_input(plan.name)
        self.register_outputs({"poolName": plan.name})


def _plan(
    name: str,
    *,
    accelerator: str,
    count: int,
    pool: "Mapping[str, object] | NodePool",
    tags: Mapping[str, str] | None,
) -> PoolPlan:
    model = pool if isinstance(pool, NodePool) else _load(name, accelerator, count, pool)
    given = dict(sorted((tags or {}).items()))
    return PoolPlan(name=model.name or name, accelerator=accelerator, count=count, pool=model, tags=given)


def _load(name: str, accelerator: str, count: int, pool: Mapping[str, object]) -> NodePool:
    """The pool of a document that has nothing else, so that its errors are those of any spec."""
    gpu = {"type": accelerator, "count": count, "nodePool": deferred(pool)}
    document = {
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {"name": "pool"},
        "spec": {
            "modelRef": {"name": "none", "version": "0"},
            "runtime": {"platform": str(Platform.KUBERNETES), "image": "none:0", "gpu": gpu},
        },
    }
    try:
        loaded = document_of(document).deployment(Platform.KUBERNETES).spec.runtime.gpu
    except SpecError as error:
        raise _refused(name, error.diagnostics) from None
    except ApexError as error:
        raise RefusedArgumentsError(f"{name}: {error}") from None
    assert loaded is not None
    assert loaded.node_pool is not None
    return loaded.node_pool


def _check(name: str, plan: PoolPlan, opts: pulumi.ResourceOptions | None) -> None:
    """Refuse what can't be had; what is only worth knowing a service has said already, with its place in the spec."""
    found = [replace(item, path=f"{PATH}.{item.path}") for item in check_pool(plan)]
    if errors := [diagnostic for diagnostic in found if diagnostic.is_error]:
        raise _refused(name, errors)
    for maker in makers_of(plan):
        if find_spec(maker.sdk) is None:
            raise refused(MissingExtraError(target=name, extra=maker.extra))
    if is_below(opts, _SERVICE):
        return
    log_diagnostics(map(_of_argument, found), name=name)


def _refused(name: str, diagnostics: Sequence[Diagnostic]) -> RefusedArgumentsError:
    said = [_of_argument(item) for item in diagnostics]
    return RefusedArgumentsError("\n".join(f"{name}: {item}" for item in said), said)


def _of_argument(diagnostic: Diagnostic) -> Diagnostic:
    """A diagnostic in the words of the arguments."""
    path = diagnostic.path
    for written, argument in _ARGUMENTS.items():
        path = path.replace(written, argument)
    return replace(diagnostic, file="", path=path)


def _inputs(plan: PoolPlan) -> dict[str, object]:
    return {
        "accelerator": plan.accelerator,
        "count": plan.count,
        "pool": shown(plan.pool.model_dump(exclude_none=True)),
        "tags": plan.tags,
    }
