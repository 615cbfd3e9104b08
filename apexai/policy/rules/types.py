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

WEB_APP: Final = "azure-native:web:WebApp"
WEB_SETTINGS: Final = "azure-native:web:WebAppApplicationSettings"
CONTAINER_APP: Final = "azure-native:app:ContainerApp"
STORAGE_ACCOUNT: Final = "azure-native:storage:StorageAccount"
AZURE_REGISTRY: Final = "azure-native:containerregistry:Registry"
WORKSPACE: Final = "azure-native:operationalinsights:Workspace"
SERVICE_BUS: Final = "azure-native:servicebus:Namespace"
AI_ACCOUNT: Final = "azure-native:cognitiveservices:Account"
AI_DEPLOYMENT: Final = "azure-native:cognitiveservices:Deployment"
AGENT_POOL: Final = "azure-native:containerservice:AgentPool"

CLOUD_FUNCTION: Final = "gcp:cloudfunctionsv2/function:Function"
CLOUD_FUNCTION_V1: Final = "gcp:cloudfunctions/function:Function"
RUN_SERVICE: Final = "gcp:cloudrunv2/service:Service"
RUN_SERVICE_V1: Final = "gcp:cloudrun/service:Service"
RUN_JOB: Final = "gcp:cloudrunv2/job:Job"
GOOGLE_BUCKET: Final = "gcp:storage/bucket:Bucket"
GOOGLE_REPOSITORY: Final = "gcp:artifactregistry/repository:Repository"
GOOGLE_TOPIC: Final = "gcp:pubsub/topic:Topic"
GOOGLE_SECRET: Final = "gcp:secretmanager/secret:Secret"
GOOGLE_KEY: Final = "gcp:kms/cryptoKey:CryptoKey"
LOG_BUCKET: Final = "gcp:logging/projectBucketConfig:ProjectBucketConfig"
NODE_POOL: Final = "gcp:container/nodePool:NodePool"

WORKER_SCRIPT: Final = "cloudflare:index/workersScript:WorkersScript"
WORKER_VERSION: Final = "cloudflare:index/workerVersion:WorkerVersion"
R2_BUCKET: Final = "cloudflare:index/r2Bucket:R2Bucket"

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
    """The types of AWS and Azure with a map of tags, and those of Google Cloud with a map of labels.

    Source: pulumi-aws, pulumi-azure-native and pulumi-gcp; tests compare the lists with the installed SDKs.
    """
    lists = ("taggable-aws.txt", "taggable-azure-native.txt", "taggable-gcp.txt")
    folder = files("apexai.policy.rules")
    return tuple(type_ for name in lists for type_ in folder.joinpath(name).read_text("utf-8").split())
