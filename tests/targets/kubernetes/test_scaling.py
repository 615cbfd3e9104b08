"""Replicas: exactly one thing decides over them."""

from collections.abc import Callable, Mapping

import pytest

from apexai.graph import Resource
from tests.targets.kubernetes.conftest import Manifests
from tests.targets.kubernetes.documents import CASES

Made = Callable[[str], Manifests]


@pytest.mark.parametrize("case", CASES)
def test_a_deployment_has_one_autoscaler_at_most(case: str, manifests: Made) -> None:
    targets = [
        manifest["spec"]["scaleTargetRef"]["name"]
        for manifest in manifests(case).values()
        if manifest["kind"] in ("HorizontalPodAutoscaler", "ScaledObject")
    ]
    assert len(targets) == len(set(targets))


@pytest.mark.parametrize("case", CASES)
def test_replicas_that_an_autoscaler_sets_are_ignored(case: str, captured: Mapping[str, tuple[Resource, ...]]) -> None:
    scaled = {
        resource.inputs["spec"]["scaleTargetRef"]["name"]  # type: ignore[index,call-overload]
        for resource in captured[case]
        if resource.type.endswith((":HorizontalPodAutoscaler", ":ScaledObject"))
    }
    deployments = [resource for resource in captured[case] if resource.type.endswith(":Deployment")]
    assert deployments
    for resource in deployments:
        name = resource.inputs["metadata"]["name"]  # type: ignore[index,call-overload]
        assert resource.options.ignore_changes == (("spec.replicas",) if name in scaled else ())


def test_the_cpu_of_the_model_alone_scales(manifests: Made) -> None:
    spec = manifests("everything")["subject-autoscaler"]["spec"]
    assert spec["metrics"] == [
        {
            "type": "ContainerResource",
            "containerResource": {
                "container": "model",
                "name": "cpu",
                "target": {"type": "Utilization", "averageUtilization": 70},
            },
        }
    ]


def test_without_autoscaling_one_replica_runs(manifests: Made) -> None:
    made = manifests("smallest")
    assert made["subject-deployment"]["spec"]["replicas"] == 1
    assert "subject-autoscaler" not in made


def test_equal_bounds_are_a_fixed_number_that_is_ours(manifests: Made) -> None:
    deployment = manifests("fixed")["subject-deployment"]
    assert deployment["spec"]["replicas"] == 3
    assert deployment["metadata"]["annotations"] == {"pulumi.com/patchForce": "true"}


def test_from_zero_is_kedas(manifests: Made) -> None:
    made = manifests("from zero")
    spec = made["subject-scaled-object"]["spec"]
    assert (spec["minReplicaCount"], spec["maxReplicaCount"]) == (0, 6)
    assert spec["triggers"] == [
        {
            "type": "prometheus",
            "metadata": {
                "serverAddress": "http://prometheus.monitoring:9090",
                "query": "sum(queue)",
                "threshold": "5",
            },
        }
    ]
    assert made["subject-deployment"]["spec"]["replicas"] == 1


def test_windows_and_utilisation_are_triggers_of_one_object(manifests: Made) -> None:
    triggers = manifests("by the clock")["subject-scaled-object"]["spec"]["triggers"]
    assert [trigger["type"] for trigger in triggers] == ["cpu", "cron"]
    assert triggers[0]["metadata"] == {"containerName": "model", "value": "70"}
    assert triggers[1] == {
        "type": "cron",
        "name": "day",
        "metadata": {
            "timezone": "Europe/Berlin",
            "start": "0 8 * * 1-5",
            "end": "0 18 * * 1-5",
            "desiredReplicas": "4",
        },
    }


def test_keda_may_take_over_from_an_autoscaler(manifests: Made) -> None:
    annotations = manifests("cpu scaling")["subject-autoscaler"]["metadata"]["annotations"]
    assert annotations == {"validations.keda.sh/hpa-ownership": "false"}
