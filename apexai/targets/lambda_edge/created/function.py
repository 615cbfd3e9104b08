"""The function at the edge, and what it may do."""

import pulumi
import pulumi_aws as aws

from apexai.targets.aws_lambda.created.grants import build_asked_grants, build_model_grants
from apexai.targets.aws_lambda.created.role import Statement, build_grant, build_role
from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.aws_lambda.tags import tag_text
from apexai.targets.lambda_edge.facts import REGION

_SERVICES = ("lambda.amazonaws.com", "edgelambda.amazonaws.com")


def build_edge_function(scope: Scope) -> aws.lambda_.Function:
    """A function that publishes a numbered version at each change.

    CloudFront's copies of it go hours after the distribution, and until then AWS deletes no function. So it is left
    where it is when the deployment is destroyed; it costs nothing.
    """
    package = scope.spec.runtime.package
    if package is None:
        raise ValueError("no package: the limits refuse this")
    role = build_role(scope, "role", services=_SERVICES)
    grants = [
        build_grant(scope, "policy", role, [_logging(scope)]),
        *build_asked_grants(scope, role),
        *build_model_grants(scope, role),
    ]
    return aws.lambda_.Function(
        scope.name("function"),
        role=role.arn,
        package_type="Zip",
        code=pulumi.FileArchive(package.path),
        handler=package.handler,
        runtime=package.runtime,
        architectures=["x86_64"],
        memory_size=scope.spec.runtime.memory,
        timeout=int(scope.spec.runtime.timeout),
        publish=True,
        region=scope.region,
        tags={**scope.tags, "modelVersion": tag_text(scope.spec.model_ref.version)},
        opts=scope.request.options(depends_on=grants, retain_on_delete=True),
    )


def _logging(scope: Scope) -> Statement:
    """Write logs in the region of each edge location, to the group that Lambda makes there.

    Source: Amazon CloudFront Developer Guide, Edge function logs: groups are named /aws/lambda/us-east-1.<function>;
    read 2026-11-21. The function's name begins with its logical name.
    """
    group = f":log-group:/aws/lambda/{REGION}.{scope.name('function')}-*"
    return Statement(
        actions=["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        resources=[pulumi.Output.concat("arn:", scope.partition, ":logs:*:", scope.account, group)],
    )
