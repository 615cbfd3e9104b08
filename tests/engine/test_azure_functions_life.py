"""InferenceService on Azure Functions through its life: images with slots, packages on Flex, failures, destroy."""

from typing import Any

import pytest

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine.agreement import disagreements
from tests.engine.life import Life, Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud
from tests.engine.standin.azure_kinds import FUNCTION, PLAN, SLOT

IMAGE = "models.azurecr.io/fraud"


def document(release: Release) -> dict[str, Any]:
    """An image on Elastic Premium."""
    return {
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {"name": "fraud", "namespace": "ai"},
        "spec": {
            "modelRef": {"name": "fraud", "version": release.version},
            "runtime": {
                "platform": "azure-functions",
                "region": "westeurope",
                "image": f"{IMAGE}:{release.version}",
                "secrets": {"DATABASE": "azure-kv://vault/database"},
            },
            "trafficSplit": release.split,
            "autoscaling": {"minReplicas": 1, "maxReplicas": 10},
            "slo": {"latencyP95": "300ms", "availability": "99.9%"},
        },
    }


def package(release: Release) -> dict[str, Any]:
    """Code on Flex Consumption, in a key of its own."""
    given = document(release)
    del given["spec"]["runtime"]["image"]
    given["spec"]["runtime"]["package"] = {"path": "code", "handler": "app.main", "runtime": "python3.12"}
    given["spec"]["autoscaling"]["maxReplicas"] = 40
    given["spec"]["responsibleAI"] = {"dataClassification": "confidential"}
    return given


def stable(version: str) -> dict[str, str]:
    return {"modelVersion": version, "image": f"{IMAGE}:{version}"}


def served(cloud: Cloud) -> dict[str, float]:
    """Image tag → per cent of the traffic."""
    site = cloud.the(FUNCTION).inputs["siteConfig"]
    rules = (site.get("experiments") or {}).get("rampUpRules") or []
    own = site["linuxFxVersion"].rsplit(":", 1)[-1]
    found = {own: 100 - sum(rule["reroutePercentage"] for rule in rules)}
    for rule in rules:
        slot = next(item for item in cloud.of_type(SLOT) if rule["name"] == item.inputs["slot"])
        found[slot.inputs["siteConfig"]["linuxFxVersion"].rsplit(":", 1)[-1]] = rule["reroutePercentage"]
    return {tag: share for tag, share in found.items() if share}


def outages(cloud: Cloud) -> list[str]:
    """Traffic that is led to a slot that is gone."""
    slots = {item.inputs["slot"] for item in cloud.of_type(SLOT)}
    rules = [
        rule
        for app in cloud.of_type(FUNCTION)
        for rule in ((app.inputs["siteConfig"].get("experiments") or {}).get("rampUpRules") or [])
    ]
    return [f"{rule['name']} is gone" for rule in rules if rule["name"] not in slots]


@pytest.fixture
def life(stack: Stack, cloud: Cloud) -> Life:
    life = Life(stack=stack, cloud=cloud, document=document, invariant=outages)
    life.write(Release(version="1"))
    stack.set("apexai:azureGroup", "shared")
    return life


def test_releases_splits_and_a_roll_back(life: Life) -> None:
    life.release("1")
    assert served(life.cloud) == {"1": 100}
    life.release("2", blue=90, green=10, stable=stable("1"))
    assert served(life.cloud) == {"1": 90, "2": 10}
    life.pass_through("2", blue=50, green=50, stable=stable("1"))
    assert served(life.cloud) == {"1": 50, "2": 50}
    life.release("2", blue=0, green=100, stable=stable("1"))
    assert served(life.cloud) == {"2": 100}
    life.pass_through("3", blue=90, green=10, stable=stable("2"))
    assert served(life.cloud) == {"2": 90, "3": 10}
    life.release("2")
    assert served(life.cloud) == {"2": 100}
    assert not life.cloud.of_type(SLOT)
    life.invariant = lambda cloud: []
    life.stack.destroy()
    assert len(life.cloud) == 0


def test_packages_on_flex_and_what_replaces_them(life: Life) -> None:
    life.document = package
    life.stack.file("code/app.py", "def main(): ...")
    life.write(Release(version="1"))
    life.fails("WebApp")
    life.pass_through("1")
    life.stack.file("code/app.py", "def main(): return 2")
    life.release("2")
    assert "netFrameworkVersion" not in life.cloud.the(FUNCTION).inputs["siteConfig"]
    moved = package(Release(version="2"))
    moved["spec"]["runtime"]["region"] = "northeurope"
    life.document = lambda release: moved
    life.write(Release(version="2"))
    steps = life.stack.preview().document["steps"]
    replaced = {step["urn"].split("::")[2].split("$")[-1] for step in steps if "replace" in step["op"]}
    assert {FUNCTION, PLAN} <= replaced


def test_the_offline_graph_equals_the_engines(life: Life) -> None:
    life.write(Release(version="2", blue=90, green=10, stable=stable("1")))
    engine = load_preview_json(life.stack.preview().stdout)
    offline = capture_program(ProjectProgram(directory=life.stack.directory), stack=life.stack.name).graph
    assert disagreements(offline, engine) == []
