"""InferenceService on Cloudflare Workers through its life, and EdgeInferenceWorker in front of another platform."""

from pathlib import Path
from typing import Any

import pytest

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine.agreement import disagreements
from tests.engine.life import Life, Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud
from tests.engine.standin.cloudflare_kinds import DOMAIN, VERSION, WORKER

EDGE = """
    import pulumi
    from apexai.components import EdgeInferenceWorker, EdgeInferenceWorkerArgs
    from apexai.components.edge_args import EdgeCache, RateLimit, Recording, Route, Tokens

    edge = EdgeInferenceWorker("edge", EdgeInferenceWorkerArgs(
        origin="https://origin.example.com",
        origin_token=pulumi.Output.secret("s3cret"),
        tokens=Tokens(issuer="https://id.example.com", audiences=("edge",)),
        domain="edge.example.com",
        routes=(Route(zone_id="0123456789abcdef0123456789abcdef", pattern="example.com/edge/*"),),
        cache=EdgeCache(ttl="60s", stale="10m", shared=True, prefetch=("/popular",), prefetch_at=("*/5 * * * *",)),
        rate_limit=RateLimit(requests=LIMIT),
        recording=Recording(share=0.1, queue=True),
    ))
    pulumi.export("revision", edge.revision)
"""


def document(release: Release) -> dict[str, Any]:
    """A model in the isolate."""
    return {
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {"name": "fraud", "namespace": "ai"},
        "spec": {
            "modelRef": {"name": "fraud", "version": release.version, "uri": "model.onnx", "format": "onnx"},
            "runtime": {
                "platform": "cloudflare-workers",
                "access": "authenticated",
                "auth": {"jwt": {"issuer": "https://id.example.com", "audiences": ["fraud"]}},
                "network": {"domain": "fraud.example.com"},
            },
            "trafficSplit": release.split,
            "finops": {"costCenter": "Fraud"},
        },
    }


def stable(version: str, revision: str) -> dict[str, str]:
    return {"modelVersion": version, "revision": revision}


def served(cloud: Cloud) -> dict[str, int]:
    """Version of the model → per cent of the requests."""
    worker = cloud.the(WORKER)
    versions = worker.hidden["versions"]
    return {versions[version]["MODEL_VERSION"]: share for version, share in worker.hidden["serving"].items()}


def outages(cloud: Cloud) -> list[str]:
    """A Worker that is reached and of which nothing is deployed."""
    reached = {domain.inputs["service"] for domain in cloud.of_type(DOMAIN)}
    serving = {worker.inputs["name"] for worker in cloud.of_type(WORKER) if worker.hidden.get("serving")}
    return sorted(reached - serving)


@pytest.fixture
def life(stack: Stack, cloud: Cloud) -> Life:
    Path(stack.directory, "model.onnx").write_bytes(b"model")
    return Life(stack=stack, cloud=cloud, document=document, invariant=outages)


def test_a_life(life: Life) -> None:
    """One engine life, since each of its steps imports the SDK."""
    life.write(Release(version="1"))
    engine = load_preview_json(life.stack.preview().stdout)
    offline = capture_program(ProjectProgram(directory=life.stack.directory), stack=life.stack.name).graph
    assert disagreements(offline, engine) == []
    life.fails("WorkersDeployment")
    life.release("1")
    assert served(life.cloud) == {"1": 100}
    first, worker = life.revision, life.cloud.the(WORKER).id
    second = splits(life, first)
    life.pass_through("3", blue=90, green=10, stable=stable("2", second))
    assert served(life.cloud) == {"2": 90, "3": 10}
    life.release("3", blue=100, green=0, stable=stable("2", second))
    assert served(life.cloud) == {"2": 100}
    replacements(life, stable("2", second))
    assert life.cloud.the(WORKER).id == worker
    life.stack.destroy()
    assert len(life.cloud) == 0


def splits(life: Life, first: str) -> str:
    """The second version from a tenth to all; gives its id."""
    life.release("2", blue=90, green=10, stable=stable("1", first))
    assert served(life.cloud) == {"1": 90, "2": 10}
    second = life.revision
    assert second != first
    life.pass_through("2", blue=50, green=50, stable=stable("1", first))
    assert served(life.cloud) == {"1": 50, "2": 50}
    assert life.revision == second
    life.release("2", blue=0, green=100, stable=stable("1", first))
    assert served(life.cloud) == {"2": 100}
    return second


def replacements(life: Life, beside: dict[str, str]) -> None:
    """What a changed document replaces, and what it does not."""
    release = Release(version="3", blue=100, green=0, stable=beside)
    changed = document(release)
    changed["spec"]["finops"]["costCenter"] = "Risk"
    changed["spec"]["runtime"]["network"]["domain"] = "risk.example.com"
    changed["spec"]["runtime"]["environment"] = {"LOG_LEVEL": "DEBUG"}
    life.document = lambda release: changed
    life.write(release)
    steps = life.stack.preview().document["steps"]
    found = {step["urn"].split("::")[2].split("$")[-1]: step["op"] for step in steps}
    assert found[WORKER] == "update"
    assert {type_ for type_, op in found.items() if "replace" in op} == {VERSION, DOMAIN}


def test_an_edge_worker_lives(stack: Stack, cloud: Cloud) -> None:
    stack.write(EDGE.replace("LIMIT", "100"))
    stack.up()
    assert stack.lost() == []
    assert stack.preview("--show-sames").changes.keys() == {"same"}
    first, made = cloud.the(VERSION).id, len(cloud)
    assert "s3cret" not in str(stack.export())
    stack.write(EDGE.replace("LIMIT", "50"))
    assert sorted(stack.up().changes) == ["replace", "same"]
    assert cloud.the(VERSION).id != first
    assert len(cloud) == made
    stack.destroy()
    assert len(cloud) == 0
