"""The exact rules of the target, all of them before any resource is registered."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.cloud_run.rules.access import check_access
from apexai.targets.cloud_run.rules.budget import check_budget
from apexai.targets.cloud_run.rules.code import check_code
from apexai.targets.cloud_run.rules.gpu import check_gpu
from apexai.targets.cloud_run.rules.instance import check_instance
from apexai.targets.cloud_run.rules.labels import check_labels
from apexai.targets.cloud_run.rules.names import check_names
from apexai.targets.cloud_run.rules.network import check_network
from apexai.targets.cloud_run.rules.ports import check_ports
from apexai.targets.cloud_run.rules.promises import check_promises
from apexai.targets.cloud_run.rules.references import check_references
from apexai.targets.cloud_run.rules.scaling import check_scaling
from apexai.targets.cloud_run.rules.traffic import check_traffic
from apexai.targets.cloud_run.rules.variables import check_variables
from apexai.targets.target import Surroundings


def check_limits(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """What Cloud Run would refuse, or would not do as asked."""
    yield from check_instance(deployment)
    yield from check_gpu(deployment)
    yield from check_names(deployment, surroundings)
    yield from check_code(deployment, surroundings)
    yield from check_ports(deployment)
    yield from check_variables(deployment)
    yield from check_references(deployment)
    yield from check_network(deployment)
    yield from check_access(deployment)
    yield from check_traffic(deployment, surroundings)
    yield from check_scaling(deployment)
    yield from check_labels(deployment, surroundings)
    yield from check_promises(deployment)
    yield from check_budget(deployment, surroundings)
