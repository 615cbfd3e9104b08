"""Type tokens of the resources that several rules judge."""

from functools import cache
from importlib.resources import files
from typing import Final

LAMBDA: Final = "aws:lambda/function:Function"
LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"
QUEUE: Final = "aws:sqs/queue:Queue"
TOPIC: Final = "aws:sns/topic:Topic"
KEY: Final = "aws:kms/key:Key"
TABLE: Final = "aws:dynamodb/table:Table"
REPOSITORY: Final = "aws:ecr/repository:Repository"
BUCKETS: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
ENDPOINT_CONFIGURATION: Final = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"

POD: Final = "kubernetes:core/v1:Pod"
CRON_JOB: Final = "kubernetes:batch/v1:CronJob"
TEMPLATED: Final = (
    "kubernetes:apps/v1:DaemonSet",
    "kubernetes:apps/v1:Deployment",
    "kubernetes:apps/v1:ReplicaSet",
    "kubernetes:apps/v1:StatefulSet",
    "kubernetes:batch/v1:Job",
)
WORKLOADS: Final = (POD, CRON_JOB, *TEMPLATED)
KUBERNETES_SERVICE: Final = "kubernetes:core/v1:Service"


@cache
def taggable_types() -> tuple[str, ...]:
    """The AWS types with a map of tags.

    Source: pulumi-aws; tests compare the list with the installed SDK.
    """
    text = files("apexai.policy.rules").joinpath("taggable-aws.txt").read_text("utf-8")
    return tuple(text.split())
