"""What every target offers: a capability table, exact limits and, behind its extra, the resources."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Deferred, Platform, Text
from apexai.targets.budgets.foundation import Foundation
from apexai.targets.budgets.scopes import Scope
from apexai.targets.capability import CapabilityTable
from apexai.targets.request import ComponentRequest

if TYPE_CHECKING:
    import pulumi


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a deployment takes from the stack and not from the spec."""

    registry: Text | None = None
    """`apexai:registry`: where images are that the spec does not name."""
    environment: str | None = None
    """`apexai:environment`: dev, staging, prod, where the spec does not say."""
    name: str | None = None
    """Logical name of the component, where it is another than `metadata.name`."""
    directory: Path | None = None
    """Where relative paths of the spec begin; None where nobody knows, and nothing is looked for."""
    foundation: Foundation = field(default_factory=Foundation)
    """What exists once in the account, which budgets refer to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest(ComponentRequest):
    """What a target needs to build one deployment."""

    deployment: ServerlessModelDeployment
    """Valid, within the target's limits, with the target's overrides merged in."""
    surroundings: Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a deployment offers its surroundings."""

    endpoint: "pulumi.Input[str]"
    """URL that callers use; an ARN where the platform has no URL for the access asked."""
    revision: "pulumi.Input[str]"
    """The platform's name of this document's side, for `trafficSplit.stable.revision` of the next release."""
    guard: Scope | None = None
    """What a budget of the deployment watches and may hold back; None where the platform has no budgets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One platform."""

    platform: Platform
    extra: str
    """Name of the package extra with its SDK."""
    sdk: str
    """Import name of its SDK."""
    capability: CapabilityTable
    check_limits: Callable[[ServerlessModelDeployment, Surroundings], Iterable[Diagnostic]]
    """Exact rules of the platform; diagnostics carry the path, and the caller adds file, line and column."""
    resources: str
    """Module with `build_resources(request: BuildRequest) -> Built`; imported only when something is built."""


def image_of(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Text | None:
    """The image of the document's side: as written, else from the registry of the stack; None where neither says."""
    if deployment.spec.runtime.image is not None:
        return deployment.spec.runtime.image
    model, registry = deployment.spec.model_ref, surroundings.registry
    repository = f"{model.name}:{model.version}"
    if isinstance(registry, Deferred):
        return Deferred(cast("pulumi.Output[str]", registry.output).apply(lambda text: f"{text}/{repository}"))
    return f"{registry}/{repository}" if registry else None
