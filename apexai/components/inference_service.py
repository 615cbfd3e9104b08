"""InferenceService: one model deployment as a Pulumi component, on the platform that its spec names."""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

import pulumi

from apexai.components.budget_guard import BudgetGuard
from apexai.components.gpu_node_pool import GpuNodePool
from apexai.components.notices import log_diagnostics
from apexai.components.options import check_options, dependencies_of
from apexai.components.refusal import refused
from apexai.components.spec_input import SpecInput, SpecSource, load_spec_input, render_inputs
from apexai.components.surroundings import FoundationInput, surroundings_of
from apexai.errors import ApexError, MissingExtraError, RefusedError
from apexai.spec.fields import Platform
from apexai.targets.budgets.plan import plan_of
from apexai.targets.check import RECORDED, check_recorded, check_target
from apexai.targets.gpu_pools.service import pool_of
from apexai.targets.registry import load_target
from apexai.targets.target import BuildRequest, Built, Surroundings
from apexai.targets.value import input_of


class InferenceService(pulumi.ComponentResource):
    """One model, served on the platform that its spec names.

    ```python
    service = InferenceService("fraud", spec="service.yaml")
    pulumi.export("endpoint", service.endpoint)
    ```
    """

    endpoint: pulumi.Output[str]
    """URL that callers use; an ARN where the platform has no URL for the access asked."""
    revision: pulumi.Output[str]
    """The platform's name of what this document deploys, for `trafficSplit.stable.revision` of the next release."""

    def __init__(
        self,
        name: str,
        spec: SpecSource,
        opts: pulumi.ResourceOptions | None = None,
        *,
        platform: str | None = None,
        overrides: Mapping[str, object] | None = None,
        foundation: FoundationInput = None,
    ) -> None:
        """Check the spec and register what its platform needs.

        Args:
            name: Logical name; children's names begin with it.
            spec: Path of a file with one document, the document as a dict, a model object, or a document of
                `apexai.spec.loader.load_specs`. In a dict, values that only flow into a property may be Outputs.
            opts: Pulumi's resource options; `depends_on` reaches every child.
            platform: Build for this platform instead of `spec.runtime.platform`, with the overrides that
                `spec.targets` has for it.
            overrides: A partial spec, merged over the document as those of `spec.targets` are, for what differs from
                stack to stack; values that only flow into a property may be Outputs.
            foundation: What the stack's configuration would name, by its keys without `apexai:` (`registry`,
                `budgetTopic`, …), where the program has it, e.g. from a StackReference; or the account's own.

        Raises:
            pulumi.RunError: The spec can't be used; the text has every reason.
        """
        check_options(name, opts)
        checked, surroundings = _checked(name, spec, platform, overrides, foundation)
        super().__init__("apexai:index:InferenceService", name, render_inputs(checked, surroundings), opts)
        self.runtime = checked.deployment.spec.runtime
        built = _build(self, name, checked, surroundings, opts)
        self.endpoint = pulumi.Output.from_input(built.endpoint)
        self.revision = pulumi.Output.from_input(built.revision)
        self.register_outputs({"endpoint": self.endpoint, "revision": self.revision})


def _checked(
    name: str,
    spec: SpecSource,
    platform: str | None,
    overrides: Mapping[str, object] | None,
    foundation: FoundationInput,
) -> tuple[SpecInput, Surroundings]:
    """The spec, valid and within its platform's limits; what is only worth knowing is logged."""
    try:
        surroundings = surroundings_of(name, foundation)
        loaded = load_spec_input(spec, platform, overrides)
        diagnostics = loaded.locate(check_target(loaded.deployment, surroundings))
        errors = [diagnostic for diagnostic in diagnostics if diagnostic.is_error]
        if errors:
            raise RefusedError(errors)
        _require_sdk(loaded.deployment.spec.runtime.platform)
    except ApexError as error:
        raise refused(error) from None
    log_diagnostics(diagnostics)
    _log_recorded(loaded)
    if loaded.note:
        pulumi.debug(loaded.note)
    return loaded, surroundings


def _require_sdk(platform: Platform) -> None:
    target = load_target(platform)
    if find_spec(target.sdk) is None:
        raise MissingExtraError(target=target.platform, extra=target.extra)


def _log_recorded(loaded: SpecInput) -> None:
    """One line for all that is written and that nothing reads yet; the preview says each with its place."""
    paths = dict.fromkeys(diagnostic.path for diagnostic in check_recorded(loaded.deployment))
    if paths:
        pulumi.info(f"recorded, and nothing of this version reads them: {', '.join(paths)} [{RECORDED}]")


def _build(
    component: InferenceService,
    name: str,
    checked: SpecInput,
    surroundings: Surroundings,
    opts: pulumi.ResourceOptions | None,
) -> Built:
    target = load_target(checked.deployment.spec.runtime.platform)
    request = BuildRequest(
        name=name,
        deployment=checked.deployment,
        surroundings=surroundings,
        parent=component,
        depends_on=dependencies_of(opts),
    )
    _build_node_pool(component, request)
    built: Built = import_module(target.resources).build_resources(request)
    _guard(component, request, built)
    return built


def _build_node_pool(component: InferenceService, request: BuildRequest) -> None:
    """The nodes that the spec brings along, as a component of its own below the service."""
    plan = pool_of(request.deployment, request.surroundings)
    if plan is None:
        return
    GpuNodePool(
        f"{request.name}-pool",
        accelerator=plan.accelerator,
        count=plan.count,
        pool=plan.pool.model_copy(update={"name": plan.name}),
        tags=plan.tags,
        opts=pulumi.ResourceOptions(parent=component, depends_on=list(request.depends_on)),
    )


def _guard(component: InferenceService, request: BuildRequest, built: Built) -> None:
    """The guard of the spec's budget, as a component of its own below the service."""
    plan = plan_of(request.deployment)
    if plan is None or built.guard is None:
        return
    BudgetGuard(
        f"{request.name}-budget",
        limit=str(plan.limit),
        scope=built.guard,
        thresholds=plan.thresholds,
        alerts=[input_of(alert) for alert in plan.alerts],
        on_breach=plan.on_breach,
        opts=pulumi.ResourceOptions(parent=component, depends_on=list(request.depends_on)),
    )
