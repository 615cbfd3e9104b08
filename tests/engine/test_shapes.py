"""Services of many shapes: each comes up as previewed, on both platforms, and goes without a trace."""

from typing import Any

import pytest

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine import test_kubernetes_life, test_lambda_life
from tests.engine.agreement import disagreements
from tests.engine.life import Life, Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud

BUSINESS_HOURS = {
    "name": "business-hours",
    "timezone": "Europe/Berlin",
    "start": "0 7 * * 1-5",
    "end": "0 20 * * 1-5",
    "minReplicas": 3,
}

LAMBDA: dict[str, dict[str, Any]] = {
    "public": {"runtime": {"access": "public"}},
    "jwt": {
        "runtime": {
            "access": "authenticated",
            "auth": {"jwt": {"issuer": "https://login.example.com/", "audiences": ["fraud"]}},
        }
    },
    "zip": {
        "runtime": {
            "image": None,
            "package": {"path": "./app", "handler": "app.handler", "runtime": "python3.13"},
        }
    },
    "guarded": {
        "environment": "prod",
        "modelRef": {"uri": "s3://models/fraud/1/model.onnx"},
        "runtime": {
            "secrets": {"TOKEN": "aws-sm://prod/fraud/token"},
            "network": {"subnets": ["subnet-0123456789abcdef0"], "securityGroups": ["sg-0123456789abcdef0"]},
        },
        "responsibleAI": {"dataClassification": "confidential"},
        "slo": {"latencyP95": "300ms", "availability": "99.9%"},
        "monitoring": {"logsRetentionDays": 90},
    },
    "scheduled": {"autoscaling": {"schedules": [BUSINESS_HOURS]}},
}

KUBERNETES: dict[str, dict[str, Any]] = {
    "internal": {"runtime": {"access": "internal", "network": {}}},
    "balanced": {"runtime": {"access": "public", "network": {}}},
    "gpu": {"runtime": {"gpu": {"type": "nvidia-l4", "count": 1}}},
    "guarded": {
        "runtime": {
            "preprocessor": {"image": "registry.example.com/anonymiser:1"},
            "secrets": {"TOKEN": "k8s://fraud/token"},
            "network": {
                "gateway": {"name": "public", "namespace": "gateways", "implementation": "envoy-gateway"},
                "domain": "models.example.com",
                "egress": ["203.0.113.0/24", "10.0.0.0/8"],
            },
        },
        "responsibleAI": {
            "alignmentCheckEndpoint": "https://alignment.example.com/check",
            "explainability": {"method": "shap", "image": "registry.example.com/explainer:1"},
        },
        "slo": {"latencyP95": "300ms", "availability": "99.9%"},
    },
    "scheduled": {"autoscaling": {"schedules": [BUSINESS_HOURS]}},
}

SHAPES = {
    **{f"aws-{name}": (test_lambda_life.document, changes) for name, changes in LAMBDA.items()},
    **{f"kubernetes-{name}": (test_kubernetes_life.document, changes) for name, changes in KUBERNETES.items()},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_it_comes_up_as_previewed_and_goes_without_a_trace(stack: Stack, cloud: Cloud, shape: str) -> None:
    document, changes = SHAPES[shape]
    life = Life(
        stack=stack,
        cloud=cloud,
        document=lambda release: _changed(document(release), changes),
        invariant=lambda cloud: [],
        at_rest=test_kubernetes_life.dangling,
    )
    stack.file("app/app.py", "def handler(event, context): return 1\n")
    life.write(Release(version="1"))
    offline = capture_program(ProjectProgram(directory=stack.directory), stack=stack.name).graph
    stack.up()
    assert disagreements(offline, load_preview_json(life.settle().stdout)) == []
    stack.destroy()
    assert len(cloud) == 0


def _changed(document: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The document with other sections, two levels deep; None takes a field away."""
    spec = dict(document["spec"])
    for name, change in changes.items():
        if isinstance(change, dict):
            merged = {**spec.get(name, {}), **change}
            spec[name] = {key: value for key, value in merged.items() if value is not None}
        else:
            spec[name] = change
    return {**document, "spec": spec}
