"""Cloud Run services whose budgets are spent, under the real engine: what the brakes did, no `up` undoes."""

import json
from datetime import UTC, datetime
from typing import Any

from apexai.brake.gcp.brake import Brake
from apexai.brake.gcp.messages import load_message
from apexai.brake.gcp.settings import load_settings
from tests.brake.pushes import changed, notification, push
from tests.brake.run_admin import RunAdmin
from tests.engine.stack import Stack
from tests.engine.standin import Cloud, CloudObject
from tests.engine.standin.google_kinds import ACCOUNT_GRANT, BUDGET, ROLE, SERVICE, SERVICE_GRANT
from tests.engine.standin.google_run import live, write_live

PROGRAM = """
    import pathlib
    from apexai.components import InferenceService

    for file in sorted(pathlib.Path(".").glob("*.yaml")):
        if file.stem != "Pulumi" and not file.stem.startswith("Pulumi."):
            InferenceService(file.stem, spec=file)
"""
BILLING = "012345-6789AB-CDEF01"
NOVEMBER = datetime(2026, 11, 21, 20, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 8, 5, tzinfo=UTC)
TICK = push({"action": "tick"})
THROTTLED = {"scalingMode": "AUTOMATIC", "minInstanceCount": 2, "maxInstanceCount": 2}
PAUSED = {"scalingMode": "MANUAL", "manualInstanceCount": 0}


def document(name: str, on_breach: str, most: int) -> str:
    day = {"name": "day", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 3}
    spec = {
        "modelRef": {"name": name, "version": "1"},
        "runtime": {"platform": "cloud-run", "region": "europe-west4", "image": f"docker.io/models/{name}:1"},
        "autoscaling": {"minReplicas": 2, "maxReplicas": most, "schedules": [day]},
        "finops": {"budgetLimit": "$500/month", "alerts": ["finops@example.com"], "onBreach": on_breach},
    }
    given = {"apiVersion": "ai.apexlogic.com/v1alpha1", "kind": "ServerlessModelDeployment"}
    return json.dumps({**given, "metadata": {"name": name, "namespace": "ai"}, "spec": spec})


def declared(most: int) -> dict[str, Any]:
    return {**THROTTLED, "maxInstanceCount": most}


def one(cloud: Cloud, type_: str, name: str) -> CloudObject:
    (found,) = [item for item in cloud.of_type(type_) if item.urn.endswith(f"::{name}")]
    return found


def granted(cloud: Cloud, account: str) -> set[tuple[str, str]]:
    """Permission and resource of all that an account may do by roles that the program made."""
    roles = {role.outputs["name"]: role.inputs["permissions"] for role in cloud.of_type(ROLE)}
    found: set[tuple[str, str]] = set()
    for grant in cloud.of_type(SERVICE_GRANT, ACCOUNT_GRANT):
        given = grant.inputs
        if given["member"] != f"serviceAccount:{account}":
            continue
        resource = str(given.get("serviceAccountId", "")).rsplit("/", 1)[-1] or service_id(given["name"])
        found |= {(permission, resource) for permission in roles[given["role"]]}
    return found


def service_id(name: str) -> str:
    return f"projects/project-1/locations/europe-west4/services/{name}"


def hear(cloud: Cloud, name: str, body: bytes, *, now: datetime = NOVEMBER) -> dict[str, Any]:
    """Run the brake of a service with the settings and the rights that the program gave it."""
    template = one(cloud, SERVICE, f"{name}-budget-brake").inputs["template"]
    variables = {entry["name"]: entry["value"] for entry in template["containers"][0]["envs"]}
    services = {item.id: item for item in cloud.of_type(SERVICE)}
    views = {id_: {**live(item), "template": item.inputs["template"]} for id_, item in services.items()}
    admin = RunAdmin(views, granted=granted(cloud, template["serviceAccount"]))
    record = Brake(load_settings(variables), admin).hear(load_message(body), now=now)
    for id_, item in services.items():
        write_live(item, admin.services[id_]["scaling"], admin.services[id_]["annotations"])
        cloud.put(item)
    return record


def spent(cloud: Cloud, name: str) -> bytes:
    """What Cloud Billing would publish of a service's budget."""
    return notification(budget=one(cloud, BUDGET, f"{name}-budget").outputs["name"], account=BILLING)


def scaling(cloud: Cloud) -> dict[str, Any]:
    return {name: live(one(cloud, SERVICE, f"{name}-service"))["scaling"] for name in ("fraud", "rest")}


def test_a_brake_through_two_months(stack: Stack, cloud: Cloud) -> None:
    stack.write(PROGRAM, fraud_yaml=document("fraud", "throttle", 10), rest_yaml=document("rest", "pause", 10))
    stack.set("apexai:billingAccount", BILLING)
    run = stack.up()
    assert not [line for line in run.diagnostics if "not found" in line]

    assert hear(cloud, "rest", spent(cloud, "fraud"))["act"] == "nothing"
    for name in ("fraud", "rest"):
        assert hear(cloud, name, spent(cloud, name))["act"] == "brake"
    held = {"fraud": THROTTLED, "rest": PAUSED}
    assert scaling(cloud) == held

    # set free in the console, with another limit in the documents: the provider leaves zeros out, and the brake hears
    free = one(cloud, SERVICE, "rest-service")
    write_live(free, declared(10), live(free)["annotations"])
    for name, on_breach in (("fraud", "throttle"), ("rest", "pause")):
        stack.file(f"{name}.yaml", document(name, on_breach, 20))
    run = stack.up()
    assert any("fraud is held back by its budget's brake" in line for line in run.diagnostics)
    assert hear(cloud, "rest", changed("ci@example.com"))["changes"] == ["2 instances → 0 instances"]
    assert scaling(cloud) == held
    run = stack.up("--refresh")
    assert set(run.changes) == {"same"}, run.steps
    assert scaling(cloud) == held
    assert hear(cloud, "rest", TICK)["changes"] == []

    for name in ("fraud", "rest"):
        record = hear(cloud, name, TICK, now=DECEMBER)
        assert (record["act"], record["why"]) == ("release", "a new budget began")
    assert scaling(cloud) == {"fraud": declared(20), "rest": declared(20)}
    (stack.directory / "rest.yaml").unlink()
    stack.file("fraud.yaml", document("fraud", "throttle", 30))
    stack.up()
    fraud = one(cloud, SERVICE, "fraud-service")
    assert live(fraud)["scaling"] == declared(30)
    assert hear(cloud, "fraud", spent(cloud, "fraud"), now=DECEMBER)["act"] == "nothing"
    assert len(fraud.hidden["revisions"]) == 3, "one for each document, and none by the brake"
    resources = stack.resources()
    assert stack.lost(resources) == []
    assert stack.leaked(resources) == []
