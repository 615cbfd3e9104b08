"""Google Cloud resource types → how their cost is read."""

from collections.abc import Mapping
from typing import Final

from apexai.cost.gcp import cloud_run, cloud_run_jobs, databases, functions, machines, network, operations, services
from apexai.cost.reading import Reader

READERS: Final[Mapping[str, Reader]] = {
    "gcp:artifactregistry/repository:Repository": services.read_repository,
    "gcp:cloudfunctions/function:Function": functions.read_function,
    "gcp:cloudrun/service:Service": cloud_run_jobs.read_first_service,
    "gcp:cloudrunv2/job:Job": cloud_run_jobs.read_job,
    "gcp:cloudrunv2/service:Service": cloud_run.read_service,
    "gcp:cloudscheduler/job:Job": services.read_job,
    "gcp:cloudtasks/queue:Queue": services.read_task_queue,
    machines.ADDRESS: machines.read_address,
    "gcp:compute/disk:Disk": machines.read_disk,
    "gcp:compute/instance:Instance": machines.read_instance,
    "gcp:compute/routerNat:RouterNat": network.read_nat,
    "gcp:compute/securityPolicy:SecurityPolicy": network.read_armor,
    **dict.fromkeys(network.RULES, network.read_forwarding_rule),
    "gcp:container/cluster:Cluster": machines.read_cluster,
    "gcp:container/nodePool:NodePool": machines.read_pool,
    "gcp:dns/managedZone:ManagedZone": network.read_zone,
    "gcp:kms/cryptoKey:CryptoKey": services.read_key,
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": operations.read_log_bucket,
    "gcp:monitoring/alertPolicy:AlertPolicy": operations.read_alert_policy,
    "gcp:pubsub/topic:Topic": services.read_topic,
    "gcp:redis/instance:Instance": databases.read_redis,
    "gcp:secretmanager/secretVersion:SecretVersion": services.read_secret_version,
    "gcp:sql/databaseInstance:DatabaseInstance": databases.read_sql_instance,
    "gcp:storage/bucket:Bucket": services.read_bucket,
}
