"""What the stand-in refuses of Kubernetes, and what replaces an object there."""

import copy
from typing import Any

import pytest

from tests.engine.stack import Stack
from tests.engine.standin import Cloud, Refusal
from tests.engine.standin.cloud import CloudObject
from tests.engine.standin.kubernetes import KubernetesProvider
from tests.engine.standin.provider import Target
from tests.engine.test_kubernetes_life import dangling

SERVICE = "kubernetes:core/v1:Service"
DEPLOYMENT: dict[str, Any] = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "model", "namespace": "ai"},
    "spec": {
        "selector": {"matchLabels": {"app": "model"}},
        "template": {
            "metadata": {"labels": {"app": "model"}},
            "spec": {"containers": [{"name": "model", "image": "model:1"}]},
        },
    },
}
AUTOSCALER: dict[str, Any] = {
    "apiVersion": "autoscaling/v2",
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "model", "namespace": "ai"},
    "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "model"}, "minReplicas": 1, "maxReplicas": 3},
}
SCALED_OBJECT: dict[str, Any] = {
    "apiVersion": "keda.sh/v1alpha1",
    "kind": "ScaledObject",
    "metadata": {"name": "model", "namespace": "ai"},
    "spec": {"scaleTargetRef": {"name": "model"}, "triggers": []},
}


def create(cloud: Cloud, manifest: dict[str, Any]) -> CloudObject:
    return KubernetesProvider().create(cloud, _target(manifest), copy.deepcopy(manifest))


def changed(manifest: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with one value set."""
    copied = copy.deepcopy(manifest)
    *parents, last = path.split(".")
    place = copied
    for parent in parents:
        place = place[int(parent)] if isinstance(place, list) else place.setdefault(parent, {})
    place[last] = value
    return copied


def _target(manifest: dict[str, Any]) -> Target:
    type_ = f"kubernetes:{manifest['apiVersion']}:{manifest['kind']}"
    return Target(urn=f"urn:pulumi:dev::p::{type_}::x", type=type_, name="x", region="")


RESOURCES = "spec.template.spec.containers.0.resources"


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        (
            changed(DEPLOYMENT, "spec.selector.matchLabels", {"app": "other"}),
            "`selector` does not match template `labels`",
        ),
        (changed(DEPLOYMENT, "metadata.name", "Model"), "RFC 1123 subdomain"),
        (changed(DEPLOYMENT, "metadata.labels", {"tier": "a b"}), "a valid label"),
        (
            changed(DEPLOYMENT, RESOURCES, {"requests": {"cpu": "1500m"}, "limits": {"cpu": "1"}}),
            "must be less than or equal to cpu limit of 1",
        ),
        (
            changed(DEPLOYMENT, RESOURCES, {"requests": {"nvidia.com/gpu": "1"}}),
            "must be equal to nvidia.com/gpu limit",
        ),
        (changed(AUTOSCALER, "spec.minReplicas", 0), "spec.minReplicas: Invalid value: 0"),
        (changed(AUTOSCALER, "spec.maxReplicas", 0), "must be greater than or equal to `minReplicas`"),
    ],
)
def test_an_object_that_the_api_server_refuses(cloud: Cloud, manifest: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        create(cloud, manifest)


def test_a_name_that_is_taken(cloud: Cloud) -> None:
    create(cloud, DEPLOYMENT)
    with pytest.raises(Refusal, match=r'deployments\.apps "model" already exists'):
        create(cloud, DEPLOYMENT)


def test_a_selector_does_not_change_in_place(cloud: Cloud) -> None:
    existing = create(cloud, DEPLOYMENT)
    manifest = changed(DEPLOYMENT, "spec.selector.matchLabels", {"app": "model", "track": "stable"})
    manifest["spec"]["template"]["metadata"]["labels"]["track"] = "stable"
    with pytest.raises(Refusal, match="field is immutable"):
        KubernetesProvider().update(cloud, existing, _target(manifest), manifest)


def test_one_autoscaler_for_one_workload(cloud: Cloud) -> None:
    create(cloud, AUTOSCALER)
    with pytest.raises(Refusal, match="is already managed by the hpa 'model'"):
        create(cloud, SCALED_OBJECT)


def test_an_autoscaler_that_lets_keda_follow(cloud: Cloud) -> None:
    annotations = {"validations.keda.sh/hpa-ownership": "false"}
    create(cloud, changed(AUTOSCALER, "metadata.annotations", annotations))
    assert create(cloud, SCALED_OBJECT).id == "ai/model"


def test_kinds_whose_definitions_are_missing(cloud: Cloud) -> None:
    cloud.missing_api_groups.add("keda.sh")
    with pytest.raises(Refusal, match=r'no matches for kind "ScaledObject" in version "keda\.sh/v1alpha1"'):
        create(cloud, SCALED_OBJECT)


def test_a_namespace_that_is_missing(cloud: Cloud) -> None:
    cloud.namespaces = set()
    with pytest.raises(Refusal, match='namespaces "ai" not found'):
        create(cloud, DEPLOYMENT)
    create(cloud, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "ai"}})
    assert create(cloud, DEPLOYMENT).id == "ai/model"


@pytest.mark.parametrize(
    ("path", "value", "replaces"),
    [
        ("spec.selector.matchLabels.app", "other", True),
        ("metadata.name", "other", True),
        ("metadata.namespace", "other", True),
        ("spec.template.spec.containers.0.image", "model:2", False),
        ("metadata.labels", {"a": "b"}, False),
    ],
)
def test_what_replaces_a_deployment(path: str, value: Any, replaces: bool) -> None:
    news = changed(DEPLOYMENT, path, value)
    found = KubernetesProvider().compare(_target(news), news, olds=DEPLOYMENT)
    assert bool(found.replaces) == replaces
    assert found.differences


PROGRAM = """
    import pulumi_kubernetes as k8s

    labels = {"app": "model", "track": "%(track)s"}
    k8s.apps.v1.Deployment("model", %(metadata)s spec={
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels},
                     "spec": {"containers": [{"name": "model", "image": "model:1"}]}}})
    k8s.core.v1.Service("model", spec={"selector": labels, "ports": [{"port": 80}]})
"""


def test_a_changed_selector_replaces_and_an_autonamed_object_stays_up(stack: Stack, cloud: Cloud) -> None:
    stack.write(PROGRAM % {"track": "stable", "metadata": ""}).up()
    assert stack.up().changes == {"same": 3}
    stack.write(PROGRAM % {"track": "canary", "metadata": ""})
    cloud.forget_rpcs()
    assert stack.preview().replaced_for("model") == ["spec.selector.matchLabels.track"]
    stack.up()
    assert cloud.changes().index("create Deployment model") < cloud.changes().index("delete Deployment model")
    assert stack.lost() == []


def test_an_object_with_a_fixed_name_is_deleted_first(stack: Stack, cloud: Cloud) -> None:
    metadata = 'metadata={"name": "model"},'
    stack.write(PROGRAM % {"track": "stable", "metadata": metadata}).up()
    stack.write(PROGRAM % {"track": "canary", "metadata": metadata})
    cloud.forget_rpcs()
    stack.up()
    assert cloud.changes().index("delete Deployment model") < cloud.changes().index("create Deployment model")


def test_a_selector_without_pods_is_noticed(cloud: Cloud) -> None:
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "model", "namespace": "ai"}}
    target = Target(urn="urn:pulumi:dev::p::kubernetes:core/v1:Service::x", type=SERVICE, name="x", region="")
    KubernetesProvider().create(cloud, target, {**service, "spec": {"selector": {"app": "model"}}})
    assert dangling(cloud) == ["Service model selects {'app': 'model'}"]
    create(cloud, DEPLOYMENT)
    assert dangling(cloud) == []
