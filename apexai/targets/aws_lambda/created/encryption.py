"""The service's own key."""

import pulumi
import pulumi_aws as aws

from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.own_key import has_own_key


def build_key(scope: Scope) -> aws.kms.Key | None:
    """A key for variables, logs and dead letters, turned over every year; None where nothing asks for one."""
    if not has_own_key(scope.request.deployment):
        return None
    return aws.kms.Key(
        scope.name("key"),
        description=f"Variables, logs and dead letters of {scope.request.deployment.metadata.name}",
        enable_key_rotation=True,
        deletion_window_in_days=30,
        policy=pulumi.Output.json_dumps(_policy(scope)),
        region=scope.region,
        tags=scope.tags,
        opts=scope.request.options(),
    )


def _policy(scope: Scope) -> dict[str, object]:
    """The account's IAM decides over the key, and CloudWatch Logs may use it for this account's log groups.

    Source: Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS"; that the principal
    ends with the partition's domain: aws-cdk, region-info/lib/default.ts; both read 2026-11-21.
    """
    root = pulumi.Output.concat("arn:", scope.partition, ":iam::", scope.account, ":root")
    logs_only = {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": scope.arn("logs", "log-group:*")}}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "AccountDecidesByIam",
                "Effect": "Allow",
                "Principal": {"AWS": root},
                "Action": "kms:*",
                "Resource": "*",
            },
            {
                "Sid": "LogGroupsOfThisAccount",
                "Effect": "Allow",
                "Principal": {"Service": f"logs.{scope.region}.{scope.domain}"},
                "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
                "Resource": "*",
                "Condition": logs_only,
            },
        ],
    }
