"""InferenceService on Kubernetes through its life: releases, splits, roll backs, failures, destroy."""

from typing import Any

import pytest

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine.agreement import disagreements
from tests.engine.life import Life, Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud, CloudObject

IMAGE = "registry.example.com/fraud"
SELECTING = (
    "kubernetes:core/v1:Service",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    "kubernetes:policy/v1:PodDisruptionBudget",
)
GATEWAY = {"gateway": {"name": "public", "namespace": "gateways"}, "domain": "models.example.com"}


def document(release: Release, **autoscaling: Any) -> dict[str, Any]:
    """A service behind a gateway."""
    return {
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {"name": "fraud", "namespace": "ai"},
        "spec": {
            "modelRef": {"name": "fraud", "version": release.version},
            "runtime": {
                "platform": "kubernetes",
                "image": f"{IMAGE}:{release.version}",
                "memory": "1GiB",
                "cpu": "1",
                "access": "public",
                "network": GATEWAY,
                "environment": {"LOG_LEVEL": "INFO"},
            },
            "trafficSplit": release.split,
            "autoscaling": {
                name: value
                for name, value in {"minReplicas": 2, "maxReplicas": 4, "targetUtilization": 70, **autoscaling}.items()
                if value is not None
            },
        },
    }


def to_zero(release: Release) -> dict[str, Any]:
    """The same with no replica while nobody asks, which needs KEDA."""
    requests = {
        "serverAddress": "http://prometheus:9090",
        "query": "sum(rate(requests[1m]))",
        "threshold": 5,
    }
    return document(release, minReplicas=0, targetUtilization=None, prometheus=requests)


def stable(version: str) -> dict[str, str]:
    return {"modelVersion": version, "image": f"{IMAGE}:{version}"}


def served(cloud: Cloud) -> dict[str, int]:
    """Image tag → weight on the route."""
    backends = _route(cloud)["rules"][0]["backendRefs"]
    return {_tag(_deployment_behind(cloud, backend["name"])): backend.get("weight", 1) for backend in backends}


def outages(cloud: Cloud) -> list[str]:
    """Backends that take traffic and have no pods."""
    return [
        f"{backend['name']} takes {backend.get('weight', 1)} and has no Deployment"
        for backend in _route(cloud)["rules"][0]["backendRefs"]
        if backend.get("weight", 1) and not _deployments_behind(cloud, backend["name"])
    ]


def dangling(cloud: Cloud) -> list[str]:
    """What selects pods that nobody makes."""
    made = [_labels(item) for item in cloud.of_type("kubernetes:apps/v1:Deployment")]
    return [
        f"{item.inputs['kind']} {item.inputs['metadata']['name']} selects {wanted}"
        for item in cloud.of_type(*SELECTING)
        for wanted in [_selected(item.inputs["spec"])]
        if wanted and not any(wanted.items() <= labels.items() for labels in made)
    ]


def _selected(spec: dict[str, Any]) -> dict[str, str]:
    selector = spec.get("podSelector") or spec.get("selector") or {}
    return dict(selector.get("matchLabels", selector))


def _labels(deployment: CloudObject) -> dict[str, str]:
    return dict(deployment.inputs["spec"]["template"]["metadata"]["labels"])


def _route(cloud: Cloud) -> dict[str, Any]:
    routes = cloud.of_type("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute")
    return dict(routes[0].inputs["spec"]) if routes else {"rules": [{"backendRefs": []}]}


def _deployments_behind(cloud: Cloud, service: str) -> list[CloudObject]:
    found = [item for item in cloud.of_type("kubernetes:core/v1:Service") if item.inputs["metadata"]["name"] == service]
    selector = found[0].inputs["spec"]["selector"] if found else {"none": "none"}
    return [
        item
        for item in cloud.of_type("kubernetes:apps/v1:Deployment")
        if selector.items() <= item.inputs["spec"]["template"]["metadata"]["labels"].items()
    ]


def _deployment_behind(cloud: Cloud, service: str) -> CloudObject:
    (found,) = _deployments_behind(cloud, service)
    return found


def _tag(deployment: CloudObject) -> str:
    return str(deployment.inputs["spec"]["template"]["spec"]["containers"][0]["image"].rsplit(":", 1)[-1])


@pytest.fixture
def life(stack: Stack, cloud: Cloud) -> Life:
    cloud.namespaces = {"ai", "gateways"}
    return Life(stack=stack, cloud=cloud, document=document, invariant=outages, at_rest=dangling)


def test_releases_splits_and_a_roll_back(life: Life) -> None:
    life.release("1")
    assert served(life.cloud) == {"1": 100}
    life.release("2", blue=90, green=10, stable=stable("1"))
    assert served(life.cloud) == {"1": 90, "2": 10}
    life.pass_through("2", blue=50, green=50, stable=stable("1"))
    assert served(life.cloud) == {"1": 50, "2": 50}
    life.release("2", blue=0, green=100, stable=stable("1"))
    assert served(life.cloud) == {"2": 100}
    assert life.revision == "2"
    life.pass_through("3", blue=90, green=10, stable=stable("2"))
    assert served(life.cloud) == {"2": 90, "3": 10}
    life.release("2")
    assert served(life.cloud) == {"2": 100}
    life.stack.destroy()
    assert len(life.cloud) == 0


def test_a_dark_launch_takes_no_traffic(life: Life) -> None:
    life.pass_through("1")
    life.release("2", blue=100, green=0, stable=stable("1"))
    assert {tag: weight for tag, weight in served(life.cloud).items() if weight} == {"1": 100}
    assert len(life.cloud.of_type("kubernetes:apps/v1:Deployment")) == 2
    life.release("2", blue=90, green=10, stable=stable("1"))
    assert served(life.cloud) == {"1": 90, "2": 10}


def test_to_zero_and_back(life: Life) -> None:
    """From an autoscaler of Kubernetes to one of KEDA, a split there, and back: never both, never none for long."""
    life.pass_through("1")
    life.document = to_zero
    life.release("1")
    assert len(life.cloud.of_type("kubernetes:keda.sh/v1alpha1:ScaledObject")) == 1
    assert not life.cloud.of_type("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")
    life.pass_through("2", blue=50, green=50, stable=stable("1"))
    assert served(life.cloud) == {"1": 50, "2": 50}
    life.document = document
    life.release("2")
    assert len(life.cloud.of_type("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")) == 1
    assert not life.cloud.of_type("kubernetes:keda.sh/v1alpha1:ScaledObject")


def test_a_changed_variable_updates_in_place(life: Life) -> None:
    life.pass_through("1")
    changed = document(Release(version="1"))
    changed["spec"]["runtime"]["environment"]["LOG_LEVEL"] = "DEBUG"
    life.document = lambda release: changed
    run = life.release("1")
    assert set(run.steps) == {"update"}
    assert "Deployment" in " ".join(run.steps["update"])


def test_replicas_that_an_autoscaler_set_are_left_alone(life: Life) -> None:
    life.pass_through("1")
    (deployment,) = life.cloud.of_type("kubernetes:apps/v1:Deployment")
    deployment.outputs["spec"]["replicas"] = 3
    life.cloud.put(deployment)
    life.stack.refresh()
    assert set(life.stack.preview().changes) == {"same"}


def test_a_release_that_fails_again_and_again_is_no_outage(life: Life) -> None:
    life.pass_through("1")
    next_one = Release(version="2", blue=90, green=10, stable=stable("1"))
    life.write(next_one)
    for kind in ("Service", "Deployment", "HTTPRoute"):
        life.fails(kind)
    life.deploy(next_one)
    assert served(life.cloud) == {"1": 90, "2": 10}


def test_a_new_name_replaces(life: Life) -> None:
    life.pass_through("1")
    renamed = document(Release(version="1"))
    renamed["metadata"]["namespace"] = "other"
    assert life.cloud.namespaces is not None
    life.cloud.namespaces.add("other")
    life.document = lambda release: renamed
    life.write(Release(version="1"))
    reasons = {reason for step in life.stack.preview().document["steps"] for reason in step.get("replaceReasons") or []}
    assert reasons == {"metadata.namespace"}


@pytest.mark.parametrize(
    "release",
    [Release(version="1"), Release(version="2", blue=90, green=10, stable=stable("1"))],
    ids=["steady", "split"],
)
def test_the_offline_graph_equals_the_engines(life: Life, release: Release) -> None:
    life.write(release)
    engine = load_preview_json(life.stack.preview().stdout)
    offline = capture_program(ProjectProgram(directory=life.stack.directory), stack=life.stack.name).graph
    assert not engine.partial
    assert disagreements(offline, engine) == []
