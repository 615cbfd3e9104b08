"""The exact rules of the target, all of them before any resource is registered."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.azure.rules.callers import check_callers
from apexai.targets.azure.rules.promises import check_promises
from apexai.targets.azure.rules.references import check_references
from apexai.targets.azure.rules.reserved import check_reserved
from apexai.targets.azure_container_apps.facts import app_facts
from apexai.targets.azure_container_apps.rules.budget import check_app_budget
from apexai.targets.azure_container_apps.rules.names import check_names
from apexai.targets.azure_container_apps.rules.reaching import check_reaching
from apexai.targets.azure_container_apps.rules.serving import check_serving
from apexai.targets.azure_container_apps.rules.size import check_size
from apexai.targets.target import Surroundings


def check_limits(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """What Container Apps would refuse, or would not do as asked."""
    yield from check_size(deployment)
    yield from check_names(deployment, surroundings)
    yield from check_callers(deployment.spec.runtime)
    yield from check_reaching(deployment)
    yield from check_references(deployment, surroundings)
    yield from check_serving(deployment, surroundings)
    yield from check_promises(deployment, surroundings, app_facts())
    reserved = app_facts()["reserved_variables"]
    yield from check_reserved(deployment.spec.runtime, reserved, why="is set by the platform itself")
    yield from check_app_budget(deployment)
