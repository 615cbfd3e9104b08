"""An ejected program on the stack of its component: nothing changes, and from then on it is a program as any other."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from apexai.eject.ejection import EjectRequest, eject_spec
from tests.engine.stack import Stack
from tests.engine.standin import Cloud

PROGRAM = """
    import pulumi
    from apexai import InferenceService

    service = InferenceService("fraud", spec="service.yaml")
    pulumi.export("endpoint", service.endpoint)
    pulumi.export("revision", service.revision)
"""
REGISTRY = "111122223333.dkr.ecr.us-east-1.amazonaws.com"


def test_aws_lambda(stack: Stack, cloud: Cloud) -> None:
    given = document(
        "aws-lambda",
        runtime={"region": "us-east-1", "memory": "4096MB", "secrets": {"TOKEN": "aws-sm://fraud/token"}},
        autoscaling={"minReplicas": 2, "maxReplicas": 10, "targetUtilization": 70},
        responsibleAI={"dataClassification": "confidential"},
        slo={"latencyP95": "300ms"},
    )
    take_over(stack, given, settings={"apexai:registry": REGISTRY})
    change(stack, "memory_size=4096", "memory_size=2048", updated="Function fraud-function")


def test_kubernetes_with_a_brake(stack: Stack, cloud: Cloud) -> None:
    day = {"name": "day", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 4}
    given = document(
        "kubernetes",
        runtime={"image": "r.example.com/m:1", "cpu": "1", "access": "internal"},
        autoscaling={"minReplicas": 2, "maxReplicas": 10, "targetUtilization": 70, "schedules": [day]},
    )
    given["spec"]["finops"]["onBreach"] = "pause"
    take_over(stack, given, settings={"apexai:prometheus": "http://prometheus.monitoring:9090"})
    change(stack, '"maxReplicaCount": 10', '"maxReplicaCount": 12', updated="ScaledObject fraud-scaled-object")


OTHERS = {
    "cloud-run": {"region": "europe-west1", "image": "europe-west1-docker.pkg.dev/p/models/fraud:1", "memory": "1GiB"},
    "azure-container-apps": {"region": "westeurope", "image": "ghcr.io/acme/fraud:1", "cpu": "1", "memory": "2GiB"},
    "azure-functions": {
        "region": "westeurope",
        "memory": "2048MB",
        "package": {"path": "package", "handler": "app.handler", "runtime": "python3.12"},
    },
    "lambda-edge": {
        "region": "us-east-1",
        "memory": "128MB",
        "timeout": "5s",
        "access": "public",
        "package": {"path": "package", "handler": "index.handler", "runtime": "nodejs22.x"},
    },
    "cloudflare-workers": {"timeout": "1s", "access": "public", "package": {"path": "package", "handler": "index.js", "runtime": "javascript"}},
}


@pytest.mark.parametrize("platform", OTHERS)
def test_others(stack: Stack, cloud: Cloud, platform: str) -> None:
    for name in ("app.py", "index.mjs", "index.js"):
        stack.file(f"package/{name}", "export default {};\n" if name.startswith("index") else "def handler(): ...\n")
    take_over(stack, document(platform, runtime=OTHERS[platform]), settings={"gcp:project": "p"})


def document(platform: str, **spec: Any) -> dict[str, Any]:
    """A service with a budget."""
    runtime = {"platform": platform, "timeout": "30s", **spec.pop("runtime", {})}
    return {
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {"name": "fraud", "namespace": "ai"},
        "spec": {
            "modelRef": {"name": "fraud", "version": "1"},
            "runtime": runtime,
            "finops": {"costCenter": "Fraud", "budgetLimit": "$100/month", "alerts": ["fraud@example.com"]},
            **spec,
        },
    }


def take_over(stack: Stack, given: dict[str, Any], *, settings: dict[str, str]) -> None:
    """Deploy the component, put the ejected program in its place, and look that nothing changes, twice."""
    stack.write(PROGRAM, service_yaml=yaml.safe_dump(given))
    for key, value in settings.items():
        stack.set(key, value)
    stack.up()
    resources = len(stack.resources())
    request = EjectRequest(
        path=str(stack.directory / "service.yaml"), project=stack.project, stack=stack.name, config=settings
    )
    put(stack, eject_spec(request).files)
    first = stack.up("--expect-no-changes")
    assert set(first.steps) <= {"read"}
    assert first.changes.get("same", 0) == resources - providers(stack) - len(first.steps.get("read", ()))
    assert set(stack.preview("--expect-no-changes").steps) <= {"read"}


def change(stack: Stack, text: str, other: str, *, updated: str) -> None:
    """Change one property of the program: one resource is updated in place, with what follows from it."""
    module = stack.directory / "inference_service.py"
    program = module.read_text()
    assert program.count(text) == 1
    module.write_text(program.replace(text, other))
    assert updated in stack.up().steps["update"]
    assert stack.lost() == []


def put(stack: Stack, files: Any) -> None:
    """The ejected program alone, in the directory that the stack's configuration is in."""
    kept = {path for path in stack.directory.glob("Pulumi*.yaml")}
    for path in set(stack.directory.iterdir()) - kept:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, content in files.items():
        if name != "Pulumi.yaml":
            path = stack.directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    assert not any("apexai" in line for path in Path(stack.directory).glob("*.py") for line in imports(path))


def imports(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line.startswith(("import ", "from "))]


def providers(stack: Stack) -> int:
    """Default providers, which are in the state and in no summary."""
    return sum(resource["type"].startswith("pulumi:providers:") for resource in stack.resources())
