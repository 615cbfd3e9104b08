"""Roles: one a function, with what it needs and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from apexai.targets.aws_lambda.created.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Actions that a role may do."""

    actions: Sequence[str]
    resources: Sequence[pulumi.Input[str]]

    def render(self) -> dict[str, object]:
        return {"Effect": "Allow", "Action": list(self.actions), "Resource": list(self.resources)}


def build_role(scope: Scope, kind: str, *, services: Sequence[str] = ("lambda.amazonaws.com",)) -> aws.iam.Role:
    """A role that only Lambda can take on, in the forms of it that are named."""
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"} for service in services
        ],
    }
    return aws.iam.Role(
        scope.name(kind),
        assume_role_policy=pulumi.Output.json_dumps(trust),
        tags=scope.tags,
        opts=scope.request.options(),
    )


def build_grant(scope: Scope, kind: str, role: aws.iam.Role, statements: Sequence[Statement]) -> aws.iam.RolePolicy:
    """A policy of one role."""
    document = {"Version": "2012-10-17", "Statement": [statement.render() for statement in statements]}
    return aws.iam.RolePolicy(
        scope.name(kind),
        role=role.name,
        policy=pulumi.Output.json_dumps(document),
        opts=scope.request.options(),
    )


def logging(group: aws.cloudwatch.LogGroup) -> Statement:
    """Write to one log group."""
    return Statement(
        actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[pulumi.Output.concat(group.arn, ":*")]
    )


def tracing() -> Statement:
    """Send traces.

    Source: AWS Service Authorization Reference, X-Ray: these actions know no resources, so that `*` is the least;
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html, read 2026-11-21.
    """
    return Statement(actions=["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources=["*"])


def using_key(key: aws.kms.Key) -> Statement:
    """Use the service's own key."""
    return Statement(actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[key.arn])


def attaching_to_vpc() -> Statement:
    """Have network interfaces.

    Source: AWS Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC", required
    permissions; the describing ones know no resources; read 2026-11-21.
    """
    return Statement(
        actions=[
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses",
        ],
        resources=["*"],
    )
