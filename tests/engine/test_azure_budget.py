"""Services on Azure whose budgets are spent, under the real engine: what the brakes did, no `up` undoes."""

import json
from datetime import UTC, datetime
from typing import Any

from apexai.brake.azure.main import Brake
from apexai.brake.azure.settings import VARIABLE, load_settings
from tests.brake.arm import Arm, status_of
from tests.brake.budget_alerts import notification
from tests.engine.stack import Stack
from tests.engine.standin import Cloud, CloudObject
from tests.engine.standin.azure_kinds import APP, BUDGET, FUNCTION, IDENTITY, PLAN

PROGRAM = """
    import pathlib
    import pulumi
    from apexai.components import InferenceService

    for file in sorted(pathlib.Path(".").glob("*.yaml")):
        if file.stem != "Pulumi" and not file.stem.startswith("Pulumi."):
            pulumi.export(file.stem, InferenceService(file.stem, spec=file).revision)
"""
ALARM = "azure-native:monitor:ActionGroup"
NOVEMBER = datetime(2026, 11, 21, 20, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 0, 10, tzinfo=UTC)
PACKAGE = {"package": {"path": "code", "handler": "app.main", "runtime": "python3.12"}}
IMAGE = {"image": "docker.io/models/fraud:1"}


def document(name: str, platform: str, on_breach: str, most: int, **runtime: Any) -> str:
    spec = {
        "modelRef": {"name": name, "version": "1"},
        "runtime": {"platform": platform, "region": "westeurope", "access": "public", **runtime},
        "autoscaling": {"minReplicas": 2, "maxReplicas": most},
        "finops": {"budgetLimit": "$500/month", "alerts": ["finops@example.com"], "onBreach": on_breach},
    }
    given = {"apiVersion": "ai.apexlogic.com/v1alpha1", "kind": "ServerlessModelDeployment"}
    return json.dumps({**given, "metadata": {"name": name, "namespace": "ai"}, "spec": spec})


def documents(most: int) -> dict[str, str]:
    return {
        "fraud": document("fraud", "azure-container-apps", "throttle", most, **IMAGE),
        "rest": document("rest", "azure-container-apps", "pause", most, **IMAGE),
        "code": document("code", "azure-functions", "pause", most, **PACKAGE),
        "image": document("image", "azure-functions", "throttle", most, **IMAGE),
    }


def one(cloud: Cloud, type_: str, name: str) -> CloudObject:
    (found,) = [item for item in cloud.of_type(type_) if item.urn.endswith(f"::{name}")]
    return found


def hear(cloud: Cloud, name: str, message: dict[str, Any], *, now: datetime = NOVEMBER) -> dict[str, Any]:
    """Run the brake of a service with the settings and the rights that the program gave it; Azure then finishes."""
    site = one(cloud, FUNCTION, f"{name}-budget-brake").inputs["siteConfig"]
    settings = {pair["name"]: pair["value"] for pair in site["appSettings"]}
    principal = one(cloud, IDENTITY, f"{name}-budget-brake-identity").outputs["principalId"]
    arm = Arm(cloud, principal)
    record = Brake(load_settings({VARIABLE: settings[VARIABLE]}), arm, wait=lambda: None).hear(message, now=now)
    arm.settle()
    return record


def alert_of(cloud: Cloud, name: str) -> dict[str, Any]:
    """What the action group that wakes a brake would send of its budget."""
    alarm, budget = one(cloud, ALARM, f"{name}-budget-brake-alarm"), one(cloud, BUDGET, f"{name}-budget")
    told = {key: alarm.id in item["contactGroups"] for key, item in budget.inputs["notifications"].items()}
    assert told == {"actual-100": True, "forecasted-100": False}
    return notification(budget=budget.id)


def scales(cloud: Cloud) -> dict[str, Any]:
    """What bounds each service."""
    code, image = one(cloud, FUNCTION, "code-app").inputs, one(cloud, FUNCTION, "image-app").inputs
    flex = code["functionAppConfig"]["scaleAndConcurrency"]
    return {
        "fraud": one(cloud, APP, "fraud-app").inputs["template"]["scale"]["maxReplicas"],
        "rest": (
            one(cloud, APP, "rest-app").inputs["template"]["scale"]["maxReplicas"],
            status_of(one(cloud, APP, "rest-app")),
        ),
        "code": (flex["maximumInstanceCount"], len(flex.get("alwaysReady") or []), code["enabled"]),
        "image": (one(cloud, PLAN, "image-plan").inputs["maximumElasticWorkerCount"], image["enabled"]),
    }


WHOLE = {"fraud": 40, "rest": (40, "Running"), "code": (40, 1, True), "image": (40, True)}
HELD = {"fraud": 2, "rest": (40, "Stopped"), "code": (40, 0, False), "image": (2, True)}


def test_brakes_through_two_months(stack: Stack, cloud: Cloud) -> None:
    cloud.invokes["azure-native:web:listWebAppHostKeys"] = {"functionKeys": {"default": "key"}, "masterKey": "master"}
    stack.file("code/app.py", "def main(): ...")
    stack.write(PROGRAM, **{f"{name}_yaml": text for name, text in documents(40).items()})
    stack.up()
    assert scales(cloud) == WHOLE
    for name in WHOLE:
        assert hear(cloud, name, alert_of(cloud, "fraud" if name != "fraud" else "rest"))["act"] == "nothing"
        assert hear(cloud, name, alert_of(cloud, name))["act"] == "brake"
    assert scales(cloud) == HELD

    run = stack.up("--refresh")
    assert scales(cloud) == HELD
    said = [line for line in run.diagnostics if "is held back by its budget's brake since 2026-11-21" in line]
    assert len(said) == len(WHOLE)
    for name, text in documents(60).items():
        stack.file(f"{name}.yaml", text)
    stack.up()
    assert scales(cloud) == {**HELD, "rest": (60, "Stopped"), "code": (60, 0, False)}
    for name in WHOLE:
        assert hear(cloud, name, {"action": "tick"})["changes"] == []

    hear(cloud, "fraud", {"action": "release", "reason": "approved"})
    assert hear(cloud, "fraud", alert_of(cloud, "fraud"))["why"] == "a person released the service for 2026-11"
    for name in ("rest", "code", "image"):
        assert hear(cloud, name, {"action": "tick"}, now=DECEMBER)["act"] == "release"
    assert scales(cloud) == {"fraud": 60, "rest": (60, "Running"), "code": (60, 1, True), "image": (60, True)}
    (stack.directory / "rest.yaml").unlink()
    run = stack.up("--refresh")
    assert set(run.changes) == {"same", "delete", "discard"}, run.steps
    assert hear(cloud, "fraud", {"action": "tick"}, now=DECEMBER)["act"] == "nothing"
    resources = stack.resources()
    (itself,) = [item for item in resources if item["type"] == "pulumi:pulumi:Stack"]
    revisions = [item["name"] for item in one(cloud, APP, "fraud-app").hidden["revisions"]]
    assert len(revisions) == 3, "as declared, throttled, given back"
    assert itself["outputs"]["fraud"] == revisions[-1]
    assert stack.lost(resources) == []
    assert stack.leaked(resources) == []
