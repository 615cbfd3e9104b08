"""Google Cloud resource types → how their cost is read."""

from collections.abc import Mapping
from typing import Final

from apexai.cost.gcp import cloud_run, machines, services
from apexai.cost.reading import Reader

READERS: Final[Mapping[str, Reader]] = {
    "gcp:artifactregistry/repository:Repository": services.read_repository,
    "gcp:cloudrunv2/service:Service": cloud_run.read_service,
    "gcp:cloudscheduler/job:Job": services.read_job,
    machines.ADDRESS: machines.read_address,
    "gcp:compute/disk:Disk": machines.read_disk,
    "gcp:compute/instance:Instance": machines.read_instance,
    "gcp:container/cluster:Cluster": machines.read_cluster,
    "gcp:container/nodePool:NodePool": machines.read_pool,
    "gcp:kms/cryptoKey:CryptoKey": services.read_key,
    "gcp:pubsub/topic:Topic": services.read_topic,
    "gcp:secretmanager/secretVersion:SecretVersion": services.read_secret_version,
    "gcp:storage/bucket:Bucket": services.read_bucket,
}
