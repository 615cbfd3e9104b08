"""Programs for the responsible-AI rules."""

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

from tests.policy.programs.prelude import DIGEST, IMAGE, later, raw, service, undeclared

ROLE = "arn:aws:iam::111122223333:role/models"
PERSONAL = {"dataClassification": "personal", "purpose": "Scores payments"}
HIGH = {"riskClass": "high", "purpose": "Scores payments"}


def apx_rai_001_passes(name: str) -> None:
    service(name, responsibleAI={"purpose": "Scores card payments for review by an analyst"})


def apx_rai_001_fails(name: str) -> None:
    service(name)


def apx_rai_001_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_002_passes(name: str) -> None:
    service(name, responsibleAI={"riskClass": "limited"})


def apx_rai_002_fails(name: str) -> None:
    service(name)


def apx_rai_002_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_003_passes(name: str) -> None:
    service(name, responsibleAI={"purpose": "Scores card payments", "riskClass": "limited"})


def apx_rai_003_fails(name: str) -> None:
    service(name, responsibleAI={"riskClass": "prohibited"})


def apx_rai_003_refers(name: str) -> None:
    service(name, responsibleAI={"purpose": "Gives each citizen a trustworthiness score"})


def apx_rai_003_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_004_passes(name: str) -> None:
    service(name, responsibleAI={"explainability": {"method": "shap", "image": IMAGE}})


def apx_rai_004_fails(name: str) -> None:
    service(name)


def apx_rai_004_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_004_passes_by_later_url(name: str) -> None:
    service(name, responsibleAI={"explainability": {"method": "shap", "endpoint": later(name)}})


def apx_rai_005_passes(name: str) -> None:
    service(name, responsibleAI={"explainability": {"method": "shap", "image": IMAGE}})


def apx_rai_005_fails(name: str) -> None:
    parent = raw(name, responsibleAI={"explainability": {"method": "shap"}})
    options = pulumi.ResourceOptions(parent=parent)
    aws.lambda_.Function(f"{name}-function", role=ROLE, opts=options)


def apx_rai_005_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_005_spared(name: str) -> None:
    service(name)


def apx_rai_006_passes(name: str) -> None:
    service(name, responsibleAI={"humanOversight": {"contact": "ops@example.com", "stopControl": "https://run/stop"}})


def apx_rai_006_fails(name: str) -> None:
    service(name, responsibleAI={"humanOversight": {"contact": "ops@example.com"}})


def apx_rai_006_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_007_passes(name: str) -> None:
    service(name, responsibleAI={"alignmentCheckEndpoint": "https://alignment.example.com/check"})


def apx_rai_007_fails(name: str) -> None:
    service(name)


def apx_rai_007_unknown(name: str) -> None:
    service(name, responsibleAI={"alignmentCheckEndpoint": later(name)})


def apx_rai_008_passes(name: str) -> None:
    service(name, runtime={"environment": {"GUARDRAIL_ID": "gr-0"}})


def apx_rai_008_fails(name: str) -> None:
    service(name, modelRef={"format": "safetensors"})


def apx_rai_008_fails_by_tokens(name: str) -> None:
    service(name, finops={"usage": {"requests": "1M/month", "tokensOut": 400}})


def apx_rai_008_spared_of_a_classifier(name: str) -> None:
    service(name, modelRef={"format": "onnx"})


def apx_rai_008_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_009_passes(name: str) -> None:
    guardrail(name, strength="HIGH")


def apx_rai_009_fails(name: str) -> None:
    guardrail(name, strength="NONE")


def apx_rai_009_unknown(name: str) -> None:
    guardrail(name, strength=later(name))


def apx_rai_010_passes(name: str) -> None:
    service(name, modelRef={"uri": "s3://models/fraud/1", "digest": DIGEST})


def apx_rai_010_fails(name: str) -> None:
    service(name)


def apx_rai_010_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_011_passes(name: str) -> None:
    service(name, modelRef={"name": "fraud", "version": "2"})


def apx_rai_011_fails(name: str) -> None:
    service(name, modelRef={"name": "fraud", "version": "3"})


def apx_rai_011_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_012_passes(name: str) -> None:
    service(name, responsibleAI={"dataResidency": ["us-east-1"]})


def apx_rai_012_fails(name: str) -> None:
    raw(name, runtime={"region": "us-east-1"}, responsibleAI={"dataResidency": ["eu-central-1", "eu-west-1"]})


def apx_rai_012_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_013_passes(name: str) -> None:
    queue_of(name, region="us-east-1")


def apx_rai_013_fails(name: str) -> None:
    queue_of(name, region="eu-west-1")


def apx_rai_013_unknown(name: str) -> None:
    queue_of(name, region=later(name))


def apx_rai_014_passes(name: str) -> None:
    asks(name, "anthropic.claude-sonnet-4-20250514-v1:0", residency=["us-east-1"])


def apx_rai_014_fails(name: str) -> None:
    asks(name, "global.anthropic.claude-sonnet-4-20250514-v1:0", residency=["us-east-1"])


def apx_rai_014_fails_for_zurich(name: str) -> None:
    regions = ["us-east-1", "eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"]
    asks(name, "eu.anthropic.claude-sonnet-4-20250514-v1:0", residency=regions)


def apx_rai_014_unknown(name: str) -> None:
    asks(name, later(name), residency=["us-east-1"])


def apx_rai_015_passes(name: str) -> None:
    key = aws.kms.Key(f"{name}-key")
    personal(name, kms_master_key_id=key.arn)


def apx_rai_015_fails(name: str) -> None:
    personal(name)


def apx_rai_015_unknown(name: str) -> None:
    personal(name, kms_master_key_id=later(name))


def apx_rai_016_passes(name: str) -> None:
    service(name, responsibleAI=PERSONAL)


def apx_rai_016_fails(name: str) -> None:
    service(name, responsibleAI=PERSONAL, runtime={"access": "public", "auth": None})


def apx_rai_016_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_017_passes(name: str) -> None:
    record = {"kind": "anonymisation", "uri": "https://example.com/pipeline", "date": "2026-10-01"}
    service(name, responsibleAI={**PERSONAL, "evidence": [record]})


def apx_rai_017_fails(name: str) -> None:
    service(name, responsibleAI=PERSONAL)


def apx_rai_017_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_018_passes(name: str) -> None:
    service(name, responsibleAI=PERSONAL, monitoring={"logsRetentionDays": 30})


def apx_rai_018_fails(name: str) -> None:
    service(name, responsibleAI=PERSONAL)


def apx_rai_018_refers_to_the_cluster(name: str) -> None:
    raw(name, runtime={"platform": "kubernetes"}, responsibleAI=PERSONAL)


def apx_rai_018_passes_by_evidence(name: str) -> None:
    evidence = [{"kind": "log-retention", "uri": "https://example.com/logs", "date": "2026-10-01"}]
    raw(name, runtime={"platform": "kubernetes"}, responsibleAI={**PERSONAL, "evidence": evidence})


def apx_rai_018_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_019_passes(name: str) -> None:
    service(name, responsibleAI=HIGH, monitoring={"logsRetentionDays": 365})


def apx_rai_019_fails(name: str) -> None:
    service(name, responsibleAI=HIGH, monitoring={"logsRetentionDays": 180})


def apx_rai_019_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_020_passes(name: str) -> None:
    record = {"kind": "drift-monitoring", "uri": "https://example.com/drift", "date": "2026-10-01"}
    service(name, responsibleAI={"evidence": [record]})


def apx_rai_020_fails(name: str) -> None:
    service(name)


def apx_rai_020_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_021_passes(name: str) -> None:
    service(name, responsibleAI={"transparency": {"notice": "https://example.com/notice"}})


def apx_rai_021_fails(name: str) -> None:
    service(name)


def apx_rai_021_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_022_passes(name: str) -> None:
    service(name, responsibleAI={"incidentContact": "security@example.com"})


def apx_rai_022_fails(name: str) -> None:
    service(name)


def apx_rai_022_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_023_passes(name: str) -> None:
    card = {"kind": "model-card", "uri": "https://example.com/card", "date": "2026-10-01"}
    service(name, responsibleAI={"riskClass": "limited", "evidence": [card]})


def apx_rai_023_fails(name: str) -> None:
    service(name, responsibleAI={"riskClass": "limited"})


def apx_rai_023_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_024_passes(name: str) -> None:
    card = {"kind": "model-card", "uri": "https://example.com/card", "date": "2026-10-01"}
    service(name, responsibleAI={"evidence": [card]})


def apx_rai_024_fails(name: str) -> None:
    card = {"kind": "model-card", "uri": "https://example.com/card", "date": "2024-10-01"}
    service(name, responsibleAI={"evidence": [card]})


def apx_rai_024_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_025_passes(name: str) -> None:
    parent = service(f"{name}-service")
    aws.bedrock.ProvisionedModelThroughput(
        name,
        model_arn="arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
        model_units=1,
        provisioned_model_name="nova",
        opts=pulumi.ResourceOptions(parent=parent),
    )


def apx_rai_025_fails(name: str) -> None:
    aws.sagemaker.NotebookInstance(name, role_arn=ROLE, instance_type="ml.t3.medium")


def apx_rai_025_fails_for_a_workload(name: str) -> None:
    limits = {"nvidia.com/gpu": "1"}
    container = {"name": "model", "image": "model", "resources": {"limits": limits}}
    k8s.core.v1.Pod(name, spec={"containers": [container]})


def apx_rai_025_unknown(name: str) -> None:
    container = {"name": "model", "image": "model", "resources": {"limits": later(name)}}
    k8s.core.v1.Pod(name, spec={"containers": [container]})


def apx_rai_025_fails_for_a_machine(name: str) -> None:
    aws.ec2.Instance(name, ami="ami-0", instance_type="g5.xlarge")


def apx_rai_025_spared_without_accelerator(name: str) -> None:
    aws.ec2.Instance(name, ami="ami-0", instance_type="m7i.large")


def apx_rai_025_passes_within_a_component(name: str) -> None:
    pool = pulumi.ComponentResource("apexai:index:GpuNodePool", f"{name}-pool")
    aws.ec2.Instance(name, ami="ami-0", instance_type="g5.xlarge", opts=pulumi.ResourceOptions(parent=pool))


def apx_rai_026_passes(name: str) -> None:
    service(name, responsibleAI={"purpose": "Recommends films", "riskClass": "minimal"})


def apx_rai_026_refers(name: str) -> None:
    service(name, responsibleAI={"purpose": "Prepares loan approval", "riskClass": "limited"})


def apx_rai_026_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_027_passes(name: str) -> None:
    agent(name)
    aws.bedrockmodel.InvocationLoggingConfiguration(
        f"{name}-logging", logging_config={"text_data_delivery_enabled": True}
    )


def apx_rai_027_fails(name: str) -> None:
    agent(name)


def apx_rai_028_passes(name: str) -> None:
    service(name, responsibleAI={"dataClassification": "internal"})


def apx_rai_028_fails(name: str) -> None:
    service(name)


def apx_rai_028_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_029_passes(name: str) -> None:
    service(name, policies=["cost-governance"])


def apx_rai_029_fails(name: str) -> None:
    raw(name, policies=["cost-governence"])


def apx_rai_029_unknown(name: str) -> None:
    undeclared(name)


def apx_rai_030_passes(name: str) -> None:
    log_group(name, days=365)


def apx_rai_030_fails(name: str) -> None:
    log_group(name, days=180)


def apx_rai_030_unknown(name: str) -> None:
    log_group(name, days=later(name))


def apx_rai_031_passes(name: str) -> None:
    bucket = aws.s3.Bucket(name, opts=of_personal_data(name))
    key = {"apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": later(name)}}
    aws.s3.BucketServerSideEncryptionConfiguration(f"{name}-key", bucket=bucket.id, rules=[key])


def apx_rai_031_fails(name: str) -> None:
    aws.s3.Bucket(name, opts=of_personal_data(name))


def apx_rai_031_unknown(name: str) -> None:
    aws.s3.Bucket(name, bucket="models", opts=of_personal_data(name))
    aws.s3.BucketServerSideEncryptionConfiguration(f"{name}-key", bucket=later(name), rules=[])


def guardrail(name: str, *, strength: object) -> None:
    entry = {"type": "HATE", "input_strength": strength, "output_strength": strength}
    aws.bedrock.Guardrail(
        name,
        name=name,
        blocked_input_messaging="no",
        blocked_outputs_messaging="no",
        content_policy_config={"filters_configs": [entry]},
    )


def agent(name: str) -> None:
    aws.bedrock.AgentAgent(
        name, agent_name=name, agent_resource_role_arn=ROLE, foundation_model="amazon.nova-lite-v1:0"
    )


def asks(name: str, model: object, *, residency: list[str]) -> None:
    service(name, runtime={"environment": {"MODEL_ID": model}}, responsibleAI={"dataResidency": residency})


def personal(name: str, **arguments: object) -> None:
    parent = service(f"{name}-service", responsibleAI=PERSONAL)
    aws.sqs.Queue(name, opts=pulumi.ResourceOptions(parent=parent), **arguments)


def queue_of(name: str, *, region: object) -> None:
    parent = service(f"{name}-service", responsibleAI={"dataResidency": ["us-east-1"]})
    aws.sqs.Queue(name, region=region, opts=pulumi.ResourceOptions(parent=parent))


def log_group(name: str, *, days: object) -> None:
    parent = service(f"{name}-service", responsibleAI=HIGH, monitoring={"logsRetentionDays": 365})
    aws.cloudwatch.LogGroup(name, retention_in_days=days, opts=pulumi.ResourceOptions(parent=parent))


def of_personal_data(name: str) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(parent=raw(f"{name}-service", responsibleAI={"dataClassification": "personal"}))
