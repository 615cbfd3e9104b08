"""InferenceService on Cloud Run through its life: releases, splits, roll backs, failures, destroy."""

from typing import Any

import pytest

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine.agreement import disagreements
from tests.engine.life import Life, Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud
from tests.engine.standin.aws import AwsProvider
from tests.engine.standin.google_run import check_service
from tests.engine.standin.provider import Target
from tests.engine.standin.refusals import Refusal
from tests.engine.standin.wire import Properties

SERVICE = "gcp:cloudrunv2/service:Service"
IMAGES = "europe-west4-docker.pkg.dev/project-1/models/fraud"


def document(release: Release) -> dict[str, Any]:
    """A service with a secret and a model, which a wrong order of grants would break."""
    return {
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {"name": "fraud", "namespace": "ai"},
        "spec": {
            "modelRef": {"name": "fraud", "version": release.version, "uri": f"gs://models/{release.version}.onnx"},
            "runtime": {
                "platform": "cloud-run",
                "region": "europe-west4",
                "image": f"{IMAGES}:{release.version}",
                "secrets": {"DATABASE": "gcp-sm://project-1/database"},
            },
            "trafficSplit": release.split,
            "autoscaling": {"minReplicas": 1, "maxReplicas": 10, "targetUtilization": 70},
            "slo": {"latencyP95": "300ms"},
            "finops": {"costCenter": "Fraud"},
        },
    }


def stable(version: str, revision: str) -> dict[str, str]:
    return {"modelVersion": version, "revision": revision, "modelUri": f"gs://models/{version}.onnx"}


def served(cloud: Cloud) -> dict[str, int]:
    """Model version → per cent of the traffic of the service that was made last."""
    targets = cloud.of_type(SERVICE)[-1].inputs["traffics"]
    return {target["revision"].removeprefix("fraud-").rsplit("-", 1)[0]: target["percent"] for target in targets}


def outages(cloud: Cloud) -> list[str]:
    """Revisions that take traffic and may not read their model, and no service at all."""
    readable = {
        item.inputs["condition"]["expression"] for item in cloud.of_type("gcp:storage/bucketIAMMember:BucketIAMMember")
    }
    if not cloud.of_type(SERVICE):
        return ["no service"]
    return [
        f"version {version} may not read its model"
        for version, share in served(cloud).items()
        if share and not any(f"/{version}.onnx" in expression for expression in readable)
    ]


@pytest.fixture
def life(stack: Stack, cloud: Cloud) -> Life:
    return Life(stack=stack, cloud=cloud, document=document, invariant=outages)


def test_releases_splits_a_roll_back_and_another_region(life: Life) -> None:
    life.release("1")
    assert served(life.cloud) == {"1": 100}
    first = life.revision
    canary = Release(version="2", blue=90, green=10, stable=stable("1", first))
    _is_the_same_offline(life, canary)
    life.deploy(canary)
    assert served(life.cloud) == {"1": 90, "2": 10}
    second = life.revision
    assert second != first
    life.pass_through("2", blue=50, green=50, stable=stable("1", first))
    assert served(life.cloud) == {"1": 50, "2": 50}
    life.release("2", blue=0, green=100, stable=stable("1", first))
    assert served(life.cloud) == {"2": 100}
    life.pass_through("3", blue=100, green=0, stable=stable("2", second))
    assert served(life.cloud) == {"2": 100, "3": 0}
    life.release("2")
    assert served(life.cloud) == {"2": 100}
    assert life.revision == second
    assert len(life.cloud.the(SERVICE).hidden["revisions"]) == 3
    _moves_to_another_region(life)
    life.stack.destroy()
    assert len(life.cloud) == 0


def _is_the_same_offline(life: Life, release: Release) -> None:
    life.write(release)
    engine = load_preview_json(life.stack.preview("--show-sames").stdout)
    offline = capture_program(
        ProjectProgram(directory=life.stack.directory), stack=life.stack.name, config={"gcp:project": "project-1"}
    ).graph
    assert not engine.partial
    assert disagreements(offline, engine) == []


def _moves_to_another_region(life: Life) -> None:
    """The service is replaced, and the next one is there before the last one goes."""
    moved = document(Release(version="2"))
    moved["spec"]["runtime"]["region"] = "europe-west1"
    life.document = lambda release: moved
    life.cloud.forget_rpcs()
    life.release("2")
    changes = [change for change in life.cloud.changes() if change.split()[1:2] == ["Service"]]
    assert changes == ["create Service fraud-service", "delete Service fraud-service"]


def everything() -> dict[str, Any]:
    """A service with all that a document can ask of Cloud Run."""
    images = "europe-west4-docker.pkg.dev/project-1/models"
    found = document(Release(version="1"))
    found["spec"]["runtime"] |= {
        "access": "public",
        "network": {"vpc": "network-1", "subnets": ["subnet-1"], "egress": ["10.0.0.0/8"]},
        "permissions": [{"actions": ["storage.objects.get"], "resources": ["projects/_/buckets/b/objects/x/*"]}],
    }
    found["spec"]["autoscaling"]["schedules"] = [
        {"name": "day", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 3}
    ]
    found["spec"]["monitoring"] = {"sampleRate": 0.1, "logsRetentionDays": 90}
    found["spec"]["responsibleAI"] = {
        "dataClassification": "confidential",
        "explainability": {"method": "shap", "image": f"{images}/explainer:1"},
    }
    return found


def test_all_that_can_be_asked_is_made_in_an_order_that_works(life: Life) -> None:
    life.document = lambda release: everything()
    life.invariant = lambda cloud: []
    life.pass_through("1")
    assert len(life.cloud.of_type(SERVICE)) == 2
    life.stack.destroy()
    assert len(life.cloud) == 0


def test_what_cloud_run_refuses(cloud: Cloud) -> None:
    def service(revision: str, image: str, *traffics: dict[str, object]) -> Properties:
        template = {"revision": revision, "containers": [{"image": image}]}
        return {"name": "fraud", "location": "europe-west4", "template": template, "traffics": list(traffics)}

    item = AwsProvider().create(cloud, _target(), service("fraud-1", "one"))
    assert list(item.hidden["revisions"]) == ["fraud-1"]
    check_service(cloud, "europe-west4", service("fraud-1", "one"))
    half = {"revision": "fraud-1", "percent": 50}
    for wrong, refusal in (
        (service("fraud-1", "two"), "with different configuration already exists"),
        (service("other-1", "one"), "must be prefixed"),
        (service("fraud-2", "one", {"revision": "fraud-0", "percent": 100}), "'fraud-0' does not exist"),
        (service("fraud-2", "one", half), "must be 100"),
    ):
        with pytest.raises(Refusal, match=refusal):
            check_service(cloud, "europe-west4", wrong)


def _target() -> Target:
    return Target(urn="urn:pulumi:dev::p::gcp:cloudrunv2/service:Service::fraud", type=SERVICE, name="fraud", region="")
