"""EdgeInferenceWorker in real programs: what it makes, what the provider would do wrong, what it refuses."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from apexai.errors import ProgramError
from apexai.graph import UNKNOWN, Resource, Secret
from apexai.graph.offline import ScriptProgram, capture_program
from tests.targets.cloudflare_workers.arguments import misfits

ACCOUNT = "0123456789abcdef0123456789abcdef"
VERSION = "11111111-2222-3333-4444-555555555555"
HEAD = """
import pulumi
from apexai.components import EdgeInferenceWorker, EdgeInferenceWorkerArgs
from apexai.components.edge_args import (
    EdgeCache, Gateway, RateLimit, Recording, Route, Stable, StoredSecret, Tokens,
)
"""
PROGRAM = f"""{HEAD}
full = EdgeInferenceWorker("full", EdgeInferenceWorkerArgs(
    origin="https://origin.example.com/fraud",
    origin_token=pulumi.Output.secret("s3cret"),
    model_name="fraud",
    model_version="2.1.0",
    tokens=Tokens(issuer="https://id.example.com", audiences=("fraud",)),
    domain="fraud.example.com",
    routes=(Route(zone_id="{ACCOUNT}", pattern="example.com/fraud/*"),),
    cache=EdgeCache(ttl="60s", stale="10m", stale_if_error="1h", shared=True,
                    prefetch=("/popular",), prefetch_at=("*/5 * * * *",)),
    rate_limit=RateLimit(requests=100, period_seconds=10),
    recording=Recording(share=0.1, queue=True),
    environment={{"LOG_LEVEL": "INFO"}},
    secrets={{"API_KEY": StoredSecret(store="{ACCOUNT}", name="key")}},
    tags={{"costCenter": "Fraud"}},
    trace_share=0.05,
    jurisdiction="eu",
    stable=Stable(revision="{VERSION}", share=90),
    account_id="{ACCOUNT}",
))
model = EdgeInferenceWorker("model", EdgeInferenceWorkerArgs(model="model.onnx", account_id="{ACCOUNT}"))
platform = EdgeInferenceWorker("platform", EdgeInferenceWorkerArgs(
    platform_model="@cf/meta/llama-3.1-8b-instruct", public=True, workers_dev=True,
    gateway=Gateway(requests=50, spend_limit_dollars=100, guardrails=True),
))
dark = EdgeInferenceWorker("dark", EdgeInferenceWorkerArgs(
    origin=full.endpoint, stable=Stable(revision="{VERSION}", share=100), account_id="{ACCOUNT}",
), opts=pulumi.ResourceOptions(depends_on=[model]))
pulumi.export("endpoints", [full.endpoint, model.endpoint])
pulumi.export("revision", full.revision)
"""

Resources = Mapping[tuple[str, str], Resource]


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Any:
    directory = tmp_path_factory.mktemp("edge")
    (directory / "program.py").write_text(PROGRAM)
    (directory / "model.onnx").write_bytes(b"model")
    return capture_program(ScriptProgram(script=directory / "program.py", project="edge", directory=directory))


@pytest.fixture(scope="module")
def made(captured: Any) -> Resources:
    """(kind, logical name) → resource."""
    return {(resource.type.rsplit(":", 1)[-1], resource.name): resource for resource in captured.graph.resources}


def bindings(made: Resources, component: str) -> dict[str, dict[str, Any]]:
    found = made["WorkerVersion", f"{component}-version"].inputs["bindings"]
    return {binding["name"]: binding for binding in found}  # type: ignore[union-attr, index]


def test_everything_that_was_asked_for_is_there(made: Resources) -> None:
    kinds = sorted(kind for kind, name in made if name.startswith("full-"))
    assert kinds == [
        "Queue",
        "R2Bucket",
        "Worker",
        "WorkerVersion",
        "WorkersCronTrigger",
        "WorkersCustomDomain",
        "WorkersDeployment",
        "WorkersKvNamespace",
        "WorkersRoute",
    ]
    assert sorted(kind for kind, name in made if name.startswith("model-")) == [
        "Worker",
        "WorkerVersion",
        "WorkersDeployment",
    ]


def test_arguments_are_those_of_the_sdk(made: Resources) -> None:
    assert misfits(made.values()) == []


def test_settings_reach_the_program_under_the_names_that_it_reads(made: Resources) -> None:
    found = bindings(made, "full")
    texts = {name: binding["text"] for name, binding in found.items() if binding["type"] == "plain_text"}
    assert texts == {
        "EDGE_CACHE_TTL_SECONDS": "60",
        "EDGE_CONTENT_TYPES": '["application/json"]',
        "EDGE_JWT_AUDIENCES": '["fraud"]',
        "EDGE_JWT_ISSUER": "https://id.example.com",
        "EDGE_LIMIT_PERIOD_SECONDS": "10",
        "EDGE_MAX_BODY_BYTES": "1048576",
        "EDGE_MODE": "origin",
        "EDGE_ORIGIN_URL": "https://origin.example.com/fraud",
        "EDGE_PREFETCH": '["/popular"]',
        "EDGE_SAMPLE_RATE": "0.1",
        "EDGE_STALE_IF_ERROR_SECONDS": "3600",
        "EDGE_STALE_SECONDS": "600",
        "EDGE_TIMEOUT_MS": "30000",
        "LOG_LEVEL": "INFO",
        "MODEL_NAME": "fraud",
        "MODEL_VERSION": "2.1.0",
    }
    assert isinstance(found["EDGE_ORIGIN_TOKEN"]["text"], Secret)
    assert found["API_KEY"] == {
        "name": "API_KEY",
        "type": "secrets_store_secret",
        "storeId": ACCOUNT,
        "secretName": "key",
    }
    assert found["EDGE_LIMITER"]["simple"] == {"limit": 100, "period": 10}
    assert int(found["EDGE_LIMITER"]["namespaceId"]) > 0


def test_the_program_reads_every_setting_that_is_bound(made: Resources) -> None:
    read = (Path(__file__).parents[2] / "apexai/edge/worker/src/settings.ts").read_text()
    for component in ("full", "model", "platform"):
        assert [name for name in bindings(made, component) if name.startswith("EDGE_") and name not in read] == []


def test_stores_are_in_the_jurisdiction(made: Resources) -> None:
    for kind, name in (("WorkersKvNamespace", "cache"), ("R2Bucket", "samples"), ("Queue", "review")):
        assert made[kind, f"full-{name}"].inputs["jurisdiction"] == "eu"
    assert bindings(made, "full")["EDGE_SAMPLES"]["jurisdiction"] == "eu"


def test_versions_have_their_shares(made: Resources) -> None:
    deployments = {
        name: made["WorkersDeployment", f"{name}-deployment"].inputs["versions"] for name in ("full", "model", "dark")
    }
    assert deployments == {
        "full": [
            {"versionId": VERSION, "percentage": 90},
            {"versionId": UNKNOWN, "percentage": 10},
        ],
        "model": [{"versionId": UNKNOWN, "percentage": 100}],
        "dark": [{"versionId": VERSION, "percentage": 100}],
    }


def test_callers_come_when_something_is_deployed(made: Resources) -> None:
    deployment = made["WorkersDeployment", "full-deployment"].urn
    for kind, name in (
        ("WorkersCustomDomain", "full-domain"),
        ("WorkersRoute", "full-route-0"),
        ("WorkersCronTrigger", "full-schedule"),
    ):
        assert deployment in made[kind, name].dependencies


def test_the_caller_s_dependencies_reach_every_child(made: Resources) -> None:
    before = made["EdgeInferenceWorker", "model"].urn
    children = [resource for (_, name), resource in made.items() if name.startswith("dark-")]
    assert children
    for child in children:
        assert {before, made["Worker", "model-worker"].urn} & set(child.dependencies)


def test_what_the_provider_defaults_wrongly_is_said(made: Resources) -> None:
    """Logs off, previews of versions open to everybody, and required arguments without defaults."""
    worker = made["Worker", "platform-worker"].inputs
    assert worker["subdomain"] == {"enabled": True, "previewsEnabled": False}
    assert worker["observability"]["enabled"] is True  # type: ignore[index, call-overload]
    assert worker["observability"]["logs"]["enabled"] is True  # type: ignore[index, call-overload]
    assert made["Worker", "full-worker"].inputs["subdomain"] == {"enabled": False, "previewsEnabled": False}
    gateway = made["AiGateway", "platform-gateway"].inputs
    assert {"cacheTtl", "cacheInvalidateOnUpdate", "collectLogs", "rateLimitingInterval", "rateLimitingLimit"} <= set(
        gateway
    )
    assert gateway["spendLimits"]["rules"][0]["limitType"] == "cost"  # type: ignore[index, call-overload]


def test_what_would_replace_a_version_at_each_update_is_not_said(made: Resources) -> None:
    """terraform-provider-cloudflare#7206 (placement), #7281 (service bindings without environment), computed hashes."""
    for (kind, _), resource in made.items():
        if kind == "WorkerVersion":
            assert {"placement", "usageModel", "compatibilityFlags"}.isdisjoint(resource.inputs)
            names = [binding["name"] for binding in resource.inputs["bindings"]]  # type: ignore[union-attr, index]
            assert names == sorted(names)
            for binding in resource.inputs["bindings"]:  # type: ignore[union-attr]
                assert binding["type"] != "service" or binding["environment"] == "production"  # type: ignore[index, call-overload]
            for module in resource.inputs["modules"]:  # type: ignore[union-attr]
                assert "contentSha256" not in module  # type: ignore[operator]
                assert ("contentBase64" in module) != ("contentFile" in module)  # type: ignore[operator]
        if kind == "WorkersCustomDomain":
            assert "environment" not in resource.inputs


def test_large_files_are_not_in_the_state(made: Resources) -> None:
    modules = made["WorkerVersion", "model-version"].inputs["modules"]
    assert [module["name"] for module in modules] == ["onnx.js", "ort.wasm", "model.onnx"]  # type: ignore[union-attr, index]
    assert modules[2]["contentFile"] == "model.onnx"  # type: ignore[index, call-overload]
    assert len(str(modules)) < 2000


def test_the_account_is_asked_for_where_nobody_names_it(captured: Any, made: Resources) -> None:
    assert made["Worker", "platform-worker"].inputs["accountId"] is UNKNOWN
    assert [record.token for record in captured.invokes] == ["cloudflare:index/getAccounts:getAccounts"]


REFUSED = {
    "EdgeInferenceWorkerArgs()": "x.origin: exactly one of origin, model and platform_model",
    'EdgeInferenceWorkerArgs(origin="https://o", model="model.onnx")': "APX-EDG-001",
    'EdgeInferenceWorkerArgs(model="none.onnx")': "there is no file 'none.onnx'",
    'EdgeInferenceWorkerArgs(model="n" * 5000)': "APX-EDG-002",
    'EdgeInferenceWorkerArgs(origin="fraud.example.com")': "x.origin: 'fraud.example.com' is not a URL",
    'EdgeInferenceWorkerArgs(origin="https://o", domain="https://d", public=True)': "x.domain: 'https://d' is not",
    'EdgeInferenceWorkerArgs(origin="https://o", tokens=Tokens(issuer="http://i", audiences=("a",)))': (
        "x.tokens.issuer: 'http://i' is not a URL with https"
    ),
    'EdgeInferenceWorkerArgs(platform_model="llama")': "APX-EDG-003",
    'EdgeInferenceWorkerArgs(origin="https://o", gateway=Gateway())': "APX-EDG-004",
    'EdgeInferenceWorkerArgs(model="model.onnx", origin_token="t")': "APX-EDG-005",
    'EdgeInferenceWorkerArgs(origin="https://o", workers_dev=True)': "give tokens, or set public",
    'EdgeInferenceWorkerArgs(origin="https://o", public=True, tokens=Tokens(issuer="https://i", audiences=("a",)))': (
        "APX-EDG-011"
    ),
    'EdgeInferenceWorkerArgs(origin="https://o", tokens=Tokens(issuer="https://i", audiences=()))': "APX-EDG-012",
    'EdgeInferenceWorkerArgs(origin="https://o", cache=EdgeCache(ttl="soon"))': "APX-EDG-020",
    'EdgeInferenceWorkerArgs(origin="https://o", cache=EdgeCache(ttl="0s"))': "APX-EDG-025",
    'EdgeInferenceWorkerArgs(model="model.onnx", cache=EdgeCache(ttl="1s", prefetch=("/a",)))': "APX-EDG-021",
    'EdgeInferenceWorkerArgs(origin="https://o", cache=EdgeCache(ttl="1s", prefetch=("/a",)))': "APX-EDG-022",
    'EdgeInferenceWorkerArgs(origin="https://o", cache=EdgeCache(ttl="1s", prefetch=("a",), prefetch_at=("x",)))': (
        "APX-EDG-024"
    ),
    'EdgeInferenceWorkerArgs(origin="https://o", timeout="10m")': "APX-EDG-026",
    'EdgeInferenceWorkerArgs(origin="https://o", rate_limit=RateLimit(requests=1, period_seconds=30))': "APX-EDG-030",
    'EdgeInferenceWorkerArgs(origin="https://o", rate_limit=RateLimit(requests=0))': "APX-EDG-031",
    'EdgeInferenceWorkerArgs(origin="https://o", max_body_bytes=0)': "APX-EDG-032",
    'EdgeInferenceWorkerArgs(origin="https://o", recording=Recording(share=0))': "APX-EDG-040",
    'EdgeInferenceWorkerArgs(origin="https://o", recording=Recording(share=1, bucket=False))': "APX-EDG-041",
    'EdgeInferenceWorkerArgs(origin="https://o", jurisdiction="ch")': "APX-EDG-042",
    'EdgeInferenceWorkerArgs(origin="https://o", trace_share=2)': "APX-EDG-043",
    'EdgeInferenceWorkerArgs(origin="https://o", environment={"EDGE_MODE": "x"})': "APX-EDG-050",
    'EdgeInferenceWorkerArgs(origin="https://o", stable=Stable(revision="7", share=50))': "APX-EDG-061",
    'EdgeInferenceWorkerArgs(origin="https://o", stable=Stable(revision="7", share=99.999))': "APX-EDG-060",
    'EdgeInferenceWorkerArgs(origin="https://o", jurisdiction="eu")': "APX-EDG-044",
    'EdgeInferenceWorkerArgs(origin="https://o", content_types=())': "APX-EDG-033",
    'EdgeInferenceWorkerArgs(origin="https://o", environment={f"V{n}": "" for n in range(109)})': "APX-EDG-052",
    'EdgeInferenceWorkerArgs(origin="https://o", environment={"BIG": "x" * 5121})': "APX-EDG-053",
}


def refusals() -> Iterator[str]:
    for args in REFUSED:
        yield f"""
        try:
            EdgeInferenceWorker("x", {args})
            print("MADE")
        except pulumi.RunError as error:
            print(str(error).replace(chr(10), " "))
        """


def test_what_cant_be_had_is_refused_before_anything_is_registered(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"model")
    body = "".join(refusals()).replace("\n        ", "\n")
    (tmp_path / "program.py").write_text(f"{HEAD}{body}")
    found = capture_program(ScriptProgram(script=tmp_path / "program.py", project="edge", directory=tmp_path))
    said = found.stdout.splitlines()
    assert [
        (args, line) for (args, wanted), line in zip(REFUSED.items(), said, strict=True) if wanted not in line
    ] == []
    assert [resource.type for resource in found.graph.resources] == ["pulumi:pulumi:Stack"]


def test_a_refusal_ends_the_program_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(f'{HEAD}EdgeInferenceWorker("x", EdgeInferenceWorkerArgs())\n')
    with pytest.raises(ProgramError) as raised:
        capture_program(ScriptProgram(script=tmp_path / "program.py", project="edge", directory=tmp_path))
    assert "exactly one of origin, model and platform_model" in str(raised.value)
    assert "Traceback" not in str(raised.value)


ORIGINS = """
def origin(name, **runtime):
    return InferenceService(name, {
        "apiVersion": "ai.apexlogic.com/v1alpha1", "kind": "ServerlessModelDeployment", "metadata": {"name": name},
        "spec": {"modelRef": {"name": "m", "version": "1"}, "runtime": runtime}})

image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/m:1"
signed = origin("signed", platform="aws-lambda", region="us-east-1", image=image)
inside = origin("inside", platform="kubernetes", image="m:1", access="internal")
tokens = {"jwt": {"issuer": "https://login.example.com", "audiences": ["m"]}}
for service in (signed, inside, origin("open", platform="aws-lambda", region="us-east-1", image=image, auth=tokens)):
    try:
        EdgeInferenceWorker("x", EdgeInferenceWorkerArgs(origin=service, public=True, workers_dev=True))
        print("MADE")
    except pulumi.RunError as error:
        print(error)
"""


def test_a_service_that_no_worker_reaches_is_no_origin(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(f"{HEAD}from apexai import InferenceService\n{ORIGINS}")
    found = capture_program(ScriptProgram(script=tmp_path / "program.py", project="edge", directory=tmp_path))
    signed, inside, made = found.stdout.splitlines()
    assert signed.startswith("x.origin: ")
    assert "APX-EDG-008" in signed
    assert "access internal" in inside
    assert made == "MADE"
