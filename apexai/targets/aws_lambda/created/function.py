"""Functions: the model's, and the explainer's beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from apexai.spec.fields import Text
from apexai.spec.runtime import Package
from apexai.targets.aws_lambda.created.role import Statement
from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.value import input_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What runs: an image or a package."""

    image: Text | None = None
    package: Package | None = None
    command: Sequence[Text] = ()
    args: Sequence[Text] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is made for a function before it."""

    role: aws.iam.Role
    logs: aws.cloudwatch.LogGroup
    key: aws.kms.Key | None
    dead_letters: aws.sqs.Queue | None = None
    vpc: aws.lambda_.FunctionVpcConfigArgs | None = None
    grants: Sequence[pulumi.Resource] = ()
    """Policies of the role, without which the function would start and fail."""


def build_function(
    scope: Scope,
    kind: str,
    code: Code,
    around: Around,
    *,
    variables: Mapping[str, Text],
    tags: Mapping[str, str] | None = None,
    reserved: int | None = None,
) -> aws.lambda_.Function:
    """A function that publishes a version at each change."""
    runtime = scope.spec.runtime
    return aws.lambda_.Function(
        scope.name(kind),
        role=around.role.arn,
        **_code(code),
        architectures=[runtime.architecture],
        memory_size=runtime.memory,
        timeout=int(runtime.timeout),
        ephemeral_storage=None
        if runtime.ephemeral_storage is None
        else aws.lambda_.FunctionEphemeralStorageArgs(size=runtime.ephemeral_storage),
        environment=aws.lambda_.FunctionEnvironmentArgs(
            variables={name: input_of(value) for name, value in variables.items()}
        )
        if variables
        else None,
        kms_key_arn=None if around.key is None else around.key.arn,
        logging_config=aws.lambda_.FunctionLoggingConfigArgs(log_format="JSON", log_group=around.logs.name),
        tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
        dead_letter_config=None
        if around.dead_letters is None
        else aws.lambda_.FunctionDeadLetterConfigArgs(target_arn=around.dead_letters.arn),
        vpc_config=around.vpc,
        reserved_concurrent_executions=reserved,
        publish=True,
        region=scope.region,
        tags={**scope.tags, **(tags or {})},
        opts=scope.request.options(depends_on=[around.logs, *around.grants]),
    )


def build_dead_letters(scope: Scope, key: aws.kms.Key | None) -> aws.sqs.Queue:
    """A queue for asynchronous requests that failed; kept for 14 days, the longest that SQS keeps."""
    return aws.sqs.Queue(
        scope.name("dead-letters"),
        message_retention_seconds=14 * 24 * 3600,
        kms_master_key_id=None if key is None else key.id,
        sqs_managed_sse_enabled=True if key is None else None,
        region=scope.region,
        tags=scope.tags,
        opts=scope.request.options(),
    )


def sending_dead_letters(queue: aws.sqs.Queue) -> Statement:
    """Send to the dead-letter queue."""
    return Statement(actions=["sqs:SendMessage"], resources=[queue.arn])


def _code(code: Code) -> dict[str, object]:
    if code.package is not None:
        return {
            "package_type": "Zip",
            "code": pulumi.FileArchive(code.package.path),
            "handler": code.package.handler,
            "runtime": code.package.runtime,
        }
    assert code.image is not None, "the limits ask for an image or a package"
    config = aws.lambda_.FunctionImageConfigArgs(
        entry_points=[input_of(part) for part in code.command] or None,
        commands=[input_of(part) for part in code.args] or None,
    )
    return {
        "package_type": "Image",
        "image_uri": input_of(code.image),
        "image_config": config if code.command or code.args else None,
    }
