"""The offline graph equals what the real engine reports for the same program."""

from collections.abc import Callable

import pytest

from apexai.graph import ResourceGraph
from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from apexai.graph.state import load_state
from tests.engine.agreement import disagreements, unknown_paths
from tests.engine.stack import Stack
from tests.engine.standin import Cloud, CloudObject

COMPONENTS = """
    import pulumi
    import pulumi_aws as aws

    class Store(pulumi.ComponentResource):
        def __init__(self, name, spec, opts=None):
            super().__init__("my:index:Store", name, {"spec": spec}, opts)
            child = pulumi.ResourceOptions(parent=self)
            self.bucket = aws.s3.Bucket(f"{name}-bucket", tags=spec["tags"], opts=child)
            self.object = aws.s3.BucketObject(
                f"{name}-object", bucket=self.bucket.bucket, key="model", content=self.bucket.arn,
                opts=pulumi.ResourceOptions(parent=self, depends_on=[self.bucket]))
            self.register_outputs({"bucket": self.bucket.bucket})

    outer = Store("outer", {"tags": {"team": "fraud"}, "size": 3, "ratio": 0.7, "on": True})
    first = aws.sqs.Queue("first")
    inner = Store("inner", {"tags": {}}, opts=pulumi.ResourceOptions(parent=outer, depends_on=[first]))
    pulumi.export("bucket", outer.bucket.bucket)
"""

OPTIONS = """
    import pulumi
    import pulumi_aws as aws

    provider = aws.Provider("west", region="us-west-2", default_tags={"tags": {"a": "b"}})
    with_provider = pulumi.ResourceOptions(provider=provider)
    queue = aws.sqs.Queue("queue", message_retention_seconds=600, opts=with_provider)
    aws.sqs.Queue("kept", opts=pulumi.ResourceOptions(
        protect=True, retain_on_delete=True, ignore_changes=["tags"], replace_on_changes=["name"],
        deleted_with=queue, aliases=[pulumi.Alias(name="former")],
        custom_timeouts=pulumi.CustomTimeouts(create="5m")))
    aws.sqs.Queue("third", redrive_policy=queue.arn.apply(lambda arn: '{"arn": "%s"}' % arn))

    class Group(pulumi.ComponentResource):
        def __init__(self, name, opts=None):
            super().__init__("my:index:Group", name, None, opts)
            aws.sqs.Queue(f"{name}-queue", opts=pulumi.ResourceOptions(parent=self))

    Group("west-group", opts=pulumi.ResourceOptions(providers=[provider], protect=True))
"""

TRANSFORMS = """
    import pulumi
    import pulumi_aws as aws

    def tag(args):
        if args.type_.startswith("aws:"):
            args.props["tags"] = {**(args.props.get("tags") or {}), "cost-center": "fraud"}
            return pulumi.ResourceTransformResult(args.props, args.opts)

    def shrink(args):
        args.props["visibilityTimeoutSeconds"] = 5
        return pulumi.ResourceTransformResult(args.props, args.opts)

    pulumi.runtime.register_resource_transform(tag)
    aws.sqs.Queue("plain")
    aws.sqs.Queue("own", tags={"x": "y"}, opts=pulumi.ResourceOptions(transforms=[shrink]))
"""

SECRETS = """
    import pulumi
    import pulumi_aws as aws

    config = pulumi.Config()
    password = config.require_secret("password")
    topic = aws.sns.Topic("topic", display_name=config.require("title"))
    aws.sqs.Queue("queue", tags={"password": password, "plain": "x", "arn": pulumi.Output.secret(topic.arn)})
    aws.sqs.Queue("whole", tags=pulumi.Output.secret({"a": "b"}))
    pulumi.export("password", password)
"""

INVOKES = """
    import pulumi
    import pulumi_aws as aws

    me = aws.get_caller_identity()
    region = aws.get_region_output()
    document = aws.iam.get_policy_document_output(statements=[
        {"effect": "Allow", "actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::models/*"]}])
    aws.sqs.Queue("queue", name=region.region.apply(lambda name: f"queue-{name}"))
    aws.sns.Topic("topic", policy=document.json)
    bucket = aws.s3.Bucket.get("existing", "models")
    aws.s3.BucketObject("object", bucket=bucket.id, key="model")
"""

LAMBDA = """
    import json
    import pulumi
    import pulumi_aws as aws

    role = aws.iam.Role("role", assume_role_policy={"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]})
    function = aws.lambda_.Function("function", role=role.arn, runtime="python3.13", handler="app.handler",
        code=pulumi.AssetArchive({"app.py": pulumi.StringAsset("def handler(e, c): return 1")}),
        publish=True, environment={"variables": {"ROLE": role.name, "A": "b"}})
    alias = aws.lambda_.Alias("live", name="live", function_name=function.name, function_version=function.version)
    aws.lambda_.Permission("permission", function=function.name, action="lambda:InvokeFunction",
        principal="apigateway.amazonaws.com", qualifier=alias.name)
    aws.lambda_.FunctionUrl("url", function_name=function.name, qualifier=alias.name, authorization_type="AWS_IAM")
"""

KUBERNETES = """
    import pulumi
    import pulumi_kubernetes as k8s

    provider = k8s.Provider("cluster", kubeconfig="{}", namespace="ai")
    opts = pulumi.ResourceOptions(provider=provider)
    labels = {"app": "model"}
    deployment = k8s.apps.v1.Deployment("model", metadata={"labels": labels}, opts=opts, spec={
        "replicas": 2, "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": {"containers": [{
            "name": "model", "image": "model:1", "ports": [{"containerPort": 8080}],
            "resources": {"limits": {"cpu": "1", "memory": "1Gi"}}}]}}})
    service = k8s.core.v1.Service("model", metadata={"name": "fixed"}, opts=opts, spec={
        "selector": labels, "ports": [{"port": 80, "targetPort": 8080}], "type": "LoadBalancer"})
    k8s.apiextensions.CustomResource("route", api_version="gateway.networking.k8s.io/v1", kind="HTTPRoute",
        spec={"rules": [{"backendRefs": [{"name": service.metadata["name"], "weight": 90}]}]},
        metadata={"annotations": {"a": "b"}})
    k8s.core.v1.ConfigMap("plain", data={"address": service.status.load_balancer.ingress[0].hostname})
    k8s.core.v1.Secret("secret", string_data={"key": pulumi.Output.secret("hunter2")})
"""

DYNAMIC = """
    import pulumi
    from pulumi.dynamic import CreateResult, Resource, ResourceProvider
    import pulumi_aws as aws

    class Provider(ResourceProvider):
        def create(self, inputs):
            return CreateResult("id-1", {**inputs, "made": "yes"})

    class Thing(Resource):
        made: pulumi.Output[str]

        def __init__(self, name, size, opts=None):
            super().__init__(Provider(), name, {"size": size, "made": None}, opts)

    thing = Thing("thing", 3)
    aws.sqs.Queue("queue", tags={"made": thing.made})
"""

PROGRAMS = {
    "components": COMPONENTS,
    "options": OPTIONS,
    "transforms": TRANSFORMS,
    "secrets": SECRETS,
    "invokes": INVOKES,
    "lambda": LAMBDA,
    "kubernetes": KUBERNETES,
    "dynamic": DYNAMIC,
}

CONFIG = {"title": "A title", "password": "hunter2"}


def offline_graph(stack: Stack) -> ResourceGraph:
    """Capture the stack's program without the CLI; its configuration is in its directory."""
    return capture_program(ProjectProgram(directory=stack.directory), stack=stack.name).graph


@pytest.fixture
def configured(stack: Stack, cloud: Cloud) -> Stack:
    """A stack with configuration and a bucket that exists already."""
    existing = {"bucket": "models", "arn": "arn:aws:s3:::models"}
    cloud.put(
        CloudObject(
            type="aws:s3/bucket:Bucket", id="models", region="us-east-1", urn="", inputs=existing, outputs=existing
        )
    )
    stack.write("")
    stack.set("title", CONFIG["title"])
    stack.set("password", CONFIG["password"], secret=True)
    return stack


@pytest.mark.parametrize("program", PROGRAMS)
def test_both_see_the_same_resources(configured: Stack, program: str) -> None:
    configured.write(PROGRAMS[program])
    preview = configured.preview()
    engine = load_preview_json(preview.stdout)
    assert not engine.partial, preview.stdout
    assert len(engine.resources) > 2
    assert disagreements(offline_graph(configured), engine) == []


@pytest.mark.parametrize("program", ["components", "lambda", "kubernetes", "secrets"])
def test_the_state_and_a_later_preview_agree_too(configured: Stack, program: str) -> None:
    configured.write(PROGRAMS[program]).up()
    offline = offline_graph(configured)
    state = load_state(configured.pulumi("stack", "export"))
    again = load_preview_json(configured.preview("--show-sames").stdout)
    assert disagreements(offline, state) == []
    assert disagreements(offline, again) == []
    assert sum(len(unknown_paths(resource)) for resource in again.resources) == 0


def test_what_a_preview_without_sames_shows_is_partial(configured: Stack) -> None:
    configured.write(COMPONENTS).up()
    assert load_preview_json(configured.preview().stdout).partial


def test_a_stack_reference_reads_what_the_other_stack_says(stacks: Callable[..., Stack]) -> None:
    network = stacks("network").write('import pulumi\npulumi.export("name", "shared-name")\n')
    network.up()
    service = stacks("service").write("""
        import pulumi
        import pulumi_aws as aws

        reference = pulumi.StackReference("organization/network/dev")
        aws.sqs.Queue("queue", name=reference.get_output("name"))
    """)
    engine = load_preview_json(service.preview().stdout)
    assert disagreements(offline_graph(service), engine) == []
    assert engine.of_type("aws:sqs/queue:Queue")[0].inputs == {"name": "shared-name"}


def test_the_law_notices_a_contradiction(configured: Stack) -> None:
    configured.write(COMPONENTS)
    offline = offline_graph(configured)
    configured.write(COMPONENTS.replace('"fraud"', '"risk"').replace('key="model"', 'key="other"'))
    found = disagreements(offline, load_preview_json(configured.preview().stdout))
    assert {line.split(":")[0] for line in found} == {
        "outer",
        "outer-bucket",
        "outer-object",
        "inner-object",
    }
