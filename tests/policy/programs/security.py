"""Programs for the security rules."""

import json

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

from tests.policy.programs.prelude import DIGEST, IMAGE, later, raw, service

ROLE = "arn:aws:iam::111122223333:role/functions"
READ = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::models/*"]}
HARDENED = {
    "runAsNonRoot": True,
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}


def apx_sec_001_passes(name: str) -> None:
    policy(name, READ)


def apx_sec_001_fails(name: str) -> None:
    policy(name, {"Effect": "Allow", "Action": "*", "Resource": "*"})


def apx_sec_001_unknown(name: str) -> None:
    aws.iam.Policy(name, policy=later(name))


def apx_sec_001_fails_within_a_role(name: str) -> None:
    statement = {"Effect": "Allow", "Action": ["iam:*"], "Resource": "*"}
    inline = {"name": "all", "policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}
    role(name, {"Service": "lambda.amazonaws.com"}, inline_policies=[inline])


def apx_sec_002_passes(name: str) -> None:
    aws.lambda_.FunctionUrl(name, function_name="fraud", authorization_type="AWS_IAM")


def apx_sec_002_fails(name: str) -> None:
    aws.lambda_.FunctionUrl(name, function_name="fraud", authorization_type="NONE")


def apx_sec_002_unknown(name: str) -> None:
    aws.lambda_.FunctionUrl(name, function_name="fraud", authorization_type=later(name))


def apx_sec_002_fails_for_a_service(name: str) -> None:
    service(name, runtime={"access": "public", "auth": None})


def apx_sec_002_refers_to_the_gateway(name: str) -> None:
    gateway = {"name": "models", "namespace": "gateways"}
    raw(name, runtime={"platform": "kubernetes", "access": "internal", "network": {"gateway": gateway}})


def apx_sec_002_fails_for_a_route(name: str) -> None:
    aws.apigatewayv2.Route(name, api_id="api", route_key="POST /score")


def apx_sec_002_fails_for_anybody(name: str) -> None:
    aws.lambda_.Permission(name, action="lambda:InvokeFunction", function="fraud", principal="*")


def apx_sec_003_passes(name: str) -> None:
    key = aws.kms.Key(f"{name}-key")
    aws.sqs.Queue(name, kms_master_key_id=key.arn)


def apx_sec_003_fails(name: str) -> None:
    aws.sqs.Queue(name)


def apx_sec_003_unknown(name: str) -> None:
    aws.sqs.Queue(name, kms_master_key_id=later(name))


def apx_sec_003_fails_for_the_providers_key(name: str) -> None:
    aws.sqs.Queue(name, kms_master_key_id="alias/aws/sqs")


def apx_sec_004_passes(name: str) -> None:
    listener(name, protocol="HTTPS", ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06")


def apx_sec_004_fails(name: str) -> None:
    listener(name, protocol="HTTPS", ssl_policy="ELBSecurityPolicy-2016-08")


def apx_sec_004_unknown(name: str) -> None:
    listener(name, protocol=later(name))


def apx_sec_004_fails_without_tls(name: str) -> None:
    listener(name, protocol="HTTP")


def apx_sec_005_passes(name: str) -> None:
    variables = {"LOG_LEVEL": "INFO", "DATABASE_PASSWORD": pulumi.Output.secret("correct horse battery")}
    aws.lambda_.Function(name, role=ROLE, environment={"variables": variables})


def apx_sec_005_fails(name: str) -> None:
    aws.lambda_.Function(name, role=ROLE, environment={"variables": {"DATABASE_PASSWORD": "correct horse battery"}})


def apx_sec_005_unknown(name: str) -> None:
    aws.lambda_.Function(name, role=ROLE, environment={"variables": {"SOURCE": later(name)}})


def apx_sec_005_fails_beside_an_unknown(name: str) -> None:
    variables = {"A_SOURCE": later(name), "DATABASE_PASSWORD": "correct horse battery"}
    aws.lambda_.Function(name, role=ROLE, environment={"variables": variables})


def apx_sec_006_passes(name: str) -> None:
    aws.ecr.Repository(name, image_scanning_configuration={"scan_on_push": True})


def apx_sec_006_fails(name: str) -> None:
    aws.ecr.Repository(name)


def apx_sec_006_unknown(name: str) -> None:
    aws.ecr.Repository(name, image_scanning_configuration={"scan_on_push": later(name)})


def apx_sec_007_passes(name: str) -> None:
    service(name)


def apx_sec_007_fails(name: str) -> None:
    service(name, runtime={"image": IMAGE.split("@")[0] + ":1"})


def apx_sec_007_unknown(name: str) -> None:
    pod(name, {"image": later(name)})


def apx_sec_007_passes_for_a_pod(name: str) -> None:
    pod(name, {"image": f"ghcr.io/acme/model@{DIGEST}"})


def apx_sec_007_fails_for_a_pod(name: str) -> None:
    pod(name, {"image": "ghcr.io/acme/model:1.0"})


def apx_sec_008_passes(name: str) -> None:
    aws.ecr.Repository(name, image_tag_mutability="IMMUTABLE")


def apx_sec_008_fails(name: str) -> None:
    aws.ecr.Repository(name)


def apx_sec_008_unknown(name: str) -> None:
    aws.ecr.Repository(name, image_tag_mutability=later(name))


def apx_sec_009_passes(name: str) -> None:
    pod(name, {"securityContext": HARDENED})


def apx_sec_009_fails(name: str) -> None:
    pod(name, {})


def apx_sec_009_unknown(name: str) -> None:
    pod(name, {"securityContext": later(name)})


def apx_sec_010_passes(name: str) -> None:
    pod(name, {"securityContext": HARDENED})


def apx_sec_010_fails(name: str) -> None:
    pod(name, {"securityContext": {"runAsNonRoot": True}})


def apx_sec_010_unknown(name: str) -> None:
    pod(name, {"securityContext": later(name)})


def apx_sec_011_passes(name: str) -> None:
    pod(name, {"securityContext": HARDENED})


def apx_sec_011_fails(name: str) -> None:
    pod(name, {"securityContext": {"runAsNonRoot": True}})


def apx_sec_011_unknown(name: str) -> None:
    pod(name, {"securityContext": later(name)})


def apx_sec_012_passes(name: str) -> None:
    pod(name, {}, namespace="models")
    rules = {"podSelector": {}, "policyTypes": ["Ingress"]}
    k8s.networking.v1.NetworkPolicy(f"{name}-deny", metadata={"namespace": "models"}, spec=rules)


def apx_sec_012_fails(name: str) -> None:
    pod(name, {}, namespace="models")


def apx_sec_012_unknown(name: str) -> None:
    pod(name, {}, namespace=later(name))


def apx_sec_013_passes(name: str) -> None:
    pod(name, {"securityContext": HARDENED})


def apx_sec_013_fails(name: str) -> None:
    pod(name, {"securityContext": {"privileged": True}})


def apx_sec_013_unknown(name: str) -> None:
    pod(name, {"securityContext": {"privileged": later(name)}})


def apx_sec_014_passes(name: str) -> None:
    policy(name, READ)


def apx_sec_014_fails(name: str) -> None:
    policy(name, {"Effect": "Allow", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::models"]})


def apx_sec_014_unknown(name: str) -> None:
    aws.iam.Policy(name, policy=later(name))


def apx_sec_015_passes(name: str) -> None:
    aws.s3.BucketAcl(name, bucket="models", acl="private")


def apx_sec_015_fails(name: str) -> None:
    aws.s3.BucketAcl(name, bucket="models", acl="public-read")


def apx_sec_015_unknown(name: str) -> None:
    aws.s3.BucketAcl(name, bucket="models", acl=later(name))


def apx_sec_015_fails_by_policy(name: str) -> None:
    statement = {**READ, "Principal": "*"}
    aws.s3.BucketPolicy(name, bucket="models", policy={"Version": "2012-10-17", "Statement": [statement]})


def apx_sec_016_passes(name: str) -> None:
    aws.kms.Key(name, enable_key_rotation=True)


def apx_sec_016_fails(name: str) -> None:
    aws.kms.Key(name)


def apx_sec_016_unknown(name: str) -> None:
    aws.kms.Key(name, enable_key_rotation=later(name))


def apx_sec_017_passes(name: str) -> None:
    queue_policy(name, {"AWS": "arn:aws:iam::111122223333:root"})


def apx_sec_017_fails(name: str) -> None:
    queue_policy(name, "*")


def apx_sec_017_unknown(name: str) -> None:
    aws.sqs.QueuePolicy(name, queue_url="https://sqs/q", policy=later(name))


def apx_sec_018_passes(name: str) -> None:
    security_group(name, ["0.0.0.0/0"], port=443)


def apx_sec_018_fails(name: str) -> None:
    security_group(name, ["0.0.0.0/0"], port=22)


def apx_sec_018_passes_for_ping(name: str) -> None:
    ping = {"protocol": "icmp", "from_port": -1, "to_port": -1, "cidr_blocks": ["0.0.0.0/0"]}
    aws.ec2.SecurityGroup(name, ingress=[ping])


def apx_sec_018_unknown(name: str) -> None:
    security_group(name, later(name), port=22)


def apx_sec_018_fails_for_a_rule(name: str) -> None:
    aws.vpc.SecurityGroupIngressRule(name, security_group_id="sg-0", ip_protocol="-1", cidr_ipv4="0.0.0.0/0")


def apx_sec_019_passes(name: str) -> None:
    pod(name, {}, automountServiceAccountToken=False)


def apx_sec_019_fails(name: str) -> None:
    pod(name, {})


def apx_sec_019_unknown(name: str) -> None:
    pod(name, {}, automountServiceAccountToken=later(name))


def apx_sec_020_passes(name: str) -> None:
    machine(name, {"http_tokens": "required"})


def apx_sec_020_fails(name: str) -> None:
    machine(name, None)


def apx_sec_020_unknown(name: str) -> None:
    machine(name, {"http_tokens": later(name)})


def apx_sec_021_passes(name: str) -> None:
    cluster(name, endpoint_public_access=False)


def apx_sec_021_fails(name: str) -> None:
    cluster(name)


def apx_sec_021_unknown(name: str) -> None:
    cluster(name, endpoint_public_access=later(name))


def apx_sec_022_passes(name: str) -> None:
    aws.ebs.Volume(name, availability_zone="us-east-1a", size=100, encrypted=True)


def apx_sec_022_fails(name: str) -> None:
    aws.ebs.Volume(name, availability_zone="us-east-1a", size=100)


def apx_sec_022_unknown(name: str) -> None:
    aws.ebs.Volume(name, availability_zone="us-east-1a", size=100, encrypted=later(name))


def apx_sec_022_fails_for_a_database(name: str) -> None:
    aws.rds.Instance(name, instance_class="db.t4g.micro")


def apx_sec_023_passes(name: str) -> None:
    aws.rds.Instance(name, instance_class="db.t4g.micro", publicly_accessible=False)


def apx_sec_023_fails(name: str) -> None:
    aws.rds.Instance(name, instance_class="db.t4g.micro", publicly_accessible=True)


def apx_sec_023_unknown(name: str) -> None:
    aws.rds.Instance(name, instance_class="db.t4g.micro", publicly_accessible=later(name))


def apx_sec_024_passes(name: str) -> None:
    cluster_role(name, {"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]})


def apx_sec_024_fails(name: str) -> None:
    cluster_role(name, {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]})


def apx_sec_024_unknown(name: str) -> None:
    cluster_role(name, {"apiGroups": [""], "resources": later(name), "verbs": ["get"]})


def apx_sec_025_passes(name: str) -> None:
    pod(name, {"securityContext": HARDENED})


def apx_sec_025_fails(name: str) -> None:
    pod(name, {"securityContext": {"runAsNonRoot": True}})


def apx_sec_025_unknown(name: str) -> None:
    pod(name, {"securityContext": later(name)})


def apx_sec_026_passes(name: str) -> None:
    attachment(name, "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")


def apx_sec_026_fails(name: str) -> None:
    attachment(name, "arn:aws:iam::aws:policy/AdministratorAccess")


def apx_sec_026_unknown(name: str) -> None:
    attachment(name, later(name))


def apx_sec_027_passes(name: str) -> None:
    role(name, {"Service": "lambda.amazonaws.com"})


def apx_sec_027_fails(name: str) -> None:
    role(name, {"AWS": "*"})


def apx_sec_027_unknown(name: str) -> None:
    aws.iam.Role(name, assume_role_policy=later(name))


def apx_sec_028_passes(name: str) -> None:
    pod(name, {"resources": {"limits": {"memory": "1Gi"}}})


def apx_sec_028_fails(name: str) -> None:
    pod(name, {})


def apx_sec_028_unknown(name: str) -> None:
    pod(name, {"resources": later(name)})


def apx_sec_029_passes(name: str) -> None:
    bucket = aws.s3.Bucket(name)
    flags = {"block_public_acls": True, "block_public_policy": True, "ignore_public_acls": True}
    aws.s3.BucketPublicAccessBlock(f"{name}-block", bucket=bucket.id, restrict_public_buckets=True, **flags)


def apx_sec_029_fails(name: str) -> None:
    aws.s3.Bucket(name)


def apx_sec_029_unknown(name: str) -> None:
    bucket = aws.s3.Bucket(name)
    flag = later(name)
    aws.s3.BucketPublicAccessBlock(f"{name}-block", bucket=bucket.id, block_public_acls=flag)


def apx_sec_030_passes(name: str) -> None:
    bucket = aws.s3.Bucket(name)
    key = {"apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": "alias/own"}}
    aws.s3.BucketServerSideEncryptionConfiguration(f"{name}-key", bucket=bucket.id, rules=[key])


def apx_sec_030_fails(name: str) -> None:
    bucket = aws.s3.Bucket(name)
    key = {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
    aws.s3.BucketServerSideEncryptionConfiguration(f"{name}-key", bucket=bucket.id, rules=[key])


def apx_sec_030_unknown(name: str) -> None:
    bucket = aws.s3.Bucket(name)
    key = {"apply_server_side_encryption_by_default": {"sse_algorithm": later(name)}}
    aws.s3.BucketServerSideEncryptionConfiguration(f"{name}-key", bucket=bucket.id, rules=[key])


def policy(name: str, statement: object) -> None:
    aws.iam.Policy(name, policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def role(name: str, principal: object, **arguments: object) -> None:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    aws.iam.Role(name, assume_role_policy=trust, **arguments)


def attachment(name: str, arn: object) -> None:
    aws.iam.RolePolicyAttachment(name, role="functions", policy_arn=arn)


def listener(name: str, **arguments: object) -> None:
    action = {"type": "forward", "target_group_arn": "arn:aws:elasticloadbalancing:::targetgroup/a"}
    aws.lb.Listener(
        name, load_balancer_arn="arn:aws:elasticloadbalancing:::loadbalancer/a", default_actions=[action], **arguments
    )


def queue_policy(name: str, principal: object) -> None:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    aws.sqs.QueuePolicy(name, queue_url="https://sqs.us-east-1.amazonaws.com/111122223333/q", policy=document)


def security_group(name: str, sources: object, *, port: int) -> None:
    rule = {"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": sources}
    aws.ec2.SecurityGroup(name, ingress=[rule])


def machine(name: str, options: object) -> None:
    aws.ec2.Instance(name, ami="ami-0", instance_type="m7i.large", metadata_options=options)


def cluster(name: str, **access: object) -> None:
    aws.eks.Cluster(name, role_arn=ROLE, vpc_config={"subnet_ids": ["subnet-0", "subnet-1"], **access})


def cluster_role(name: str, rule: object) -> None:
    k8s.rbac.v1.ClusterRole(name, rules=[rule])


def pod(name: str, container: dict[str, object], *, namespace: object = "default", **spec: object) -> None:
    full = {"name": "model", "image": f"ghcr.io/acme/model@{DIGEST}", **container}
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [full], **spec}}
    k8s.apps.v1.Deployment(
        name,
        metadata={"namespace": namespace},
        spec={"selector": {"matchLabels": {"app": name}}, "template": template},
    )
