"""The exact rules of the target, all of them before any resource is registered."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.aws_lambda.rules.names import check_names
from apexai.targets.aws_lambda.rules.references import check_references
from apexai.targets.aws_lambda.rules.tags import check_tags
from apexai.targets.budgets.rules import check_aws_budget
from apexai.targets.lambda_edge.rules.function import check_function
from apexai.targets.lambda_edge.rules.headers import check_headers
from apexai.targets.lambda_edge.rules.package import check_edge_package
from apexai.targets.lambda_edge.rules.promises import check_promises
from apexai.targets.lambda_edge.rules.traffic import check_edge_traffic
from apexai.targets.target import Surroundings


def check_limits(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """What AWS would refuse at the edge, or would not do as asked."""
    yield from check_function(deployment)
    yield from check_edge_package(deployment, surroundings)
    yield from check_names(deployment, surroundings)
    yield from check_references(deployment)
    yield from check_headers(deployment)
    yield from check_edge_traffic(deployment)
    yield from check_tags(deployment, surroundings)
    yield from check_promises(deployment)
    yield from check_aws_budget(deployment, surroundings.foundation)
