"""Inputs that were read → the components, as a Python program would make them."""

from collections.abc import Mapping
from dataclasses import fields, replace

import pulumi
from pydantic.alias_generators import to_camel

from apexai.components import (
    AwsBudgetFoundation,
    BudgetGuard,
    EdgeInferenceWorker,
    EdgeInferenceWorkerArgs,
    GpuNodePool,
    InferenceService,
)
from apexai.components.refusal import RefusedArgumentsError
from apexai.errors import Diagnostic
from apexai.plugin.inputs import (
    AwsBudgetFoundationInputs,
    BudgetGuardInputs,
    BudgetScope,
    EdgeInferenceWorkerInputs,
    FoundationRefs,
    GpuNodePoolInputs,
    InferenceServiceInputs,
)
from apexai.spec import codes
from apexai.spec.structure import choices_of, kind_at
from apexai.targets.budgets.scopes import Scope


def build_inference_service(
    name: str, inputs: InferenceServiceInputs, opts: pulumi.ResourceOptions
) -> InferenceService:
    """Make the service that a document describes, or the file of one.

    Raises: pulumi.RunError.
    """
    _check_one_document(inputs)
    try:
        return InferenceService(
            name,
            spec=inputs.file if inputs.file is not None else _document(inputs),
            opts=opts,
            platform=inputs.platform,
            overrides=inputs.overrides,
            foundation=_given(inputs.foundation),
        )
    except RefusedArgumentsError as error:
        raise RefusedArgumentsError(str(error), [_placed(found, inputs) for found in error.diagnostics]) from None


def build_gpu_node_pool(name: str, inputs: GpuNodePoolInputs, opts: pulumi.ResourceOptions) -> GpuNodePool:
    """Make a pool.

    Raises: pulumi.RunError.
    """
    return GpuNodePool(
        name, accelerator=inputs.accelerator, pool=inputs.pool, count=inputs.count, tags=inputs.tags, opts=opts
    )


def build_budget_guard(name: str, inputs: BudgetGuardInputs, opts: pulumi.ResourceOptions) -> BudgetGuard:
    """Make a guard.

    Raises: pulumi.RunError.
    """
    platform, scope = _scope(inputs.scope)
    try:
        return BudgetGuard(
            name,
            limit=str(inputs.limit),
            scope=scope,
            thresholds=list(inputs.thresholds),
            alerts=list(inputs.alerts),
            on_breach=inputs.on_breach,
            opts=opts,
        )
    except RefusedArgumentsError as error:
        raise RefusedArgumentsError(str(error), [_below(platform, found) for found in error.diagnostics]) from None


def build_edge_inference_worker(
    name: str, inputs: EdgeInferenceWorkerInputs, opts: pulumi.ResourceOptions
) -> EdgeInferenceWorker:
    """Make a Worker.

    Raises: pulumi.RunError.
    """
    if inputs.origin_token is not None and inputs.origin_token_secret is not None:
        raise _refused("originTokenSecret", "the token is given twice", "remove it or originToken")
    given = {field.name: getattr(inputs, field.name) for field in fields(EdgeInferenceWorkerArgs)}
    token = inputs.origin_token if inputs.origin_token_secret is None else inputs.origin_token_secret
    return EdgeInferenceWorker(name, EdgeInferenceWorkerArgs(**{**given, "origin_token": token}), opts=opts)


def build_foundation(name: str, inputs: AwsBudgetFoundationInputs, opts: pulumi.ResourceOptions) -> AwsBudgetFoundation:
    """Make what an account has once.

    Raises: pulumi.RunError.
    """
    return AwsBudgetFoundation(
        name,
        cost_allocation_tags=inputs.cost_allocation_tags,
        anomaly_monitor=inputs.anomaly_monitor,
        region=inputs.region,
        tags=inputs.tags,
        opts=opts,
    )


def _check_one_document(inputs: InferenceServiceInputs) -> None:
    beside = [key for key in ("metadata", "spec") if getattr(inputs, key) is not None]
    if inputs.file is not None and beside:
        raise _refused("file", f"there is {' and '.join(beside)} beside it", "put what differs into overrides")
    if inputs.file is None and not beside:
        raise _refused("spec", "there is no document", "give metadata and spec, or file")


def _placed(diagnostic: Diagnostic, inputs: InferenceServiceInputs) -> Diagnostic:
    """A diagnostic of the document with the path of the input that it is about."""
    rest = diagnostic.path.removeprefix("spec.")
    if inputs.overrides is not None and rest != diagnostic.path and _holds(inputs.overrides, rest):
        return replace(diagnostic, path=f"overrides.{rest}", file="")
    if inputs.file is not None:
        head = ": ".join(part for part in (diagnostic.location or inputs.file, diagnostic.path) if part)
        return replace(diagnostic, path="file", file="", message=f"{head}: {diagnostic.message}")
    return diagnostic


def _holds(data: object, path: str) -> bool:
    """Whether data has a value at a path; items of lists count as their list."""
    for key in path.partition("[")[0].split("."):
        if not isinstance(data, Mapping) or key not in data:
            return False
        data = data[key]
    return True


def _document(inputs: InferenceServiceInputs) -> dict[str, object]:
    """The document, with the two keys that can only be what they are."""
    written = {"metadata": inputs.metadata, "spec": inputs.spec}
    return {
        "apiVersion": choices_of(kind_at(("apiVersion",)))[0],
        "kind": choices_of(kind_at(("kind",)))[0],
        **{key: value for key, value in written.items() if value is not None},
    }


def _given(foundation: FoundationRefs | None) -> dict[str, pulumi.Input[str]] | None:
    if foundation is None:
        return None
    found = {to_camel(field.name): getattr(foundation, field.name) for field in fields(foundation)}
    return {key: value for key, value in found.items() if value is not None}


def _scope(scope: BudgetScope) -> tuple[str, Scope]:
    given = {field.name: found for field in fields(scope) if (found := getattr(scope, field.name)) is not None}
    if len(given) != 1:
        known = ", ".join(field.name for field in fields(scope))
        there = " and ".join(given) or "nothing"
        raise _refused("scope", f"a guard watches one platform, and there is {there}", f"give exactly one of {known}")
    ((platform, found),) = given.items()
    return platform, found


def _below(platform: str, diagnostic: Diagnostic) -> Diagnostic:
    """A diagnostic of a scope, which other languages give below its platform."""
    scope, separator, rest = diagnostic.path.partition(".")
    if scope != "scope":
        return diagnostic
    return replace(diagnostic, path=f"scope.{platform}{separator}{rest}")


def _refused(path: str, message: str, instead: str) -> RefusedArgumentsError:
    diagnostic = Diagnostic(code=codes.EXCLUSIVE, path=path, message=message, suggestion=instead)
    return RefusedArgumentsError(str(diagnostic), [diagnostic])
