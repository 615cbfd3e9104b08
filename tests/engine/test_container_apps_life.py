"""InferenceService on Azure Container Apps through its life: releases, splits, roll backs, failures, destroy."""

from typing import Any

import pytest

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine.agreement import disagreements
from tests.engine.life import Life, Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud
from tests.engine.standin.azure_kinds import APP, ENVIRONMENT

IMAGE = "models.azurecr.io/fraud"


def document(release: Release, **autoscaling: Any) -> dict[str, Any]:
    """A service that keeps replicas, with a model, a secret and a key of its own."""
    return {
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {"name": "fraud", "namespace": "ai"},
        "spec": {
            "modelRef": {
                "name": "fraud",
                "version": release.version,
                "uri": f"az://models/released/{release.version}.onnx",
            },
            "runtime": {
                "platform": "azure-container-apps",
                "region": "westeurope",
                "image": f"{IMAGE}:{release.version}",
                "memory": "4GiB",
                "secrets": {"DATABASE": "azure-kv://vault/database"},
            },
            "trafficSplit": release.split,
            "autoscaling": {"minReplicas": 2, "maxReplicas": 10, "targetUtilization": 70, **autoscaling},
            "finops": {"costCenter": "Fraud"},
            "slo": {"latencyP95": "300ms", "availability": "99.9%"},
            "responsibleAI": {"dataClassification": "confidential"},
        },
    }


def cold(release: Release) -> dict[str, Any]:
    """The same without replicas that are kept."""
    given = document(release)
    given["spec"]["autoscaling"] = {"minReplicas": 0, "maxReplicas": 10}
    return given


def stable(version: str, revision: str) -> dict[str, str]:
    return {"modelVersion": version, "revision": revision, "modelUri": f"az://models/released/{version}.onnx"}


def served(cloud: Cloud) -> dict[str, int]:
    """Image tag → per cent of the traffic."""
    app = cloud.the(APP)
    revisions = {revision["name"]: revision["image"].rsplit(":", 1)[-1] for revision in app.hidden["revisions"]}
    sides = app.inputs["configuration"]["ingress"]["traffic"]
    return {revisions[side.get("revisionName") or app.outputs["latestRevisionName"]]: side["weight"] for side in sides}


def running(cloud: Cloud) -> list[str]:
    """Image tags of the revisions that are in service."""
    return [item["image"].rsplit(":", 1)[-1] for item in cloud.the(APP).hidden["revisions"] if item["active"]]


def outages(cloud: Cloud) -> list[str]:
    """Revisions that take traffic and are out of service."""
    if not cloud.of_type(APP):
        return []
    return [f"{tag} takes {share} %" for tag, share in served(cloud).items() if share and tag not in running(cloud)]


@pytest.fixture
def life(stack: Stack, cloud: Cloud) -> Life:
    life = Life(stack=stack, cloud=cloud, document=document, invariant=outages)
    life.write(Release(version="1"))
    stack.set("apexai:azureGroup", "shared")
    return life


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
    assert running(life.cloud) == ["2"]
    life.pass_through("3", blue=90, green=10, stable=stable("2", second))
    assert served(life.cloud) == {"2": 90, "3": 10}
    life.release("2")
    assert served(life.cloud) == {"2": 100}
    assert running(life.cloud) == ["2"]
    life.stack.destroy()
    assert len(life.cloud) == 0


def test_a_cold_stable_side_stays_and_another_region_is_another_environment(life: Life) -> None:
    life.document = cold
    life.write(Release(version="1"))
    life.fails("ContainerApp")
    life.pass_through("1")
    first = life.revision
    life.release("2", blue=0, green=100, stable=stable("1", first))
    assert served(life.cloud) == {"1": 0, "2": 100}
    assert running(life.cloud) == ["1", "2"]
    life.release("2", blue=100, green=0, stable=stable("1", first))
    assert served(life.cloud) == {"1": 100, "2": 0}
    moved = cold(Release(version="1"))
    moved["spec"]["runtime"]["region"] = "northeurope"
    life.document = lambda release: moved
    life.write(Release(version="1"))
    steps = life.stack.preview().document["steps"]
    replaced = {step["urn"].split("::")[2].split("$")[-1] for step in steps if "replace" in step["op"]}
    assert {APP, ENVIRONMENT} <= replaced


def test_the_offline_graph_equals_the_engines(life: Life) -> None:
    life.write(Release(version="2", blue=90, green=10, stable=stable("1", "fraud--a1b2c3d")))
    engine = load_preview_json(life.stack.preview().stdout)
    offline = capture_program(ProjectProgram(directory=life.stack.directory), stack=life.stack.name).graph
    assert not engine.partial
    assert disagreements(offline, engine) == []
