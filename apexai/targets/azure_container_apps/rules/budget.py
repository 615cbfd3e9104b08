"""What a brake can hold back of revisions."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.finops import OnBreach
from apexai.targets.azure.rules.budget import ON_BREACH, check_budget
from apexai.targets.azure_container_apps.release import release_of
from apexai.targets.diagnostics import error


def check_app_budget(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """The budget of an app."""
    yield from check_budget(deployment)
    stable = release_of(deployment).stable
    if deployment.spec.finops.on_breach is OnBreach.THROTTLE and stable is not None and stable.percent > 0:
        message = "a revision keeps the bounds that it was made with, so that nothing can throttle the stable one"
        instead = "write pause, which stops both, or end the split first"
        yield error("APX-BGT-024", ON_BREACH, message, instead=instead)
