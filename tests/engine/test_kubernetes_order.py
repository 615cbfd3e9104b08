"""InferenceService on Kubernetes: what changes in a step of a release, and in which order."""

from typing import Any, Final

import pytest

from tests.engine.life import Life, Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud
from tests.targets.change import at, merged

IMAGE: Final = "registry.example.com/fraud"
SCALED: Final = {"minReplicas": 2, "maxReplicas": 4, "targetUtilization": 70}
FIXED: Final = {"minReplicas": 5, "maxReplicas": 5, "targetUtilization": None}


def document(release: Release, *patches: dict[str, Any]) -> dict[str, Any]:
    """A service whose gateway checks tokens, with a name in the cluster that leads to it."""
    gateway = {"name": "edge", "namespace": "gateways", "implementation": "envoy-gateway", "service": "edge"}
    runtime = {
        "platform": "kubernetes",
        "image": f"{IMAGE}:{release.version}",
        "cpu": "1",
        "auth": {"jwt": {"issuer": "https://login.example.com", "audiences": ["fraud"]}},
        "network": {"gateway": gateway},
    }
    whole = {
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {"name": "fraud", "namespace": "ai"},
        "spec": {
            "modelRef": {"name": "fraud", "version": release.version},
            "runtime": runtime,
            "trafficSplit": release.split,
            "autoscaling": SCALED,
        },
    }
    return merged(whole, *patches)


def in_the_cluster(release: Release) -> dict[str, Any]:
    """The same before it had a gateway."""
    return document(release, at("spec.runtime", {"access": "internal", "auth": None, "network": None}))


def stable(version: str) -> dict[str, str]:
    return {"modelVersion": version, "image": f"{IMAGE}:{version}"}


@pytest.fixture
def life(stack: Stack, cloud: Cloud) -> Life:
    return Life(stack=stack, cloud=cloud, document=document, invariant=lambda _: [])


def deploy(life: Life, version: str, **step: Any) -> None:
    """Deploy a step; that all is in place afterwards the tests of a service's life see."""
    life.write(Release(version=version, **step))
    life.stack.up()


def changes_of(life: Life, version: str, **step: Any) -> list[str]:
    """What the clouds were told to do in a step, in order."""
    life.cloud.forget_rpcs()
    deploy(life, version, **step)
    return life.cloud.changes()


def order(changes: list[str], *wanted: str) -> list[str]:
    """The wanted changes, in the order in which they were made."""
    assert set(wanted) <= set(changes), changes
    return [change for change in changes if change in wanted]


def test_a_split_adds_beside_what_serves_and_then_moves_traffic(life: Life) -> None:
    deploy(life, "1")
    changes = changes_of(life, "2", blue=90, green=10, stable=stable("1"))
    assert [change for change in changes if not change.startswith("create ")] == ["update HTTPRoute fraud-route"]
    expected = ["create Service fraud-candidate-service", "create Deployment fraud-candidate-deployment"]
    assert order(changes, *expected, "update HTTPRoute fraud-route") == [*expected, "update HTTPRoute fraud-route"]


def test_another_weight_changes_the_route_and_the_candidate(life: Life) -> None:
    deploy(life, "1")
    deploy(life, "2", blue=90, green=10, stable=stable("1"))
    changes = changes_of(life, "2", blue=50, green=50, stable=stable("1"))
    assert changes == ["update HTTPRoute fraud-route"]


def test_the_candidate_goes_after_the_stable_slot_took_over(life: Life) -> None:
    deploy(life, "1")
    deploy(life, "2", blue=50, green=50, stable=stable("1"))
    changes = changes_of(life, "2", blue=0, green=100)
    expected = [
        "update Deployment fraud-deployment",
        "update HTTPRoute fraud-route",
        "delete Deployment fraud-candidate-deployment",
        "delete Service fraud-candidate-service",
    ]
    assert order(changes, *expected) == expected
    assert not [change for change in changes if change.startswith("create")]


def test_a_roll_back_leaves_the_old_pods_alone(life: Life) -> None:
    deploy(life, "1")
    deploy(life, "2", blue=50, green=50, stable=stable("1"))
    changes = changes_of(life, "1")
    assert "update Deployment fraud-deployment" not in changes
    assert changes[0] == "update HTTPRoute fraud-route"
    assert "delete Deployment fraud-candidate-deployment" in changes


def test_a_token_is_asked_for_before_the_route_opens(life: Life) -> None:
    changes = changes_of(life, "1")
    expected = [
        "create SecurityPolicy fraud-authentication",
        "create HTTPRoute fraud-route",
        "create Service fraud-service",
    ]
    assert order(changes, *expected) == expected


def test_a_gateway_is_put_in_front_while_the_pods_run(life: Life) -> None:
    life.document = in_the_cluster
    deploy(life, "1")
    life.document = document
    changes = changes_of(life, "1")
    assert "update Deployment fraud-deployment" not in changes
    expected = ["create HTTPRoute fraud-route", "update Service fraud-service"]
    assert order(changes, *expected) == expected
    assert not [change for change in changes if change.startswith("delete")]


def test_switching_an_autoscaler_on_keeps_the_replicas(life: Life) -> None:
    life.document = lambda release: document(release, at("spec.autoscaling", FIXED))
    deploy(life, "1")
    life.document = document
    deploy(life, "1")
    deployment = life.cloud.the("kubernetes:apps/v1:Deployment")
    assert deployment.inputs["spec"]["replicas"] == 5
