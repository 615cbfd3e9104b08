"""What the model's function may do beyond its own logs and traces."""

import pulumi
import pulumi_aws as aws

from apexai.spec.fields import Text
from apexai.targets.aws_lambda.created.role import Statement, build_grant
from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.aws_lambda.names import version_key
from apexai.targets.aws_lambda.references import s3_location, secret_grant
from apexai.targets.aws_lambda.release import release_of
from apexai.targets.value import input_of, known_text


def build_model_grants(scope: Scope, role: aws.iam.Role) -> list[aws.iam.RolePolicy]:
    """The permission to read just the model, one policy for each version that serves.

    The policy has the model's version in its name: a release makes its own before the alias moves, and the last one's
    goes after it.
    """
    release = release_of(scope.request.deployment)
    split, model = scope.spec.traffic_split, scope.spec.model_ref
    found = [(model.version, model.uri)]
    if release.stable is not None and split.stable is not None:
        found.append((release.stable.model_version, split.stable.model_uri))
    return [
        build_grant(scope, f"model-{version_key(version)}", role, [_reading(resource)])
        for version, uri in found
        if uri is not None and (resource := _readable(scope, uri)) is not None
    ]


def build_asked_grants(scope: Scope, role: aws.iam.Role) -> list[aws.iam.RolePolicy]:
    """What `runtime.permissions` and `runtime.secrets` add, apart from the rest so that a preview can show them."""
    runtime = scope.spec.runtime
    asked = {
        "permissions": [
            Statement(actions=permission.actions, resources=[input_of(resource) for resource in permission.resources])
            for permission in runtime.permissions
        ],
        "secrets": [_reading_secret(scope, written) for written in runtime.secrets.values()],
    }
    return [build_grant(scope, kind, role, statements) for kind, statements in asked.items() if statements]


def _reading_secret(scope: Scope, written: Text) -> Statement:
    text = known_text(written)
    if text is None:
        return Statement(actions=["secretsmanager:GetSecretValue"], resources=[input_of(written)])
    grant = secret_grant(text)
    resource = grant.resource if grant.is_arn else scope.arn(grant.service, grant.resource)
    return Statement(actions=[grant.action], resources=[resource])


def _reading(resource: pulumi.Input[str]) -> Statement:
    return Statement(actions=["s3:GetObject"], resources=[resource])


def _readable(scope: Scope, uri: Text) -> pulumi.Input[str] | None:
    """ARN of the model in S3; None for one that is in the image."""
    text = known_text(uri)
    if text is None:
        return pulumi.Output.from_input(input_of(uri)).apply(lambda known: _known_arn(known, scope.partition))
    return _arn_of(text, scope.partition)


def _known_arn(uri: str, partition: str) -> str:
    """The ARN of what an Output turned out to name; which policies there are was decided before."""
    location = s3_location(uri)
    if location is None or not location.is_grantable:
        raise pulumi.RunError(
            "the model's URI is an Output whose value, which may be a secret, names no object in S3; write "
            "s3://bucket/key, or give other places as plain text [APX-LIM-133]"
        )
    return location.arn(partition)


def _arn_of(uri: str, partition: str) -> str | None:
    location = s3_location(uri)
    return None if location is None else location.arn(partition)
