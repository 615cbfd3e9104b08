"""The exact rules of the target, all of them before any resource is registered."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.azure.rules.callers import check_callers
from apexai.targets.azure.rules.promises import check_promises
from apexai.targets.azure.rules.references import check_references
from apexai.targets.azure_functions.hosting import function_facts, is_flex
from apexai.targets.azure_functions.rules.app import check_app
from apexai.targets.azure_functions.rules.budget import check_instance_budget
from apexai.targets.azure_functions.rules.flex import check_flex
from apexai.targets.azure_functions.rules.premium import check_premium
from apexai.targets.azure_functions.rules.settings import check_settings
from apexai.targets.target import Surroundings


def check_limits(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """What Azure Functions would refuse, or would not do as asked."""
    yield from check_app(deployment, surroundings)
    yield from (check_flex if is_flex(deployment) else check_premium)(deployment)
    yield from check_settings(deployment)
    yield from check_callers(deployment.spec.runtime)
    yield from check_references(deployment, surroundings)
    yield from check_promises(deployment, surroundings, function_facts())
    yield from check_instance_budget(deployment)
