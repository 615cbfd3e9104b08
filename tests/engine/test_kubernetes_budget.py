"""A service in a cluster whose budget is spent, under the real engine: what the brake did, no `up` undoes."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from apexai.brake.kubernetes.main import REASON, WANTED, Brake
from apexai.brake.kubernetes.settings import VARIABLE, load_settings
from tests.brake.cluster import Cluster
from tests.engine.stack import Stack
from tests.engine.standin import Cloud

PROGRAM = """
    import pathlib
    from apexai.components import InferenceService

    for file in sorted(pathlib.Path(".").glob("*.yaml")):
        if file.stem != "Pulumi" and not file.stem.startswith("Pulumi."):
            InferenceService(file.stem, spec=file)
"""
AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
SCALED_OBJECT = "kubernetes:keda.sh/v1alpha1:ScaledObject"
CRON_JOB = "kubernetes:batch/v1:CronJob"
ROLE = "kubernetes:rbac.authorization.k8s.io/v1:Role"
STATE = "kubernetes:core/v1:ConfigMap"
NOVEMBER = datetime(2026, 11, 21, 20, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 0, 10, tzinfo=UTC)


def document(name: str, on_breach: str, **autoscaling: Any) -> str:
    spec = {
        "modelRef": {"name": name, "version": "1"},
        "runtime": {"platform": "kubernetes", "image": "r.example.com/m:1", "cpu": "1", "access": "internal"},
        "autoscaling": autoscaling,
        "finops": {"budgetLimit": "$500/month", "alerts": ["finops@example.com"], "onBreach": on_breach},
    }
    given = {"apiVersion": "ai.apexlogic.com/v1alpha1", "kind": "ServerlessModelDeployment"}
    return json.dumps({**given, "metadata": {"name": name, "namespace": "ai"}, "spec": spec})


BUSY = {"minReplicas": 2, "maxReplicas": 10, "targetUtilization": 70}
DAY = {"name": "day", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 4}
DOCUMENTS = {
    "fraud": document("fraud", "throttle", **BUSY),
    "rest": document("rest", "pause", **BUSY),
    "night": document("night", "pause", **{**BUSY, "schedules": [DAY]}),
    "fixed": document("fixed", "pause", minReplicas=3, maxReplicas=3),
}


def cluster_of(cloud: Cloud, name: str) -> Cluster:
    """The API as the service account of one brake sees it."""
    (role,) = [item for item in cloud.of_type(ROLE) if item.inputs["metadata"]["name"] == f"{name}-brake"]
    return Cluster(cloud, role.inputs["rules"])


def look(cloud: Cloud, name: str, spent: str | None, *, now: datetime = NOVEMBER) -> dict[str, Any]:
    """Run a brake once, with the settings that the program gave it."""
    (job,) = [item for item in cloud.of_type(CRON_JOB) if item.inputs["metadata"]["name"] == f"{name}-brake"]
    pod = job.inputs["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    variables = {entry["name"]: entry["value"] for entry in pod["containers"][0]["env"]}
    settings = load_settings({VARIABLE: variables[VARIABLE]})
    amount = None if spent is None else Decimal(spent)
    return Brake(settings, cluster_of(cloud, name)).look(now=now, spent=lambda: amount)


def replicas(cloud: Cloud) -> dict[str, int]:
    return {name: cluster_of(cloud, name).replicas(name) for name in DOCUMENTS}


def bounds(cloud: Cloud, name: str) -> Any:
    (found,) = [item for item in cloud.of_type(AUTOSCALER) if item.inputs["metadata"]["name"] == name]
    return found.inputs["spec"]["maxReplicas"]


def test_a_brake_through_two_months(stack: Stack, cloud: Cloud) -> None:
    stack.write(PROGRAM, **{f"{name}_yaml": text for name, text in DOCUMENTS.items()})
    stack.set("apexai:prometheus", "http://prometheus.monitoring:9090")
    stack.up()
    for name in ("fraud", "rest", "night"):
        cluster_of(cloud, name).scale(name, 8)
    assert look(cloud, "fraud", None)["act"] == look(cloud, "fraud", "499.99")["act"] == "nothing"

    for name in DOCUMENTS:
        record = look(cloud, name, "500.00")
        assert record["act"] == "brake"
        assert record["changes"]
        assert look(cloud, name, "501")["changes"] == []
    held = {"fraud": 2, "rest": 0, "night": 0, "fixed": 0}
    assert replicas(cloud) == held
    cluster_of(cloud, "fraud").scale("fraud", 9)
    assert replicas(cloud) == held

    run = stack.up("--refresh")
    assert any("fraud is held back by its budget's brake" in line for line in run.diagnostics)
    assert replicas(cloud) == held
    stack.file("fraud.yaml", document("fraud", "throttle", **{**BUSY, "maxReplicas": 20}))
    stack.file("rest.yaml", document("rest", "pause", **{**BUSY, "maxReplicas": 20}))
    stack.up()
    assert replicas(cloud) == held
    assert bounds(cloud, "fraud") == 2
    for name in DOCUMENTS:
        cluster_of(cloud, name).reconcile()
    assert replicas(cloud) == held

    (state,) = [item for item in cloud.of_type(STATE) if item.id == "ai/fraud-brake"]
    (remembered,) = [json.loads(line) for line in state.inputs["data"]["history"].splitlines()]
    assert (remembered["act"], remembered["heard"]) == ("brake", "500.00 of 500 this month")
    state.inputs["metadata"].setdefault("annotations", {}).update({WANTED: "release", REASON: "approved"})
    cloud.put(state)
    record = look(cloud, "fraud", "510")
    assert (record["act"], record["heard"]) == ("release", "person: release, approved")
    assert look(cloud, "fraud", "511")["why"] == "a person released the service for 2026-11"
    for name in ("rest", "night", "fixed"):
        assert look(cloud, name, "0.10", now=DECEMBER)["act"] == "release"
    assert [bounds(cloud, name) for name in ("fraud", "rest")] == [20, 20]
    assert replicas(cloud) == {"fraud": 2, "rest": 2, "night": 2, "fixed": 3}
    stack.file("fraud.yaml", document("fraud", "throttle", **{**BUSY, "maxReplicas": 30}))
    (stack.directory / "night.yaml").unlink()
    stack.up("--refresh")
    assert bounds(cloud, "fraud") == 30
    assert look(cloud, "rest", "0.20", now=DECEMBER)["act"] == "nothing"
    resources = stack.resources()
    assert stack.lost(resources) == []
    assert stack.leaked(resources) == []
