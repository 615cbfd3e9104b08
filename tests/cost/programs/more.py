"""Databases, networks and what stands before services, for `test_bills_services.py`; one or a few for each bill.

Registered by type token and property as on the wire, where an SDK would be hundreds of megabytes.
"""

import pulumi
import pulumi_aws as aws


def make(token: str, name: str, /, **properties: object) -> pulumi.CustomResource:
    return pulumi.CustomResource(token, name, properties)


def azure(what: str, name: str, /, **properties: object) -> pulumi.CustomResource:
    return make(f"azure-native:{what}", name, **{"location": "eastus2", **properties})


edge = aws.lambda_.Function(
    "edge",
    role="arn:aws:iam::111122223333:role/r",
    code=pulumi.AssetArchive({"a.py": pulumi.StringAsset("")}),
    handler="a.h",
    runtime="python3.13",
    memory_size=512,
    publish=True,
    region="us-east-1",
)


def distribution(name: str, *, staging: bool, **more: object) -> aws.cloudfront.Distribution:
    behaviour = {
        "allowed_methods": ["GET"],
        "cached_methods": ["GET"],
        "target_origin_id": "o",
        "viewer_protocol_policy": "https-only",
        **more,
    }
    return aws.cloudfront.Distribution(
        name,
        enabled=True,
        staging=staging,
        default_cache_behavior=behaviour,
        origins=[{"domain_name": "o.example", "origin_id": "o"}],
        restrictions={"geo_restriction": {"restriction_type": "none"}},
        viewer_certificate={"cloudfront_default_certificate": True},
    )


ASSOCIATION = {"event_type": "origin-request", "lambda_arn": edge.qualified_arn}
distribution("edge-cdn", staging=False, lambda_function_associations=[ASSOCIATION])
distribution("edge-trial", staging=True, lambda_function_associations=[ASSOCIATION])
distribution("cdn", staging=False)
aws.cloudfront.Function("script", runtime="cloudfront-js-2.0", code="")
aws.rds.Instance(
    "postgres", engine="postgres", instance_class="db.t4g.micro", allocated_storage=100, storage_type="gp3"
)
aws.rds.Instance("oracle", engine="oracle-ee", instance_class="db.m5.large", allocated_storage=100)
aws.elasticache.ReplicationGroup(
    "redis", description="r", node_type="cache.t4g.small", num_node_groups=2, replicas_per_node_group=1
)
aws.route53.Zone("zone", name="example.org")
aws.cloudwatch.LogMetricFilter(
    "filter",
    log_group_name="l",
    pattern="ERROR",
    metric_transformation={"name": "n", "namespace": "s", "value": "1"},
)

aws.acm.Certificate("public", domain_name="example.org", validation_method="DNS")
aws.acm.Certificate("private", domain_name="example.org", certificate_authority_arn="arn:aws:acm-pca:us-east-1:1:ca")
azure("apimanagement:ApiManagementService", "calls", sku={"name": "Consumption", "capacity": 0})
azure("apimanagement:ApiManagementService", "units", sku={"name": "StandardV2", "capacity": 2})
azure("applicationinsights:Component", "insights", workspaceResourceId="/w")
azure("cdn:Profile", "frontdoor", sku={"name": "Standard_AzureFrontDoor"})
azure(
    "network:LoadBalancer",
    "balancer",
    sku={"name": "Standard"},
    loadBalancingRules=[{"name": str(n)} for n in range(7)],
)
azure("network:PrivateEndpoint", "endpoint")
azure("eventgrid:Topic", "topic")
azure("servicebus:Namespace", "bus", sku={"name": "Standard"})
azure("dbforpostgresql:Server", "flexible", sku={"name": "Standard_D4ds_v5"}, storage={"storageSizeGB": 128})
azure("sql:Database", "basic", sku={"name": "Basic"})
azure("sql:Database", "general", sku={"name": "GP_Gen5_2"}, maxSizeBytes=32 * 1024**3, licenseType="BasePrice")
azure("redis:Redis", "cache", sku={"name": "Standard", "family": "C", "capacity": 1})
azure("monitor:ScheduledQueryRule", "logalert", evaluationFrequency="PT5M")
azure("dns:Zone", "dns")

container = {"image": "i", "resources": {"limits": {"cpu": "1", "memory": "512Mi"}}}
make(
    "gcp:cloudrun/service:Service",
    "first",
    location="us-central1",
    template={
        "metadata": {"annotations": {"autoscaling.knative.dev/maxScale": "10"}},
        "spec": {"containers": [container]},
    },
)
make(
    "gcp:cloudrunv2/job:Job",
    "job",
    location="us-central1",
    template={"template": {"containers": [{"image": "i", "resources": {"limits": {"cpu": "2", "memory": "4Gi"}}}]}},
)
make("gcp:cloudfunctions/function:Function", "function", region="us-central1", availableMemoryMb=512)
make(
    "gcp:sql/databaseInstance:DatabaseInstance",
    "sql",
    region="us-central1",
    settings={"tier": "db-custom-2-7680", "availabilityType": "REGIONAL", "diskSize": 50},
)
make("gcp:redis/instance:Instance", "memory", region="us-central1", memorySizeGb=5)
make("gcp:compute/routerNat:RouterNat", "nat", region="us-central1")
for number in range(6):
    make("gcp:compute/globalForwardingRule:GlobalForwardingRule", f"rule-{number}", region="us-central1")
make("gcp:dns/managedZone:ManagedZone", "managed", region="us-central1")
make(
    "gcp:compute/securityPolicy:SecurityPolicy", "armor", region="us-central1", rules=[{"priority": 1}, {"priority": 2}]
)
make("gcp:cloudtasks/queue:Queue", "tasks", location="us-central1")

for name, version, support in (
    ("cluster-old", "1.28", "EXTENDED"),
    ("cluster-over", "1.33", None),
    ("cluster-upgraded", "1.33", "STANDARD"),
    ("cluster-young", "1.34", None),
    ("cluster-later", "1.40", None),
):
    aws.eks.Cluster(
        name,
        role_arn="r",
        vpc_config={"subnet_ids": ["a"]},
        version=version,
        upgrade_policy=None if support is None else {"support_type": support},
    )
aws.secretsmanager.Secret("replicated", replicas=[{"region": "eu-central-1"}])
aws.secretsmanager.Secret("strewn", replicas=[{"region": "af-south-1"}])
variant = {"variant_name": "a", "model_name": "m", "instance_type": "ml.g5.xlarge", "initial_instance_count": 2}
configuration = aws.sagemaker.EndpointConfiguration("answers-configuration", production_variants=[variant])
answers = aws.sagemaker.Endpoint("answers", endpoint_config_name=configuration.name)
serverless = {
    "variant_name": "a",
    "model_name": "m",
    "serverless_config": {"memory_size_in_mb": 2048, "max_concurrency": 1},
}
small = aws.sagemaker.EndpointConfiguration("asleep-configuration", production_variants=[serverless])
aws.sagemaker.Endpoint("asleep", endpoint_config_name=small.name)
aws.sagemaker.Endpoint("elsewhere", endpoint_config_name="made-by-hand")
aws.appautoscaling.Target(
    "answers-scaling",
    min_capacity=1,
    max_capacity=4,
    resource_id=pulumi.Output.concat("endpoint/", answers.name, "/variant/a"),
    scalable_dimension="sagemaker:variant:DesiredInstanceCount",
    service_namespace="sagemaker",
)
aws.lambda_.Function("chatty", role="r", memory_size=128)
aws.lambda_.Function("quiet", role="r", memory_size=128, name="quiet")
aws.cloudwatch.LogGroup("quiet-logs", name="/aws/lambda/quiet")

account = azure("cognitiveservices:Account", "gpt-account", kind="OpenAI", location="eastus2", sku={"name": "S0"})
azure("cognitiveservices:Account", "safety", kind="ContentSafety", location="eastus2", sku={"name": "S0"})
make(
    "azure-native:cognitiveservices:Deployment",
    "gpt-unplaced",
    accountName=account.id,
    sku={"name": "ProvisionedManaged", "capacity": 1},
)
for name, model, version, sku in (
    ("gpt-global", "gpt-4o", "2024-11-20", "GlobalStandard"),
    ("gpt-zone", "gpt-4.1", "2025-04-14", "DataZoneStandard"),
    ("gpt-other", "gpt-4o", "2024-08-06", "GlobalStandard"),
    ("gpt-kept", "gpt-4o", "2024-11-20", "ProvisionedManaged"),
    ("gpt-batch", "gpt-4o", "2024-11-20", "GlobalBatch"),
    ("gpt-vectors", "text-embedding-3-large", "1", "GlobalStandard"),
):
    azure(
        "cognitiveservices:Deployment",
        name,
        accountName=account.id,
        sku={"name": sku, "capacity": 50},
        properties={"model": {"format": "OpenAI", "name": model, "version": version}},
    )
