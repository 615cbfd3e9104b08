"""The two deployments that teams have as hand-written manifests come out of a spec with the same values."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.spec.fields import Platform
from apexai.spec.loader import load_specs
from tests.targets.captured import capture_deployments

EXAMPLES: Final = Path(__file__).parents[3] / "examples"
_UNITS: Final = {"m": Decimal("0.001"), "Mi": Decimal(2**20), "Gi": Decimal(2**30)}

Manifests = Mapping[str, dict[str, Any]]


@pytest.fixture(scope="module")
def recommendation() -> Manifests:
    """The program with the model and the frontend, by the names in the cluster."""
    graph = capture_program(ProjectProgram(directory=EXAMPLES / "recommendation"), stack="dev").graph
    made = [resource for resource in graph.resources if resource.custom and not resource.is_provider]
    return {_title(resource.inputs): dict(resource.inputs) for resource in made}


@pytest.fixture(scope="module")
def multimodal(tmp_path_factory: pytest.TempPathFactory) -> Manifests:
    (document,) = load_specs(EXAMPLES / "multimodal" / "service.yaml")
    (made,) = capture_deployments(tmp_path_factory.mktemp("multimodal"), [document.merged(Platform.KUBERNETES)])
    return {_title(resource.inputs): dict(resource.inputs) for resource in made}


def _title(inputs: Mapping[str, Any]) -> str:
    return f"{inputs['kind']} {inputs['metadata']['name']}"


def pod(deployment: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The pod's spec and its only container."""
    spec = deployment["spec"]["template"]["spec"]
    (container,) = spec["containers"]
    return spec, container


def variables(container: Mapping[str, Any]) -> dict[str, str]:
    return {item["name"]: item["value"] for item in container["env"]}


def amounts(quantities: Mapping[str, str]) -> dict[str, Decimal]:
    """Quantities as numbers: 1000m of CPU is 1."""
    return {name: _amount(quantity) for name, quantity in quantities.items()}


def _amount(quantity: str) -> Decimal:
    number = quantity.rstrip("miMG")
    return Decimal(number) * _UNITS.get(quantity[len(number) :], Decimal(1))


def test_the_recommendation_service(recommendation: Manifests) -> None:
    deployment = recommendation["Deployment ai-recommendation-service"]
    _, container = pod(deployment)
    assert deployment["metadata"]["namespace"] == "mynamespace"
    assert deployment["spec"]["replicas"] == 2
    assert deployment["metadata"]["labels"]["app"] == "ai-recommendation"
    assert deployment["spec"]["template"]["metadata"]["labels"]["app"] == "ai-recommendation"
    assert container["image"] == "myregistry/ai-model-inference:v1.2.3"
    assert [port["containerPort"] for port in container["ports"]] == [8080]
    assert variables(container)["MODEL_PATH"] == "/app/models/recommendation_v1.2.3.pt"
    assert container["resources"] == {
        "requests": {"memory": "512Mi", "cpu": "500m"},
        "limits": {"memory": "1Gi", "cpu": "1"},
    }


def test_the_recommendation_frontend(recommendation: Manifests) -> None:
    deployment = recommendation["Deployment frontend"]
    _, container = pod(deployment)
    assert deployment["spec"]["replicas"] == 3
    assert container["image"] == "myregistry/frontend-app:v1.0.5"
    assert [port["containerPort"] for port in container["ports"]] == [3000]
    assert variables(container) == {
        "AI_SERVICE_URL": "http://ai-recommendation-service.mynamespace.svc.cluster.local:8080"
    }


def test_the_address_that_the_frontend_gets_is_served(recommendation: Manifests) -> None:
    service = recommendation["Service ai-recommendation-service"]
    labels = recommendation["Deployment ai-recommendation-service"]["spec"]["template"]["metadata"]["labels"]
    assert service["metadata"]["namespace"] == "mynamespace"
    assert [port["port"] for port in service["spec"]["ports"]] == [8080]
    assert service["spec"]["selector"].items() <= labels.items()


def test_the_multimodal_service(multimodal: Manifests) -> None:
    deployment = multimodal["Deployment multimodal-inference-service"]
    _, container = pod(deployment)
    assert deployment["spec"]["replicas"] == 3
    assert container["image"] == "apexlogic/multimodal-model-server:v1.2.3"
    assert [port["containerPort"] for port in container["ports"]] == [8080]
    expected = {
        "requests": {"cpu": "500m", "memory": "1Gi", "nvidia.com/gpu": "1"},
        "limits": {"cpu": "1000m", "memory": "2Gi", "nvidia.com/gpu": "1"},
    }
    assert {kind: amounts(found) for kind, found in container["resources"].items()} == {
        kind: amounts(found) for kind, found in expected.items()
    }
    assert {"MODEL_PATH", "AWS_REGION"} <= set(variables(container))


def test_the_multimodal_load_balancer(multimodal: Manifests) -> None:
    spec = multimodal["Service multimodal-inference-service"]["spec"]
    _, container = pod(multimodal["Deployment multimodal-inference-service"])
    (port,) = spec["ports"]
    assert (spec["type"], port["port"]) == ("LoadBalancer", 80)
    assert {item["name"]: item["containerPort"] for item in container["ports"]}[port["targetPort"]] == 8080


def test_both_are_hardened_where_manifests_say_nothing(recommendation: Manifests, multimodal: Manifests) -> None:
    for made, name in ((recommendation, "ai-recommendation-service"), (multimodal, "multimodal-inference-service")):
        spec, container = pod(made[f"Deployment {name}"])
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert {f"NetworkPolicy {name}", f"PodDisruptionBudget {name}", f"ServiceAccount {name}"} <= set(made)
