"""The exact rules of the target, all of them before any resource is registered."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.cloudflare_workers.rules.access import check_access
from apexai.targets.cloudflare_workers.rules.isolate import check_isolate
from apexai.targets.cloudflare_workers.rules.program import check_program
from apexai.targets.cloudflare_workers.rules.tags import check_tags
from apexai.targets.cloudflare_workers.rules.traffic import check_traffic
from apexai.targets.cloudflare_workers.rules.variables import check_variables
from apexai.targets.target import Surroundings


def check_limits(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """What Cloudflare would refuse, or would not do as asked."""
    yield from check_program(deployment, surroundings)
    yield from check_isolate(deployment)
    yield from check_access(deployment)
    yield from check_traffic(deployment)
    yield from check_variables(deployment)
    yield from check_tags(deployment, surroundings)
