"""InferenceService on AWS Lambda through its life: releases, splits, roll backs, failures, destroy."""

from typing import Any

import pytest

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from apexai.preview.against import compare_preview
from apexai.preview.baseline import baseline_of
from apexai.preview.difference import Change
from apexai.preview.paths import preview_path
from tests.engine.agreement import disagreements
from tests.engine.life import Life, Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud, CloudObject
from tests.projects import JUDGED

IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud"
FUNCTION = "aws:lambda/function:Function"
ALIAS = "aws:lambda/alias:Alias"
PROVISIONED = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
TARGET = "aws:appautoscaling/target:Target"


def document(release: Release, **autoscaling: Any) -> dict[str, Any]:
    """A service with provisioned concurrency."""
    return {
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {"name": "fraud", "namespace": "ai"},
        "spec": {
            "modelRef": {"name": "fraud", "version": release.version},
            "runtime": {
                "platform": "aws-lambda",
                "region": "us-east-1",
                "image": f"{IMAGE}:{release.version}",
                "memory": "4096MB",
                "timeout": "30s",
                "environment": {"LOG_LEVEL": "INFO"},
            },
            "trafficSplit": release.split,
            "autoscaling": {"minReplicas": 2, "maxReplicas": 10, "targetUtilization": 70, **autoscaling},
            "finops": {"costCenter": "Fraud"},
        },
    }


def cold(release: Release) -> dict[str, Any]:
    """The same without provisioned concurrency."""
    given = document(release)
    given["spec"]["autoscaling"] = {"minReplicas": 0, "maxReplicas": 10}
    return given


def stable(version: str, revision: str) -> dict[str, str]:
    return {"modelVersion": version, "revision": revision}


def served(cloud: Cloud) -> dict[str, int]:
    """Image tag → per cent of the traffic."""
    versions = cloud.the(FUNCTION).hidden["versions"]
    return {
        versions[version]["imageUri"].rsplit(":", 1)[-1]: round(100 * share)
        for version, share in shares(cloud.the(ALIAS)).items()
    }


def shares(alias: CloudObject) -> dict[str, float]:
    """Version → share of the traffic."""
    others = (alias.inputs.get("routingConfig") or {}).get("additionalVersionWeights") or {}
    return {alias.inputs["functionVersion"]: 1 - sum(others.values()), **others}


def warm_outages(cloud: Cloud) -> list[str]:
    """Versions that take traffic without provisioned concurrency."""
    warm = {item.inputs["qualifier"] for item in cloud.of_type(PROVISIONED)}
    return [
        f"version {version} takes {share:.0%} cold"
        for alias in cloud.of_type(ALIAS)
        for version, share in shares(alias).items()
        if share and version not in warm
    ]


@pytest.fixture
def life(stack: Stack, cloud: Cloud) -> Life:
    return Life(stack=stack, cloud=cloud, document=document, invariant=warm_outages)


def test_releases_splits_and_a_roll_back(life: Life) -> None:
    life.release("1")
    assert served(life.cloud) == {"1": 100}
    first = life.revision
    life.release("2", blue=90, green=10, stable=stable("1", first))
    assert served(life.cloud) == {"1": 90, "2": 10}
    second = life.revision
    assert second != first
    life.pass_through("2", blue=50, green=50, stable=stable("1", first))
    assert served(life.cloud) == {"1": 50, "2": 50}
    assert life.revision == second
    life.release("2", blue=0, green=100, stable=stable("1", first))
    assert served(life.cloud) == {"2": 100}
    life.pass_through("3", blue=90, green=10, stable=stable("2", second))
    assert served(life.cloud) == {"2": 90, "3": 10}
    life.release("3", blue=100, green=0, stable=stable("2", second))
    assert {tag: share for tag, share in served(life.cloud).items() if share} == {"2": 100}
    life.release("2")
    assert served(life.cloud) == {"2": 100}
    life.stack.destroy()
    assert len(life.cloud) == 0


def test_a_life_without_provisioned_concurrency(life: Life) -> None:
    life.document, life.invariant = cold, lambda cloud: []
    life.pass_through("1")
    first = life.revision
    life.release("2", blue=90, green=10, stable=stable("1", first))
    assert served(life.cloud) == {"1": 90, "2": 10}
    life.release("2", blue=0, green=100, stable=stable("1", first))
    assert served(life.cloud) == {"2": 100}
    assert not life.cloud.of_type(PROVISIONED, TARGET)


def test_provisioned_concurrency_comes_and_goes(life: Life) -> None:
    life.invariant = lambda cloud: []
    life.document = cold
    life.pass_through("1")
    life.document = document
    life.release("1")
    assert warm_outages(life.cloud) == []
    life.document = cold
    life.release("1")
    assert not life.cloud.of_type(PROVISIONED, TARGET)


def test_a_changed_variable_is_a_release_of_its_own(life: Life) -> None:
    life.pass_through("1")
    before = life.revision
    changed = document(Release(version="1"))
    changed["spec"]["runtime"]["environment"]["LOG_LEVEL"] = "DEBUG"
    life.document = lambda release: changed
    life.release("1")
    assert life.revision != before
    assert life.cloud.the(FUNCTION).inputs["environment"]["variables"]["LOG_LEVEL"] == "DEBUG"


def test_capacity_that_autoscaling_set_is_left_alone(life: Life) -> None:
    life.pass_through("1")
    (warm,) = life.cloud.of_type(PROVISIONED)
    warm.inputs["provisionedConcurrentExecutions"] = warm.outputs["provisionedConcurrentExecutions"] = 7
    life.cloud.put(warm)
    life.stack.refresh()
    life.release("1")
    assert life.cloud.the(PROVISIONED).inputs["provisionedConcurrentExecutions"] == 7


def test_a_split_leaves_the_other_version_to_autoscaling_too(life: Life) -> None:
    life.pass_through("1")
    life.release("2", blue=90, green=10, stable=stable("1", life.revision))
    scaled = {item.inputs["resourceId"].rsplit(":", 1)[-1] for item in life.cloud.of_type(TARGET)}
    assert scaled <= set(shares(life.cloud.the(ALIAS)))
    total = sum(item.inputs["maxCapacity"] for item in life.cloud.of_type(TARGET))
    assert total <= life.cloud.the(FUNCTION).inputs["reservedConcurrentExecutions"]


def test_each_up_gets_past_what_failed_in_the_one_before(life: Life) -> None:
    life.write(Release(version="1"))
    for kind in ("Role", "RolePolicy", "Function", "ProvisionedConcurrencyConfig", "Alias", "FunctionUrl"):
        life.fails(kind)
    life.pass_through("1")
    assert served(life.cloud) == {"1": 100}


def test_a_release_that_fails_again_and_again_is_no_outage(life: Life) -> None:
    life.pass_through("1")
    next_one = Release(version="2", blue=90, green=10, stable=stable("1", life.revision))
    life.write(next_one)
    for kind in ("Function", "ProvisionedConcurrencyConfig", "Alias"):
        life.fails(kind)
    life.deploy(next_one)
    assert served(life.cloud) == {"1": 90, "2": 10}


def test_refresh_restores_what_somebody_deleted(life: Life) -> None:
    life.pass_through("1")
    life.cloud.watchers.clear()
    life.cloud.remove(life.cloud.the(ALIAS))
    life.cloud.remove(life.cloud.the(PROVISIONED))
    life.stack.refresh()
    life.release("1")
    assert served(life.cloud) == {"1": 100}


def test_another_region_replaces_what_previews_say(life: Life) -> None:
    life.pass_through("1")
    directory = str(life.stack.directory)
    before = baseline_of(preview_path(directory, JUDGED), label="before")
    moved = document(Release(version="1"))
    moved["spec"]["runtime"]["region"] = "eu-west-1"
    moved["spec"]["runtime"]["image"] = f"{IMAGE.replace('us-east-1', 'eu-west-1')}:1"
    life.document = lambda release: moved
    life.write(Release(version="1"))
    steps = life.stack.preview().document["steps"]
    replaced = {step["urn"] for step in steps if "replace" in step["op"]}
    assert any(FUNCTION in urn for urn in replaced)
    (deployment,) = compare_preview(preview_path(directory, JUDGED), before).deployments
    assert deployment.difference is not None
    told = {item.urn for item in deployment.difference.resources if item.change is Change.REPLACED}
    assert told == replaced


@pytest.mark.parametrize(
    "release",
    [Release(version="1"), Release(version="2", blue=90, green=10, stable=stable("1", "1"))],
    ids=["steady", "split"],
)
def test_the_offline_graph_equals_the_engines(life: Life, release: Release) -> None:
    life.write(release)
    engine = load_preview_json(life.stack.preview().stdout)
    offline = capture_program(ProjectProgram(directory=life.stack.directory), stack=life.stack.name).graph
    assert not engine.partial
    assert disagreements(offline, engine) == []
