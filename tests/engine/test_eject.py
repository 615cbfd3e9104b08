"""An ejected program on the stack of its component: nothing changes, and from then on it is a program as any other."""

import shutil
from pathlib import Path
from typing import Any

import yaml

from apexai.eject.ejection import eject_spec
from apexai.eject.sources import EjectRequest
from apexai.eject.stack import stack_of
from tests.engine.stack import Stack
from tests.engine.standin import Cloud

PROGRAM = """
    import pulumi
    from apexai import InferenceService

    service = InferenceService("fraud", spec="specs/service.yaml")
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
    assert stack.preview("--expect-no-changes").steps == {}
    module = stack.directory / "inference_service.py"
    module.write_text(module.read_text().replace("memory_size=4096", "memory_size=2048"))
    assert "Function fraud-function" in stack.up().steps["update"]
    assert stack.lost() == []


def test_kubernetes_with_a_brake(stack: Stack, cloud: Cloud) -> None:
    day = {"name": "day", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 4}
    given = document(
        "kubernetes",
        runtime={"image": "r.example.com/m:1", "cpu": "1", "access": "internal"},
        autoscaling={"minReplicas": 2, "maxReplicas": 10, "targetUtilization": 70, "schedules": [day]},
    )
    given["spec"]["finops"]["onBreach"] = "pause"
    take_over(stack, given, settings={"apexai:prometheus": "http://prometheus.monitoring:9090"})


def test_cloudflare_workers_with_an_address(stack: Stack, cloud: Cloud) -> None:
    package = {"path": "package", "handler": "index.js", "runtime": "javascript"}
    stack.file("specs/package/index.js", "export default {};\n")
    given = document("cloudflare-workers", runtime={"timeout": "1s", "access": "public", "package": package})
    take_over(stack, given, settings={})
    assert stack.outputs()["endpoint"].endswith(".workers.dev")


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
    """Deploy the component, put the ejected program in its place, and look that it changes nothing."""
    spec = stack.file("specs/service.yaml", yaml.safe_dump(given))
    stack.write(PROGRAM)
    with (stack.directory / f"Pulumi.{stack.name}.yaml").open("a") as file:
        yaml.safe_dump({"config": settings}, file)
    stack.up()
    resources = len(stack.resources())
    found = stack_of(str(spec), project=None, stack=stack.name, config={})
    put(stack, eject_spec(EjectRequest(path=str(spec), stack=found)).files)
    first = stack.up("--expect-no-changes")
    assert set(first.steps) <= {"read"}
    assert first.changes.get("same", 0) == resources - providers(stack) - len(first.steps.get("read", ()))


def put(stack: Stack, files: Any) -> None:
    """The ejected program alone, in the directory that the stack's configuration is in."""
    kept = set(stack.directory.glob("Pulumi*.yaml"))
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
