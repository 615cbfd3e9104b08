"""Log groups, made before what writes to them: Lambda's own would have no retention, tags or key."""

import pulumi_aws as aws

from apexai.targets.aws_lambda.created.scope import Scope

DEFAULT_RETENTION_DAYS = 30


def build_log_group(scope: Scope, kind: str, key: aws.kms.Key | None) -> aws.cloudwatch.LogGroup:
    """A log group with retention, in the service's own key where it has one."""
    return aws.cloudwatch.LogGroup(
        scope.name(kind),
        retention_in_days=scope.spec.monitoring.logs_retention_days or DEFAULT_RETENTION_DAYS,
        kms_key_id=None if key is None else key.arn,
        region=scope.region,
        tags=scope.tags,
        opts=scope.request.options(),
    )
