"""One preview of a program with a bit of everything, for all reports."""

import pytest

from apexai.preview import Preview
from tests.projects import preview_of, write_project

PROGRAM = """
import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s


class Site(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("demo:index:Site", name, {}, opts)
        below = pulumi.ResourceOptions(parent=self)
        bucket = aws.s3.Bucket(f"{name}-content", opts=below)
        aws.s3.BucketObjectv2(f"{name}-page", bucket=bucket.bucket, source=pulumi.StringAsset("hello"), opts=below)


class Remote(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("awsx:ec2:Vpc", name, {"cidrBlock": "10.0.0.0/16"}, None, remote=True)


site = Site("shop")
Remote("net")
for number in range(12):
    aws.sqs.Queue(f"jobs-{number}", visibility_timeout_seconds=30)
aws.ec2.Instance("web", ami="ami-1", instance_type="t3.micro", tags={"Name": "[bold]web[/bold]"})
aws.rds.Instance("database", instance_class="db.t3.small", engine="postgres", password=pulumi.Output.secret("hunter22"))
aws.s3.Bucket.get("archive", "archive-of-2019")
k8s.apps.v1.Deployment(
    "api",
    spec={
        "replicas": 2,
        "selector": {"matchLabels": {"app": "api"}},
        "template": {"spec": {"containers": [{
            "name": "api",
            "image": "ghcr.io/demo/api:1.4",
            "resources": {"limits": {"memory": "1Gi", "nvidia.com/gpu": "1"}},
        }]}},
    },
)
eu = aws.Provider("eu", region="eu-west-1")
aws.sns.Topic("alerts", opts=pulumi.ResourceOptions(provider=eu))
pulumi.warn("the queues have no alarms")
pulumi.info("made by hand")
"""


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Preview:
    directory = write_project(tmp_path_factory.mktemp("mixed"), PROGRAM)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(directory.parent)
        return preview_of(directory.relative_to(directory.parent))
