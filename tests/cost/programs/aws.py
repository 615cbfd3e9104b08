"""AWS resources, one or a few for each bill of `test_bills_aws.py`; a bill's resources begin with its name."""

import pulumi
import pulumi_aws as aws

from apexai.components import GpuNodePool

ASSUME = '{"Version": "2012-10-17"}'
ROLE = "arn:aws:iam::111122223333:role/r"
CODE = pulumi.AssetArchive({"a.py": pulumi.StringAsset("")})


def function(name: str, **more: object) -> aws.lambda_.Function:
    common = {"role": ROLE, "code": CODE, "handler": "a.h", "runtime": "python3.13"}
    return aws.lambda_.Function(name, **{**common, **more})


def provisioned(name: str, owner: aws.lambda_.Function, count: int) -> aws.lambda_.ProvisionedConcurrencyConfig:
    return aws.lambda_.ProvisionedConcurrencyConfig(
        name, function_name=owner.name, qualifier=owner.version, provisioned_concurrent_executions=count
    )


function("plain", memory_size=512)
function("defaults")
function("arm", memory_size=2048, architectures=["arm64"])
function("scratch", memory_size=1024, ephemeral_storage={"size": 10240})
function("traced", memory_size=128, tracing_config={"mode": "Active"})
function("ireland", memory_size=1024, region="eu-west-1")
function("limited", memory_size=1024, reserved_concurrent_executions=5)
function("huge", memory_size=10240)
function("unknown-memory", memory_size=aws.ssm.Parameter("version", type="String", value="x").version)

idle = function("idle", memory_size=4096, reserved_concurrent_executions=2)
provisioned("idle-kept", idle, 2)
busy = function("busy", memory_size=2048)
provisioned("busy-kept", busy, 1)
full = function("full", memory_size=2048, reserved_concurrent_executions=10)
full_kept = provisioned("full-kept", full, 1)
full_scaling = aws.appautoscaling.Target(
    "full-scaling",
    min_capacity=1,
    max_capacity=8,
    resource_id=pulumi.Output.concat("function:", full.name, ":", full.version),
    scalable_dimension="lambda:function:ProvisionedConcurrency",
    service_namespace="lambda",
)
aws.appautoscaling.Policy(
    "full-tracking",
    policy_type="TargetTrackingScaling",
    resource_id=full_scaling.resource_id,
    scalable_dimension=full_scaling.scalable_dimension,
    service_namespace=full_scaling.service_namespace,
    target_tracking_scaling_policy_configuration={
        "target_value": 0.5,
        "predefined_metric_specification": {"predefined_metric_type": "LambdaProvisionedConcurrencyUtilization"},
    },
)
night = function("night", memory_size=1024)
provisioned("night-kept", night, 10)
night_scaling = aws.appautoscaling.Target(
    "night-scaling",
    min_capacity=10,
    max_capacity=10,
    resource_id=pulumi.Output.concat("function:", night.name, ":", night.version),
    scalable_dimension="lambda:function:ProvisionedConcurrency",
    service_namespace="lambda",
)
for suffix, schedule, least in (("on", "cron(0 8 * * ? *)", 10), ("off", "cron(0 20 * * ? *)", 0)):
    aws.appautoscaling.ScheduledAction(
        f"night-{suffix}",
        resource_id=night_scaling.resource_id,
        scalable_dimension=night_scaling.scalable_dimension,
        service_namespace=night_scaling.service_namespace,
        schedule=schedule,
        scalable_target_action={"min_capacity": least, "max_capacity": least},
    )

aws.apigatewayv2.Api("http", protocol_type="HTTP")
aws.apigateway.RestApi("rest")
rest = aws.apigateway.RestApi("cached-api")
aws.apigateway.Stage(
    "cached", rest_api=rest.id, deployment="d", stage_name="s", cache_cluster_enabled=True, cache_cluster_size="6.1"
)
aws.cloudwatch.LogGroup("logs", retention_in_days=30)
aws.cloudwatch.LogGroup("forever")
aws.cloudwatch.LogGroup("rare", log_group_class="INFREQUENT_ACCESS", retention_in_days=365)
METRIC = {"metric_name": "Errors", "namespace": "AWS/Lambda", "stat": "Sum"}
aws.cloudwatch.MetricAlarm(
    "alarm", comparison_operator="GreaterThanThreshold", evaluation_periods=1, metric_name="E", namespace="N", period=60
)
aws.cloudwatch.MetricAlarm(
    "fast-alarm", comparison_operator="GreaterThanThreshold", evaluation_periods=1, metric_name="E", period=10
)
aws.cloudwatch.MetricAlarm(
    "ratio-alarm",
    comparison_operator="GreaterThanThreshold",
    evaluation_periods=1,
    metric_queries=[
        {"id": "a", "metric": {**METRIC, "period": 300}},
        {"id": "b", "metric": {**METRIC, "period": 300}},
        {"id": "c", "expression": "a / b", "return_data": True},
    ],
)
aws.kms.Key("key", enable_key_rotation=True)
aws.sqs.Queue("queue")
aws.sqs.Queue("fifo", fifo_queue=True, region="eu-west-1")
aws.secretsmanager.Secret("secret")
aws.ssm.Parameter("parameter", type="String", value="x")
aws.ssm.Parameter("advanced", type="String", value="x", tier="Advanced")
aws.s3.Bucket("bucket")
aws.ecr.Repository("images")
aws.dynamodb.Table(
    "on-demand",
    billing_mode="PAY_PER_REQUEST",
    hash_key="k",
    attributes=[{"name": "k", "type": "S"}],
    point_in_time_recovery={"enabled": True},
)
aws.dynamodb.Table(
    "capacity",
    hash_key="k",
    attributes=[{"name": "k", "type": "S"}],
    read_capacity=30,
    write_capacity=10,
    global_secondary_indexes=[
        {"name": "i", "hash_key": "k", "projection_type": "ALL", "read_capacity": 10, "write_capacity": 5}
    ],
)
aws.sns.Topic("topic")

aws.ec2.Instance(
    "machine", ami="ami-1", instance_type="m5.large", root_block_device={"volume_size": 50, "volume_type": "gp3"}
)
aws.ec2.Instance("bare", ami="ami-1", instance_type="m5.large")
aws.ec2.Instance("odd", ami="ami-1", instance_type="z9.large", root_block_device={"volume_size": 8})
aws.ebs.Volume("disk", availability_zone="us-east-1a", size=100, type="gp3", iops=5000, throughput=250)
aws.ebs.Volume("fast-disk", availability_zone="us-east-1a", size=500, type="io2", iops=70000)
aws.ec2.NatGateway("nat", subnet_id="subnet-1", allocation_id="eip-1")
aws.ec2.Eip("address", domain="vpc")
aws.lb.LoadBalancer("balancer", subnets=["subnet-1", "subnet-2"])
aws.lb.LoadBalancer("inner", subnets=["subnet-1"], internal=True, load_balancer_type="network", region="eu-west-1")
aws.ec2.VpcEndpoint("endpoint", vpc_id="vpc-1", service_name="s", vpc_endpoint_type="Interface", subnet_ids=["a", "b"])
aws.ec2.VpcEndpoint("gateway", vpc_id="vpc-1", service_name="s3")

cluster = aws.eks.Cluster("eks", role_arn=ROLE, vpc_config={"subnet_ids": ["a"]})
aws.eks.NodeGroup(
    "eks-gpu",
    cluster_name=cluster.name,
    node_role_arn=ROLE,
    subnet_ids=["a"],
    instance_types=["g5.xlarge"],
    disk_size=100,
    scaling_config={"min_size": 1, "desired_size": 2, "max_size": 4},
)
aws.eks.NodeGroup(
    "spot",
    cluster_name=cluster.name,
    node_role_arn=ROLE,
    subnet_ids=["a"],
    instance_types=["g5.xlarge"],
    capacity_type="SPOT",
    scaling_config={"min_size": 1, "desired_size": 1, "max_size": 1},
)
GpuNodePool(
    "offpeak",
    accelerator="nvidia-a10g",
    pool={
        "cluster": {"kind": "eks", "name": "ai", "subnets": ["a"], "nodeRole": ROLE},
        "machineTypes": ["g5.xlarge", "g5.2xlarge"],
        "minNodes": 1,
        "maxNodes": 2,
        "schedules": [{"name": "off", "start": "0 20 * * *", "end": "0 8 * * *", "minNodes": 0, "maxNodes": 0}],
    },
)
task = aws.ecs.TaskDefinition(
    "fargate-task",
    family="f",
    container_definitions="[]",
    cpu="1024",
    memory="4096",
    requires_compatibilities=["FARGATE"],
)
aws.ecs.Service("fargate", cluster="c", task_definition=task.arn, desired_count=3, launch_type="FARGATE")
aws.iam.Role("role", assume_role_policy=ASSUME)
aws.glue.Job("mystery", role_arn=ROLE, command={"script_location": "s3://b/k"})
