"""InferenceService at the edge through its life: releases, a canary, a dark launch, a roll back, destroy."""

from typing import Any

import pytest

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine.agreement import disagreements
from tests.engine.life import Life, Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud
from tests.engine.standin.aws_edge import DISTRIBUTION, POLICY

FUNCTION = "aws:lambda/function:Function"


def document(release: Release) -> dict[str, Any]:
    """A service whose package is another one in each version."""
    return {
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {"name": "fraud"},
        "spec": {
            "modelRef": {"name": "fraud", "version": release.version},
            "runtime": {
                "platform": "lambda-edge",
                "access": "public",
                "package": {"path": f"package-{release.version}", "handler": "app.handler", "runtime": "python3.13"},
                "timeout": "10s",
            },
            "trafficSplit": release.split,
            "slo": {"availability": "99.9%"},
        },
    }


def stable(version: str, revision: str) -> dict[str, str]:
    return {"modelVersion": version, "revision": revision}


def served(cloud: Cloud) -> dict[str, float]:
    """Number of the function's version → per cent of the requests."""
    (primary,) = [item for item in cloud.of_type(DISTRIBUTION) if not item.inputs["staging"]]
    policy = primary.hidden.get("policy")
    if not policy:
        return {_called(primary.inputs): 100}
    (found,) = [item for item in cloud.of_type(POLICY) if item.id == policy]
    (staging,) = [
        item
        for item in cloud.of_type(DISTRIBUTION)
        if item.outputs["domainName"] in found.inputs["stagingDistributionDnsNames"]["items"]
    ]
    weight = (found.inputs["trafficConfig"].get("singleWeightConfig") or {}).get("weight", 0)
    return {_called(primary.inputs): 100 - 100 * weight, _called(staging.inputs): 100 * weight}


def _called(distribution: dict[str, Any]) -> str:
    (called,) = distribution["defaultCacheBehavior"]["lambdaFunctionAssociations"]
    return str(called["lambdaArn"]).rsplit(":", 1)[-1]


@pytest.fixture
def life(stack: Stack, cloud: Cloud) -> Life:
    for version in ("1", "2", "3"):
        stack.file(f"package-{version}/app.py", f"VERSION = {version}\n")
    return Life(stack=stack, cloud=cloud, document=document, invariant=lambda cloud: [] if served(cloud) else ["none"])


def test_a_canary_a_dark_launch_and_a_roll_back(life: Life) -> None:
    life.release("1")
    assert served(life.cloud) == {"1": 100}
    canary = Release(version="2", blue=90, green=10, stable=stable("1", "1"))
    _is_the_same_offline(life, canary)
    life.deploy(canary)
    assert served(life.cloud) == {"1": 90, "2": 10}
    assert life.revision == "2"
    life.release("2", blue=0, green=100, stable=stable("1", "1"))
    assert served(life.cloud) == {"2": 100}
    assert not life.cloud.of_type(POLICY)
    assert len(life.cloud.of_type(DISTRIBUTION)) == 1
    life.pass_through("3", blue=100, green=0, stable=stable("2", "2"))
    assert served(life.cloud) == {"2": 100, "3": 0}
    life.release("2")
    assert served(life.cloud) == {"4": 100}
    life.cloud.watchers.clear()
    life.stack.destroy()
    assert [item.type for item in life.cloud] == [FUNCTION]


def _is_the_same_offline(life: Life, release: Release) -> None:
    life.write(release)
    engine = load_preview_json(life.stack.preview("--show-sames").stdout)
    offline = capture_program(ProjectProgram(directory=life.stack.directory), stack=life.stack.name).graph
    assert not engine.partial
    assert disagreements(offline, engine) == []
