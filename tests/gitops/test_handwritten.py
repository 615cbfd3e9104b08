"""Two deployments that teams have as hand-written manifests are among the rendered files, field by field."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import kubernetes_validate
import pytest

from apexai.cli.main import run
from tests.gitops.manifests import Manifest, by_title, documents_below

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
REPOSITORY: Final = "https://github.com/acme/deployments.git"

Files = Mapping[str, list[Manifest]]


@pytest.fixture(scope="module")
def recommendation(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The program with the model and its frontend, for Argo CD."""
    return rendered(tmp_path_factory, "recommendation", "--for", "argocd", "--repo", REPOSITORY, "--path", "apps")


@pytest.fixture(scope="module")
def multimodal(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The spec, for Flux."""
    return rendered(tmp_path_factory, "multimodal/service.yaml", "--for", "flux", "--path", "apps", "--admission")


def rendered(factory: pytest.TempPathFactory, example: str, *options: str) -> Files:
    directory = factory.mktemp("rendered")
    assert run(["render", str(EXAMPLES / example), *options, "--output", str(directory), "--as-of", "2026-11-21"]) == 0
    return documents_below(directory)


def objects(files: Files) -> Mapping[str, Manifest]:
    return by_title(document for path, found in files.items() if "kustomization" not in path for document in found)


def parts(found: Manifest, wanted: Any) -> Any:
    """What a manifest has in the places that another one names; lists by place, maps by key."""
    if isinstance(wanted, dict):
        return {key: parts(found.get(key, {}), value) for key, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(found, list) and len(found) == len(wanted):
        return [parts(item, value) for item, value in zip(found, wanted, strict=True)]
    return found


RECOMMENDATION: Final = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {
        "name": "ai-recommendation-service",
        "namespace": "mynamespace",
        "labels": {"app": "ai-recommendation"},
    },
    "spec": {
        "replicas": 2,
        "template": {
            "metadata": {"labels": {"app": "ai-recommendation"}},
            "spec": {
                "containers": [
                    {
                        "image": "myregistry/ai-model-inference:v1.2.3",
                        "ports": [{"containerPort": 8080}],
                        "env": [
                            {"name": "HOME"},
                            {"name": "MODEL_NAME"},
                            {"name": "MODEL_PATH", "value": "/app/models/recommendation_v1.2.3.pt"},
                            {"name": "MODEL_VERSION"},
                        ],
                        "resources": {
                            "requests": {"memory": "512Mi", "cpu": "500m"},
                            "limits": {"memory": "1Gi", "cpu": "1"},
                        },
                    }
                ]
            },
        },
    },
}
FRONTEND: Final = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "frontend", "namespace": "mynamespace", "labels": {"app": "frontend"}},
    "spec": {
        "replicas": 3,
        "selector": {"matchLabels": {"app": "frontend"}},
        "template": {
            "metadata": {"labels": {"app": "frontend"}},
            "spec": {
                "containers": [
                    {
                        "name": "frontend",
                        "image": "myregistry/frontend-app:v1.0.5",
                        "ports": [{"containerPort": 3000}],
                        "env": [
                            {
                                "name": "AI_SERVICE_URL",
                                "value": "http://ai-recommendation-service.mynamespace.svc.cluster.local:8080",
                            }
                        ],
                    }
                ]
            },
        },
    },
}
MULTIMODAL: Final = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "multimodal-inference-service"},
    "spec": {
        "replicas": 3,
        "template": {
            "spec": {
                "containers": [
                    {
                        "image": "apexlogic/multimodal-model-server:v1.2.3",
                        "ports": [{"containerPort": 8080}],
                        "env": [
                            {"name": "AWS_REGION", "value": "us-east-1"},
                            {"name": "HOME"},
                            {"name": "MODEL_NAME"},
                            {"name": "MODEL_PATH", "value": "/models/multimodal"},
                            {"name": "MODEL_VERSION"},
                        ],
                        "resources": {
                            "requests": {"cpu": "500m", "memory": "1Gi", "nvidia.com/gpu": "1"},
                            "limits": {"cpu": "1", "memory": "2Gi", "nvidia.com/gpu": "1"},
                        },
                    }
                ]
            }
        },
    },
}
"""A cpu of 1000m is written as 1, as a cluster itself does."""
BALANCER: Final = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "multimodal-inference-service"},
    "spec": {"type": "LoadBalancer", "ports": [{"port": 80, "targetPort": "http"}]},
}


def without_ours(manifest: Manifest) -> Manifest:
    """A manifest with the values of variables that no hand-written one has left open."""
    for container in manifest["spec"]["template"]["spec"]["containers"]:
        container["env"] = [
            item if item["name"] not in ("HOME", "MODEL_NAME", "MODEL_VERSION") else {"name": item["name"]}
            for item in container["env"]
        ]
    return manifest


@pytest.mark.parametrize("wanted", [RECOMMENDATION, FRONTEND], ids=["model", "frontend"])
def test_the_recommendation_service_and_its_frontend(recommendation: Files, wanted: Manifest) -> None:
    found = without_ours(objects(recommendation)[f"Deployment {wanted['metadata']['name']}"])
    assert parts(found, wanted) == wanted


def test_the_multimodal_service(multimodal: Files) -> None:
    found = without_ours(objects(multimodal)["Deployment multimodal-inference-service"])
    assert parts(found, MULTIMODAL) == MULTIMODAL
    service = objects(multimodal)["Service multimodal-inference-service"]
    assert parts(service, BALANCER) == BALANCER
    (container,) = found["spec"]["template"]["spec"]["containers"]
    assert [port["name"] for port in container["ports"]] == ["http"]
    assert service["spec"]["selector"].items() <= found["spec"]["template"]["metadata"]["labels"].items()


@pytest.mark.parametrize("version", ["1.30", "1.37"])
def test_every_file_is_what_the_api_servers_take(recommendation: Files, multimodal: Files, version: str) -> None:
    judged = 0
    for files in (recommendation, multimodal):
        for path, documents in files.items():
            if path.startswith(("argocd/", "flux/")) or path.endswith("kustomization.yaml"):
                continue
            for document in documents:
                assert kubernetes_validate.validate(document, version, strict=True) == version
                judged += 1
    assert judged > 30


def test_nothing_in_the_files_is_for_pulumi(recommendation: Files, multimodal: Files) -> None:
    assert "pulumi" not in str([*recommendation.values(), *multimodal.values()])
