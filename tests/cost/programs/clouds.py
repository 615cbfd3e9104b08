"""Azure, Google Cloud and Cloudflare resources for their bills, registered by type token and property as on the wire.

Their SDKs are hundreds of megabytes; what the estimate reads is the token and the properties.
"""

import pulumi


def make(token: str, name: str, /, **properties: object) -> pulumi.CustomResource:
    return pulumi.CustomResource(token, name, properties)


def azure(what: str, name: str, /, **properties: object) -> pulumi.CustomResource:
    return make(f"azure-native:{what}", name, **{"location": "East US 2", **properties})


def app(name: str, *, scale: dict[str, object], **more: object) -> None:
    container = {"name": "c", "image": "i", "resources": {"cpu": 1, "memory": "2Gi"}}
    azure("app:ContainerApp", name, template={"containers": [container], "scale": scale}, **more)


app("aca", scale={"minReplicas": 0, "maxReplicas": 5})
app("warm", scale={"minReplicas": 2, "maxReplicas": 5})
app("gpu", scale={"minReplicas": 1, "maxReplicas": 2}, workloadProfileName="Consumption-GPU-NC8as-T4")
azure("app:ManagedEnvironment", "environment", workloadProfiles=[{"name": "c", "workloadProfileType": "Consumption"}])


def flex(name: str, *, ready: int = 0, concurrency: int = 0) -> None:
    triggers = {"triggers": {"http": {"perInstanceConcurrency": concurrency}}} if concurrency else {}
    always = [{"name": "http", "instanceCount": ready}] if ready else []
    scale = {"instanceMemoryMB": 2048, "maximumInstanceCount": 40, "alwaysReady": always, **triggers}
    azure("web:WebApp", name, kind="functionapp,linux", functionAppConfig={"scaleAndConcurrency": scale})


flex("flex")
flex("ready", ready=2)
flex("shared", concurrency=16)
flex("together", ready=2, concurrency=16)
azure("web:AppServicePlan", "premium", sku={"name": "EP1", "tier": "ElasticPremium", "capacity": 2})
azure("web:AppServicePlan", "flexplan", sku={"name": "FC1", "tier": "FlexConsumption"})
azure(
    "containerservice:ManagedCluster",
    "aks",
    sku={"name": "Base", "tier": "Standard"},
    agentPoolProfiles=[
        {
            "name": "gpu",
            "vmSize": "Standard_NC4as_T4_v3",
            "count": 2,
            "enableAutoScaling": True,
            "minCount": 1,
            "maxCount": 4,
            "osDiskType": "Ephemeral",
        }
    ],
)
azure(
    "compute/v20240301:VirtualMachine",
    "vm",
    hardwareProfile={"vmSize": "Standard_NC24ads_A100_v4"},
    storageProfile={"osDisk": {"diskSizeGB": 100, "managedDisk": {"storageAccountType": "Premium_LRS"}}},
)
azure("storage:StorageAccount", "blobs", sku={"name": "Standard_LRS"}, kind="StorageV2", accessTier="Hot")
azure("containerregistry:Registry", "registry", sku={"name": "Standard"})
azure("operationalinsights:Workspace", "logs", retentionInDays=90)
group = azure("resources:ResourceGroup", "group", location="westeurope")
azure("network:VirtualNetwork", "network", resourceGroupName=group.id)


def run(name: str, *, limits: dict[str, str], **more: object) -> None:
    template = {"containers": [{"image": "i", "resources": {"limits": limits, **more.pop("resources", {})}}], **more}
    make("gcp:cloudrunv2/service:Service", name, location="us-central1", template=template)


run("run", limits={"cpu": "1", "memory": "512Mi"}, scaling={"maxInstanceCount": 10})
run("kept", limits={"cpu": "2", "memory": "4Gi"}, scaling={"minInstanceCount": 1, "maxInstanceCount": 10})
make(
    "gcp:cloudrunv2/service:Service",
    "bounded",
    location="us-central1",
    scaling={"minInstanceCount": 1, "maxInstanceCount": 2},
    template={"containers": [{"image": "i", "resources": {"limits": {"cpu": "2", "memory": "4Gi"}}}]},
)
make("gcp:logging/projectBucketConfig:ProjectBucketConfig", "bucketed", location="us-central1", retentionDays=90)
make("gcp:monitoring/alertPolicy:AlertPolicy", "alerted", conditions=[{"displayName": "a"}, {"displayName": "b"}])
run(
    "always",
    limits={"cpu": "1", "memory": "1Gi"},
    resources={"cpuIdle": False},
    scaling={"minInstanceCount": 1, "maxInstanceCount": 1},
)
run(
    "l4",
    limits={"cpu": "4", "memory": "16Gi"},
    nodeSelector={"accelerator": "nvidia-l4"},
    gpuZonalRedundancyDisabled=True,
    scaling={"minInstanceCount": 1, "maxInstanceCount": 3},
)
make(
    "gcp:compute/instance:Instance",
    "gce",
    zone="us-central1-a",
    machineType="g2-standard-4",
    bootDisk={"initializeParams": {"size": 100, "type": "pd-balanced"}},
    networkInterfaces=[{"network": "default", "accessConfigs": [{}]}],
)
make("gcp:container/cluster:Cluster", "gke", location="us-central1", removeDefaultNodePool=True, initialNodeCount=1)
make(
    "gcp:container/nodePool:NodePool",
    "gke-pool",
    location="us-central1",
    nodeLocations=["us-central1-a"],
    autoscaling={"minNodeCount": 0, "maxNodeCount": 3},
    initialNodeCount=1,
    nodeConfig={
        "machineType": "n1-standard-4",
        "guestAccelerators": [{"type": "nvidia-tesla-t4", "count": 1}],
        "diskSizeGb": 50,
    },
)
make("gcp:storage/bucket:Bucket", "gcs", location="US-CENTRAL1")

WORKER = "cloudflare:index/workersScript:WorkersScript"
make(WORKER, "worker", accountId="a", scriptName="w")
make(WORKER, "logged", accountId="a", scriptName="l", observability={"enabled": True})
make("cloudflare:index/workersKvNamespace:WorkersKvNamespace", "kv", accountId="a", title="k")
make("cloudflare:index/r2Bucket:R2Bucket", "r2", accountId="a", name="b")
make("cloudflare:index/queue:Queue", "cfqueue", accountId="a", queueName="q")
make(WORKER, "stateful", bindings=[{"type": "durable_object_namespace"}])


def edge(name: str, *bindings: dict[str, object]) -> None:
    worker = make(
        "cloudflare:index/worker:Worker", name, accountId="a", observability={"enabled": True}, tags=["costCenter:Edge"]
    )
    version = "cloudflare:index/workerVersion:WorkerVersion"
    make(version, f"{name}-version", accountId="a", workerId=worker.id, bindings=list(bindings))


edge("edge-model")
edge("edge-origin", {"name": "EDGE_ORIGIN_URL", "type": "plain_text", "text": "https://example.com"})
MODEL = {"name": "EDGE_AI_MODEL", "type": "plain_text", "text": "@cf/meta/llama-3.1-8b-instruct"}
edge("edge-platform", {"name": "AI", "type": "ai"}, MODEL)
edge("edge-other", {"name": "AI", "type": "ai"}, {**MODEL, "text": "@cf/vendor/other"})
