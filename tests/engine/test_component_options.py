"""Resource options of an InferenceService reach its children, on both platforms."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from apexai.graph import Resource, ResourceGraph
from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine import test_kubernetes_life, test_lambda_life
from tests.engine.agreement import disagreements
from tests.engine.life import Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud

PROGRAM = """
    import json
    import pulumi
    import pulumi_aws as aws
    import pulumi_kubernetes as k8s
    from apexai.components import InferenceService

    first = aws.sqs.Queue("first")
    providers = [
        aws.Provider("mine-aws", region="us-east-1", profile="deploy"),
        k8s.Provider("mine-kubernetes", kubeconfig="{}", context="mine"),
    ]

    def label(args):
        if args.type_ == "aws:lambda/function:Function":
            args.props["description"] = "labelled"
        if args.type_ == "kubernetes:apps/v1:Deployment":
            args.props["spec"]["revisionHistoryLimit"] = 3
        return pulumi.ResourceTransformResult(args.props, args.opts)

    spec = json.load(open("spec.json"))
    spec["spec"]["runtime"]["environment"]["QUEUE"] = first.url
    service = InferenceService("fraud", spec=spec, opts=pulumi.ResourceOptions(
        providers=providers, protect=True, retain_on_delete=True, deleted_with=first, depends_on=[first],
        transforms=[label]))
    pulumi.export("endpoint", service.endpoint)
"""

DOCUMENTS = {
    "aws": test_lambda_life.document(Release(version="1")),
    "kubernetes": test_kubernetes_life.document(Release(version="1")),
}


@pytest.fixture(params=sorted(DOCUMENTS))
def package(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def written(stack: Stack, package: str) -> Stack:
    stack.write(PROGRAM)
    stack.file("spec.json", json.dumps(DOCUMENTS[package]))
    return stack


def children(graph: ResourceGraph) -> list[Resource]:
    """Everything below the component that a cloud makes."""
    (component,) = graph.of_type("apexai:index:InferenceService")
    return [resource for resource in graph.descendants(component.urn) if resource.custom]


def test_options_reach_every_child(written: Stack, package: str) -> None:
    graph = load_preview_json(written.preview().stdout)
    (queue,) = [resource for resource in graph.resources if resource.name == "first"]
    found = children(graph)
    assert len(found) > 5
    for child in found:
        assert child.provider.endswith(f"::mine-{package}"), child.name
        assert child.options.protect, child.name
        assert child.options.retain_on_delete, child.name
        assert child.options.deleted_with == queue.urn, child.name
        assert queue.urn in child.dependencies, child.name


def test_transforms_and_values_that_come_late(written: Stack, cloud: Cloud, package: str) -> None:
    written.up()
    url = cloud.the("aws:sqs/queue:Queue", name=_name(cloud)).outputs["url"]
    if package == "aws":
        function = cloud.the("aws:lambda/function:Function")
        assert function.inputs["description"] == "labelled"
        assert function.inputs["environment"]["variables"]["QUEUE"] == url
    else:
        (deployment,) = cloud.of_type("kubernetes:apps/v1:Deployment")
        assert deployment.region == "mine"
        assert deployment.inputs["spec"]["revisionHistoryLimit"] == 3
        assert {"name": "QUEUE", "value": url} in list(_variables(deployment.inputs))
    assert set(written.preview().changes) == {"same"}


def test_the_offline_graph_has_the_same_options(written: Stack) -> None:
    engine = load_preview_json(written.preview().stdout)
    offline = capture_program(ProjectProgram(directory=written.directory), stack=written.name).graph
    assert disagreements(offline, engine) == []


def _name(cloud: Cloud) -> str:
    (name,) = [item.inputs["name"] for item in cloud.of_type("aws:sqs/queue:Queue") if "::first" in item.urn]
    return str(name)


def _variables(deployment: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for container in deployment["spec"]["template"]["spec"]["containers"]:
        yield from container.get("env", [])
