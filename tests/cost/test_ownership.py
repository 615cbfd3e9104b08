"""Which resources outside of a service its budget watches: by tag, by label, by resource group."""

from dataclasses import replace
from functools import cache
from typing import Final

import pytest

from apexai.cost.ownership import owners_of
from apexai.cost.view import COMPONENT, GraphView
from apexai.graph.model import Resource, ResourceGraph
from apexai.preview import PreviewOptions
from tests.specs import preview_of
from tests.test_examples import ROOT

PORTABLE: Final = ROOT / "examples" / "portable" / "service.yaml"
GROUP: Final = "azure-native:resources:ResourceGroup"


@cache
def service_on(platform: str) -> ResourceGraph:
    options = PreviewOptions(config={"apexai:billingAccount": "012345-6789AB-CDEF01"})
    (deployment,) = preview_of(PORTABLE, options, target=platform).deployments
    assert deployment.graph is not None
    return deployment.graph


def beside(graph: ResourceGraph, *resources: Resource) -> dict[str, str]:
    """Name → whether the service is charged with it, of resources that the program has beside it."""
    whole = replace(graph, resources=(*graph.resources, *resources))
    (service,) = whole.of_type(COMPONENT)
    owners = owners_of(GraphView(graph=whole), {})
    assert all(owners[item.urn] == service.urn for item in graph.descendants(service.urn))
    return {item.name: "" if item.urn not in owners else "charged" for item in resources}


def resource(kind: str, name: str, **inputs: object) -> Resource:
    return Resource(urn=f"urn:pulumi:dev::p::{kind}::{name}", type=kind, name=name, custom=True, inputs=inputs)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("platform", "kind", "key"),
    [
        ("aws-lambda", "aws:s3/bucket:Bucket", "tags"),
        ("cloud-run", "gcp:storage/bucket:Bucket", "labels"),
    ],
)
def test_what_carries_the_tag_of_a_budget_is_charged(platform: str, kind: str, key: str) -> None:
    found = beside(
        service_on(platform),
        resource(kind, "own", **{key: {"service": "ticket-triage"}}),
        resource(kind, "other", **{key: {"service": "other"}}),
        resource(kind, "bare"),
    )
    assert found == {"own": "charged", "other": "", "bare": ""}


def test_what_is_in_the_resource_group_of_a_budget_is_charged() -> None:
    graph = service_on("azure-container-apps")
    (group,) = graph.of_type(GROUP)
    kind = "azure-native:storage:StorageAccount"
    inside = replace(resource(kind, "inside"), property_dependencies={"resourceGroupName": (group.urn,)})
    assert beside(graph, inside, resource(kind, "elsewhere")) == {"inside": "charged", "elsewhere": ""}


def test_a_program_without_a_service_has_no_owners() -> None:
    graph = ResourceGraph(project="p", stack="dev", resources=(resource("aws:s3/bucket:Bucket", "x"),))
    assert owners_of(GraphView(graph=graph), {}) == {}
