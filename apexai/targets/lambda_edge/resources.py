"""Builds a deployment at CloudFront's edge."""

import pulumi

from apexai.targets.aws_lambda.created.budget import build_guard_scope
from apexai.targets.aws_lambda.created.scope import scope_of
from apexai.targets.lambda_edge.created.alarms import build_edge_alarms
from apexai.targets.lambda_edge.created.function import build_edge_function
from apexai.targets.lambda_edge.created.release import build_edge_release
from apexai.targets.lambda_edge.facts import REGION
from apexai.targets.target import BuildRequest, Built


def build_resources(request: BuildRequest) -> Built:
    """The function with its role, and the distributions that call numbered versions of it."""
    scope = scope_of(request, region=REGION)
    function = build_edge_function(scope)
    distribution = build_edge_release(scope, function)
    build_edge_alarms(scope, distribution)
    endpoint = pulumi.Output.concat("https://", distribution.domain_name)
    return Built(endpoint=endpoint, revision=function.version, guard=build_guard_scope(scope, function, None))
