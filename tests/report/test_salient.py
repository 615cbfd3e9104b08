"""What the report says of the types that our targets create, from real resources."""

import pytest

from apexai.graph import Resource, ResourceGraph
from apexai.report.salient import details
from tests.projects import deployment_of, write_project

PROGRAM = """
import pulumi
import pulumi_aws as aws
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.apps.v1 import Deployment

DIGEST = "sha256:" + "0123456789abcdef" * 4
function = aws.lambda_.Function(
    "function", role="arn:aws:iam::111122223333:role/r", package_type="Image",
    image_uri=f"111122223333.dkr.ecr.us-east-1.amazonaws.com/team/fraud@{DIGEST}",
    memory_size=4096, timeout=90, architectures=["arm64"], reserved_concurrent_executions=10,
)
aws.lambda_.Alias("steady", function_name=function.name, function_version=function.version)
aws.lambda_.Alias(
    "split", function_name=function.name, function_version=function.version,
    routing_config={"additional_version_weights": {"6": 0.9}},
)
aws.lambda_.Alias("dark", function_name=function.name, function_version="6")
aws.sqs.Queue("letters", message_retention_seconds=1209600)
aws.iam.Role("role", assume_role_policy="{}")
aws.dynamodb.Table("other", attributes=[{"name": "id", "type": "S"}], hash_key="id", billing_mode="PAY_PER_REQUEST")
aws.ec2.Subnet("known-names", vpc_id=function.arn, cidr_block="10.0.0.0/24", availability_zone="us-east-1a")
for name, backends in {
    "one": [{"name": "fraud", "weight": 100}],
    "two": [{"name": "stable", "weight": 90}, {"name": "candidate", "weight": 10}],
}.items():
    CustomResource(
        name, api_version="gateway.networking.k8s.io/v1", kind="HTTPRoute",
        spec={"hostnames": ["fraud.example.com"], "rules": [{"backendRefs": backends}]},
    )
Deployment("one-pod", spec={"replicas": 1, "selector": {}, "template": {"spec": {"containers": [
    {"name": "m", "image": "fraud:1", "resources": {"limits": {"cpu": "2", "nvidia.com/gpu": "1"}}}]}}})
Deployment("hidden", spec=pulumi.Output.secret({"replicas": 3, "selector": {}, "template": {}}))
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> ResourceGraph:
    found = deployment_of(write_project(tmp_path_factory.mktemp("salient"), PROGRAM)).graph
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("function", ("4096 MB", "90 s", "arm64", "image …/fraud@sha256:01234567…", "max 10 at once")),
        ("steady", ("all traffic",)),
        ("split", ("90 % to version 6",)),
        ("dark", ("version 6", "all traffic")),
        ("letters", ("kept for 14 days",)),
        ("role", ()),
        ("other", ()),
        ("known-names", ("cidrBlock 10.0.0.0/24", "availabilityZone us-east-1a")),
        ("one", ("fraud.example.com", "to fraud")),
        ("two", ("fraud.example.com", "90 to stable, 10 to candidate")),
        ("one-pod", ("1 replica", "image fraud:1", "2 cpu", "1 GPU")),
    ],
)
def test_what_matters(graph: ResourceGraph, name: str, said: tuple[str, ...]) -> None:
    assert details(the(graph, name)) == said


def test_what_is_secret_stays_so(graph: ResourceGraph) -> None:
    assert "3" not in " ".join(details(the(graph, "hidden")))


def the(graph: ResourceGraph, name: str) -> Resource:
    (resource,) = (item for item in graph.resources if item.name == name)
    return resource
