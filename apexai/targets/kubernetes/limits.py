"""The exact rules of the target, all of them before any resource is registered."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.budgets.rules import check_kubernetes_budget, check_throttle
from apexai.targets.kubernetes.rules.access import check_access
from apexai.targets.kubernetes.rules.names import check_names
from apexai.targets.kubernetes.rules.pods import check_pods
from apexai.targets.kubernetes.rules.promises import check_promises
from apexai.targets.kubernetes.rules.scaling import check_scaling
from apexai.targets.kubernetes.rules.traffic import check_traffic
from apexai.targets.kubernetes.rules.variables import check_variables
from apexai.targets.target import Surroundings


def check_limits(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """What a cluster would refuse, or would not do as asked."""
    yield from check_names(deployment)
    yield from check_pods(deployment, surroundings)
    yield from check_variables(deployment)
    yield from check_access(deployment)
    yield from check_traffic(deployment)
    yield from check_scaling(deployment)
    yield from check_promises(deployment)
    yield from check_kubernetes_budget(deployment, surroundings.foundation)
    yield from check_throttle(deployment)
