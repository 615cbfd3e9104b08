"""The exact rules of the target, all of them before any resource is registered."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.aws_lambda.rules.budget import check_budget
from apexai.targets.aws_lambda.rules.code import check_code
from apexai.targets.aws_lambda.rules.entry import check_entry
from apexai.targets.aws_lambda.rules.function import check_function
from apexai.targets.aws_lambda.rules.names import check_names
from apexai.targets.aws_lambda.rules.network import check_network
from apexai.targets.aws_lambda.rules.references import check_references
from apexai.targets.aws_lambda.rules.scaling import check_scaling
from apexai.targets.aws_lambda.rules.tags import check_tags
from apexai.targets.aws_lambda.rules.traffic import check_traffic
from apexai.targets.aws_lambda.rules.variables import check_variables
from apexai.targets.target import Surroundings


def check_limits(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """What AWS would refuse, or would not do as asked."""
    yield from check_function(deployment)
    yield from check_names(deployment, surroundings)
    yield from check_code(deployment, surroundings)
    yield from check_variables(deployment)
    yield from check_references(deployment)
    yield from check_network(deployment)
    yield from check_entry(deployment)
    yield from check_traffic(deployment)
    yield from check_scaling(deployment)
    yield from check_tags(deployment, surroundings)
    yield from check_budget(deployment, surroundings)
