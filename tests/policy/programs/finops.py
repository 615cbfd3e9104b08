"""Programs for the FinOps rules."""

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

from tests.policy.programs.prelude import later, raw, service, undeclared

ROLE = "arn:aws:iam::111122223333:role/functions"


def apx_fin_001_passes(name: str) -> None:
    aws.lambda_.Function(name, role=ROLE, memory_size=512)


def apx_fin_001_fails(name: str) -> None:
    aws.lambda_.Function(name, role=ROLE, memory_size=1024)


def apx_fin_001_unknown(name: str) -> None:
    aws.lambda_.Function(name, role=ROLE, memory_size=later(name))


def apx_fin_002_passes(name: str) -> None:
    aws.s3.Bucket(name, tags={"CostCenter": "Fraud"})


def apx_fin_002_fails(name: str) -> None:
    aws.s3.Bucket(name, tags={"team": "risk"})


def apx_fin_002_unknown(name: str) -> None:
    aws.s3.Bucket(name, tags=later(name).apply(lambda arn: {"of": arn}))


def apx_fin_002_passes_by_default_tags(name: str) -> None:
    provider = aws.Provider(f"{name}-provider", region="us-east-1", default_tags={"tags": {"cost-center": "Fraud"}})
    aws.s3.Bucket(name, opts=pulumi.ResourceOptions(provider=provider))


def apx_fin_003_passes(name: str) -> None:
    aws.s3.Bucket(name, tags={"costCenter": "Fraud"})


def apx_fin_003_fails(name: str) -> None:
    aws.s3.Bucket(name, tags={"costCenter": "TBD"})


def apx_fin_003_unknown(name: str) -> None:
    aws.s3.Bucket(name, tags={"costCenter": later(name)})


def apx_fin_003_fails_by_two_spellings(name: str) -> None:
    aws.s3.Bucket(name, tags={"costCenter": "Fraud", "cost-center": "Risk"})


def apx_fin_004_passes(name: str) -> None:
    service(name, environment="prod", finops={"budgetLimit": "$500/month"})


def apx_fin_004_fails(name: str) -> None:
    service(name, environment="prod")


def apx_fin_004_unknown(name: str) -> None:
    service(name)


def apx_fin_005_passes(name: str) -> None:
    service(name, finops={"budgetLimit": "$500/month"})


def apx_fin_005_fails(name: str) -> None:
    service(name, finops={"budgetLimit": "$500/month"})


def apx_fin_005_unknown(name: str) -> None:
    service(name, finops={"budgetLimit": "$500/month"})


def apx_fin_006_passes(name: str) -> None:
    service(name, finops={"budgetLimit": "$500/month"})


def apx_fin_006_passes_though_dear(name: str) -> None:
    raw(name, finops={"budgetLimit": "$500/month", "onBreach": "throttle"})


def apx_fin_006_fails(name: str) -> None:
    service(name, finops={"budgetLimit": "$500/month"})


def apx_fin_006_unknown(name: str) -> None:
    service(name, finops={"budgetLimit": "$500/month"})


def apx_fin_007_passes(name: str) -> None:
    service(name, autoscaling={"maxReplicas": 5})


def apx_fin_007_fails(name: str) -> None:
    service(name)


def apx_fin_007_unknown(name: str) -> None:
    undeclared(name)


def apx_fin_008_passes(name: str) -> None:
    office = {"name": "office", "start": "0 7 * * 1-5", "end": "0 20 * * 1-5", "minReplicas": 1}
    gpu(name, autoscaling={"minReplicas": 0, "maxReplicas": 2, "schedules": [office]})


def apx_fin_008_fails(name: str) -> None:
    gpu(name, autoscaling={"minReplicas": 1, "maxReplicas": 2, "targetUtilization": 70})


def apx_fin_008_unknown(name: str) -> None:
    undeclared(name)


def apx_fin_009_passes(name: str) -> None:
    aws.ec2.Instance(name, ami="ami-0", instance_type="g5.xlarge")


def apx_fin_009_fails(name: str) -> None:
    aws.ec2.Instance(name, ami="ami-0", instance_type="p5.48xlarge")


def apx_fin_009_unknown(name: str) -> None:
    aws.ec2.Instance(name, ami="ami-0", instance_type=later(name))


def apx_fin_009_fails_in_a_spec(name: str) -> None:
    gpu(name)


def apx_fin_010_passes(name: str) -> None:
    node_group(name, capacity_type="SPOT", instance_types=["m7i.large", "m6i.large"])


def apx_fin_010_fails(name: str) -> None:
    node_group(name, capacity_type="SPOT", instance_types=["m7i.large"])


def apx_fin_010_unknown(name: str) -> None:
    node_group(name, capacity_type=later(name))


def apx_fin_011_passes(name: str) -> None:
    usage = {"requests": "20M/month", "duration": "200ms"}
    service(name, autoscaling={"minReplicas": 1, "maxReplicas": 5}, finops={"usage": usage})


def apx_fin_011_fails(name: str) -> None:
    usage = {"requests": "1k/month", "duration": "200ms"}
    service(name, autoscaling={"minReplicas": 1, "maxReplicas": 5}, finops={"usage": usage})


def apx_fin_011_unknown(name: str) -> None:
    undeclared(name)


def apx_fin_012_passes(name: str) -> None:
    service(name, finops={"usage": {"requests": "1M/month"}})


def apx_fin_012_fails(name: str) -> None:
    service(name, finops={"usage": {"requests": "1M/month"}})


def apx_fin_012_unknown(name: str) -> None:
    service(name)


def apx_fin_013_passes(name: str) -> None:
    aws.cloudwatch.LogGroup(name, retention_in_days=30)


def apx_fin_013_fails(name: str) -> None:
    aws.cloudwatch.LogGroup(name)


def apx_fin_013_unknown(name: str) -> None:
    aws.cloudwatch.LogGroup(name, retention_in_days=later(name))


def apx_fin_014_passes(name: str) -> None:
    traced(name, sample_rate=0.05)


def apx_fin_014_fails(name: str) -> None:
    traced(name, sample_rate=1)


def apx_fin_014_unknown(name: str) -> None:
    undeclared(name)


def apx_fin_015_passes(name: str) -> None:
    service(name, environment="dev", finops={"expires": "2027-03-31"})


def apx_fin_015_fails(name: str) -> None:
    service(name, environment="dev")


def apx_fin_015_unknown(name: str) -> None:
    service(name)


def apx_fin_015_fails_when_expired(name: str) -> None:
    service(name, environment="dev", finops={"expires": "2026-11-20"})


def apx_fin_016_passes(name: str) -> None:
    aws.ec2.Instance(name, ami="ami-0", instance_type="m7i.large")


def apx_fin_016_fails(name: str) -> None:
    aws.ec2.Instance(name, ami="ami-0", instance_type="t2.micro")


def apx_fin_016_unknown(name: str) -> None:
    aws.ec2.Instance(name, ami="ami-0", instance_type=later(name))


def apx_fin_016_fails_for_a_database(name: str) -> None:
    aws.rds.Instance(name, instance_class="db.m4.large")


def apx_fin_017_passes(name: str) -> None:
    repository = aws.ecr.Repository(name)
    aws.ecr.LifecyclePolicy(f"{name}-expiry", repository=repository.name, policy="{}")


def apx_fin_017_fails(name: str) -> None:
    aws.ecr.Repository(name)


def apx_fin_017_unknown(name: str) -> None:
    aws.ecr.Repository(name, name=f"{name}-models")
    aws.ecr.LifecyclePolicy(f"{name}-expiry", repository=pulumi.Output.from_input(later(name)), policy="{}")


def apx_fin_018_passes(name: str) -> None:
    aws.lambda_.Function(name, role=ROLE, timeout=30)


def apx_fin_018_fails(name: str) -> None:
    aws.lambda_.Function(name, role=ROLE, timeout=900)


def apx_fin_018_unknown(name: str) -> None:
    aws.lambda_.Function(name, role=ROLE, timeout=later(name))


def apx_fin_019_passes(name: str) -> None:
    queue = aws.sqs.Queue(f"{name}-queue", region="us-east-1")
    aws.lambda_.Function(name, role=ROLE, region="us-east-1", environment={"variables": {"QUEUE": queue.url}})


def apx_fin_019_fails(name: str) -> None:
    queue = aws.sqs.Queue(f"{name}-queue", region="eu-west-1")
    aws.lambda_.Function(name, role=ROLE, region="us-east-1", environment={"variables": {"QUEUE": queue.url}})


def apx_fin_019_unknown(name: str) -> None:
    queue = aws.sqs.Queue(f"{name}-queue", region=later(name))
    aws.lambda_.Function(name, role=ROLE, region="us-east-1", environment={"variables": {"QUEUE": queue.url}})


def apx_fin_019_passes_within_one_provider(name: str) -> None:
    queue = aws.sqs.Queue(f"{name}-queue")
    aws.lambda_.Function(name, role=ROLE, environment={"variables": {"QUEUE": queue.url}})


def apx_fin_020_passes(name: str) -> None:
    service(name)


def apx_fin_020_fails(name: str) -> None:
    service(name)


def apx_fin_020_unknown(name: str) -> None:
    service(name)


def apx_fin_021_passes(name: str) -> None:
    pair(name, tags={"costCenter": "Fraud"})


def apx_fin_021_fails(name: str) -> None:
    pair(name, tags={})


def apx_fin_021_unknown(name: str) -> None:
    pair(name, tags=later(name).apply(lambda arn: {"of": arn}))


def apx_fin_022_passes(name: str) -> None:
    aws.ec2.NatGateway(name, subnet_id="subnet-0")


def apx_fin_022_fails(name: str) -> None:
    aws.ec2.NatGateway(f"{name}-a", subnet_id="subnet-0")
    aws.ec2.NatGateway(f"{name}-b", subnet_id="subnet-1")


def apx_fin_023_passes(name: str) -> None:
    aws.lb.LoadBalancer(name, subnets=["subnet-0", "subnet-1"])


def apx_fin_023_fails(name: str) -> None:
    aws.lb.LoadBalancer(f"{name}-a", subnets=["subnet-0", "subnet-1"])
    aws.lb.LoadBalancer(f"{name}-b", subnets=["subnet-0", "subnet-1"])


def apx_fin_023_unknown(name: str) -> None:
    k8s.core.v1.Service(name, spec={"type": later(name), "ports": [{"port": 80}]})


def apx_fin_024_passes(name: str) -> None:
    aws.ebs.Volume(name, availability_zone="us-east-1a", size=100, type="gp3")


def apx_fin_024_fails(name: str) -> None:
    aws.ebs.Volume(name, availability_zone="us-east-1a", size=100)


def apx_fin_024_unknown(name: str) -> None:
    aws.ebs.Volume(name, availability_zone="us-east-1a", size=100, type=later(name))


def apx_fin_025_passes(name: str) -> None:
    service(name, finops={"budgetLimit": "$500/month", "alertThreshold": "80%", "alerts": ["finops@example.com"]})


def apx_fin_025_fails(name: str) -> None:
    service(name, finops={"budgetLimit": "$500/month"})


def apx_fin_025_unknown(name: str) -> None:
    undeclared(name)


def apx_fin_026_passes(name: str) -> None:
    bucket = aws.s3.Bucket(name)
    expiry = {"id": "old", "status": "Enabled", "expiration": {"days": 90}}
    aws.s3.BucketLifecycleConfiguration(f"{name}-expiry", bucket=bucket.id, rules=[expiry])


def apx_fin_026_fails(name: str) -> None:
    aws.s3.Bucket(name)


def apx_fin_026_unknown(name: str) -> None:
    aws.s3.Bucket(name, lifecycle_rules=later(name))


IN_CLUSTER = {
    "platform": "kubernetes",
    "region": None,
    "access": "internal",
    "auth": None,
    "cpu": "1",
    "ports": {"http": 8080},
}


def gpu(name: str, **sections: object) -> None:
    service(name, runtime={**IN_CLUSTER, "gpu": {"type": "nvidia-l4", "count": 1}}, **sections)


def traced(name: str, *, sample_rate: float) -> None:
    usage = {"requests": "50M/month"}
    service(name, runtime=IN_CLUSTER, monitoring={"sampleRate": sample_rate}, finops={"usage": usage})


def node_group(name: str, **arguments: object) -> None:
    sizes = {"desired_size": 1, "max_size": 2, "min_size": 0}
    place = {"cluster_name": "main", "subnet_ids": ["subnet-0"], "scaling_config": sizes}
    aws.eks.NodeGroup(name, node_role_arn=ROLE, **place, **arguments)


def pair(name: str, *, tags: object) -> None:
    parent = pulumi.ComponentResource("test:index:Pair", f"{name}-pair")
    options = pulumi.ResourceOptions(parent=parent)
    aws.sqs.Queue(f"{name}-tagged", tags={"costCenter": "Fraud"}, opts=options)
    aws.sqs.Queue(name, tags=tags, opts=options)
