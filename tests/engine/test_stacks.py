"""The reference stacks under the real engine: they deploy, each where it should, and offline previews agree."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from apexai.graph import ResourceGraph
from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine.agreement import disagreements
from tests.engine.stack import Stack
from tests.engine.standin import Cloud, CloudObject
from tests.engine.vault import SECRETS_PROVIDER

ROOT = Path(__file__).parents[2]
FUNCTION = "aws:lambda/function:Function"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"


@pytest.fixture
def clone(stack: Stack) -> Stack:
    """The projects with the test's own interpreter."""
    shutil.copytree(ROOT / "stacks", stack.directory / "stacks")
    shutil.copy(ROOT / "Pulumi.yaml", stack.directory)
    for file in stack.directory.rglob("Pulumi.yaml"):
        declared = file.read_text()
        assert declared.count(".venv\n") == 1
        venv = declared.partition("virtualenv: ")[2].partition("\n")[0]
        file.write_text(declared.replace(f"virtualenv: {venv}", f"virtualenv: {stack.virtualenv}"))
    return stack


def stack_of(clone: Stack, project: str, name: str) -> Stack:
    """A stack of one of the projects, selected."""
    directory = clone.directory / project
    found = replace(clone, directory=directory, project="apexai" if project == "." else directory.name, name=name)
    found.pulumi("stack", "init", name, "--secrets-provider", SECRETS_PROVIDER)
    return found


def disagreements_of(stack: Stack, engine: ResourceGraph) -> list[str]:
    """Where the offline graph and the engine's preview differ on what both know."""
    offline = capture_program(ProjectProgram(directory=stack.directory), stack=stack.name).graph
    return disagreements(offline, engine)


def function(cloud: Cloud) -> CloudObject:
    return cloud.the(FUNCTION)


def test_the_same_specs_differ_from_stack_to_stack_by_configuration(clone: Stack, cloud: Cloud) -> None:
    dev = stack_of(clone, ".", "dev")
    dev.up()
    assert dev.lost() == []
    assert function(cloud).inputs["environment"]["variables"]["LOG_LEVEL"] == "DEBUG"
    assert sorted(dev.outputs()["endpoint"]) == ["card-fraud", "document-embedding"]
    prod = stack_of(clone, ".", "prod")
    graph = load_preview_json(prod.preview().stdout)
    (made,) = graph.of_type(FUNCTION)
    assert made.inputs["environment"]["variables"]["LOG_LEVEL"] == "INFO"  # type: ignore[index, call-overload]
    assert disagreements_of(prod, graph) == []


def test_a_fleet_is_at_home_in_several_accounts_regions_and_clusters(clone: Stack, cloud: Cloud) -> None:
    for name in ("prod", "payments"):
        foundation = stack_of(clone, "stacks/foundation", name)
        foundation.up()
    payments = foundation.outputs()
    fleet = stack_of(clone, "stacks/fleet", "prod")
    assert disagreements_of(fleet, load_preview_json(fleet.preview().stdout)) == []
    fleet.up()
    assert fleet.lost() == []
    made = function(cloud)
    assert made.region == "eu-west-1"
    assert made.inputs["vpcConfig"]["subnetIds"] == payments["network"]["subnets"]
    assert made.inputs["imageUri"] == f"{payments['registry']}/card-fraud:2.3.0"
    providers = {item["urn"].rpartition("::")[2]: item["provider"] for item in fleet.resources() if "provider" in item}
    assert "::payments-account::" in providers["card-fraud-function"]
    assert "::default-cluster::" in providers["document-embedding-deployment"]
    assert "::default_" in providers["ticket-triage-service"]
    assert sorted(fleet.outputs()["endpoints"]) == [
        "card-fraud",
        "claims-intake",
        "document-embedding",
        "ticket-triage",
    ]


def test_a_frontend_gets_the_address_of_its_model(clone: Stack) -> None:
    web = stack_of(clone, "stacks/web", "prod")
    graph = load_preview_json(web.preview().stdout)
    assert disagreements_of(web, graph) == []
    (frontend,) = [item for item in graph.of_type(DEPLOYMENT) if item.name == "frontend-deployment"]
    container = frontend.inputs["spec"]["template"]["spec"]["containers"][0]  # type: ignore[index, call-overload]
    assert {item["name"]: item["value"] for item in container["env"]} == {  # type: ignore[index, call-overload]
        "AI_SERVICE_URL": "https://recommendation.origin.example.com",
        "PUBLIC_AI_URL": "https://recommendations.example.com",
    }
