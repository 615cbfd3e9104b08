"""Each limit of Cloudflare Workers, on both sides of its bound, and the four rows of the traffic table."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from apexai.errors import Diagnostic
from apexai.spec.fields import Platform
from apexai.spec.loader import document_of
from apexai.targets.check import check_target
from apexai.targets.cloudflare_workers.names import account_name, counter_id
from apexai.targets.cloudflare_workers.planning import stable_of
from apexai.targets.target import Surroundings
from tests.targets.change import Document, at, merged
from tests.targets.changes import document_with

STORE = "0123456789abcdef0123456789abcdef"
VERSION = "11111111-2222-3333-4444-555555555555"
PACKAGE = {"path": "package", "handler": "index.js", "runtime": "javascript"}
CODE = at("spec", {"modelRef": {"uri": None, "format": None}, "runtime": {"package": PACKAGE}})
JWT = at(
    "spec.runtime",
    {"access": "authenticated", "auth": {"jwt": {"issuer": "https://id.example.com", "audiences": ["one"]}}},
)


def split(blue: str, green: str, **stable: str | None) -> Document:
    kept = {"modelVersion": "0.9.0", "revision": VERSION, **stable}
    return at("spec.trafficSplit", {"blue": blue, "green": green, "stable": kept})


def code(**changes: str) -> Document:
    return merged(CODE, at("spec.runtime.package", {**PACKAGE, **changes}))


ACCEPTED: list[Document] = [
    at("spec.runtime.timeout", "300s"),
    at("spec.runtime.memory", "128MB"),
    at("spec.runtime.region", "global"),
    at("spec.monitoring.logsRetentionDays", 7),
    at("spec.runtime", {"access": "internal"}),
    at("spec.modelRef", {"uri": "@cf/meta/llama-3.1-8b-instruct", "format": None}),
    at("spec.modelRef", {"uri": "models/fraud.onnx", "format": None}),
    at("spec.runtime.environment.BIG", "x" * 5120),
    at("spec.runtime.environment", {f"V{number}": "" for number in range(118)}),
    at("spec.runtime.secrets.TOKEN", f"cf-ss://{STORE}/token"),
    split("99.99%", "0.01%"),
    CODE,
    JWT,
]

REFUSED: list[tuple[str, str, Document]] = [
    ("APX-LIM-800", "spec.modelRef.uri", at("spec.modelRef", {"uri": None, "format": None})),
    ("APX-LIM-800", "spec.modelRef.uri", at("spec.modelRef.uri", "s3://models/fraud.onnx")),
    ("APX-LIM-801", "spec.modelRef.format", at("spec.modelRef", {"uri": "models/fraud", "format": "gguf"})),
    ("APX-LIM-805", "spec.runtime.package.runtime", code(runtime="python3.13")),
    ("APX-LIM-809", "spec.runtime.cache.ttl", merged(CODE, at("spec.runtime.cache.ttl", "60s"))),
    ("APX-LIM-810", "spec.runtime.region", at("spec.runtime.region", "us-east-1")),
    ("APX-LIM-811", "spec.runtime.memory", at("spec.runtime.memory", "256MB")),
    ("APX-LIM-811", "spec.runtime.memory", at("spec.runtime.memory", "64MB")),
    ("APX-LIM-812", "spec.runtime.timeout", at("spec.runtime.timeout", "301s")),
    ("APX-LIM-814", "spec.monitoring.logsRetentionDays", at("spec.monitoring.logsRetentionDays", 30)),
    (
        "APX-LIM-815",
        "spec.responsibleAI.dataClassification",
        at("spec.responsibleAI.dataClassification", "personal"),
    ),
    ("APX-LIM-815", "spec.policies", at("spec.policies", ["data-privacy-compliance"])),
    ("APX-LIM-820", "spec.runtime.access", merged(CODE, at("spec.runtime.access", "authenticated"))),
    ("APX-LIM-821", "spec.runtime.access", at("spec.runtime.access", None)),
    (
        "APX-LIM-822",
        "spec.runtime.network.domain",
        at("spec.runtime", {"access": "internal", "network": {"domain": "a.example.com"}}),
    ),
    (
        "APX-LIM-830",
        "spec.trafficSplit.stable.revision",
        split("90%", "10%", revision=None, image="registry.example.com/subject:0.9.0"),
    ),
    ("APX-LIM-831", "spec.trafficSplit.stable.revision", split("90%", "10%", revision="7")),
    ("APX-LIM-832", "spec.trafficSplit.green", split("99.999%", "0.001%")),
    ("APX-LIM-840", "spec.runtime.environment.EDGE_TIMEOUT_MS", at("spec.runtime.environment.EDGE_TIMEOUT_MS", "1")),
    ("APX-LIM-841", "spec.runtime.environment.EDGE_MODE", at("spec.runtime.environment.EDGE_MODE", "origin")),
    (
        "APX-LIM-842",
        "spec.runtime.secrets.EDGE_TIMEOUT_MS",
        at("spec.runtime.secrets.EDGE_TIMEOUT_MS", f"cf-ss://{STORE}/token"),
    ),
    (
        "APX-LIM-843",
        "spec.runtime.environment",
        at("spec.runtime.environment", {f"V{number}": "" for number in range(119)}),
    ),
    ("APX-LIM-844", "spec.runtime.environment.BIG", at("spec.runtime.environment.BIG", "x" * 5121)),
    ("APX-LIM-846", "spec.runtime.secrets.TOKEN", at("spec.runtime.secrets.TOKEN", "aws-sm://token")),
    ("APX-LIM-850", "metadata.labels.costCenter", at("metadata.labels.costCenter", "x")),
]

WARNED: list[tuple[str, Document]] = [
    ("APX-LIM-852", at("metadata.labels", {f"label-{number}": "x" for number in range(9)})),
]


def found_in(patch: Document, directory: Path | None = None) -> tuple[Diagnostic, ...]:
    document = document_of(document_with(Platform.CLOUDFLARE_WORKERS, patch))
    return check_target(document.deployment(None), Surroundings(directory=directory))


@pytest.mark.parametrize("patch", ACCEPTED, ids=str)
def test_what_fits_is_accepted(patch: Document) -> None:
    assert [str(found) for found in found_in(patch) if found.is_error] == []


@pytest.mark.parametrize(("code", "path", "patch"), REFUSED, ids=str)
def test_what_does_not_fit_is_refused(code: str, path: str, patch: Document) -> None:
    errors = [found for found in found_in(patch) if found.is_error]
    assert (code, path) in {(found.code, found.path) for found in errors}
    assert all(found.suggestion for found in errors)


def test_a_cost_centre_that_no_tag_can_be_is_told() -> None:
    said = [(item.code, item.path) for item in found_in(at("spec.finops.costCenter", "Risk & Fraud"))]
    assert ("APX-LIM-851", "spec.finops.costCenter") in said


def test_the_time_of_own_code_is_processor_time() -> None:
    said = [item.code for item in found_in(merged(CODE, at("spec.runtime.timeout", "30s")))]
    assert "APX-LIM-813" in said
    assert "APX-LIM-813" not in [item.code for item in (*found_in(CODE), *found_in(at("spec.runtime.timeout", "30s")))]


@pytest.mark.parametrize(("code", "patch"), WARNED, ids=str)
def test_what_is_doubtful_warns(code: str, patch: Document) -> None:
    found = {item.code: item for item in found_in(patch)}
    assert code in found
    assert not found[code].is_error


@pytest.mark.parametrize(
    ("patch", "share"),
    [
        ({}, None),
        (split("100%", "0%"), 100.0),
        (split("90%", "10%"), 90.0),
        (split("0%", "100%"), None),
        (at("spec.trafficSplit", {"blue": "0%", "green": "100%"}), None),
    ],
    ids=["steady", "dark", "split", "promoted", "promoted-without-stable"],
)
def test_rows_of_the_traffic_table(patch: Document, share: float | None) -> None:
    assert [found for found in found_in(patch) if found.is_error] == []
    stable = stable_of(document_of(document_with(Platform.CLOUDFLARE_WORKERS, patch)).deployment(None))
    assert (None if stable is None else stable.share) == share


def files(directory: Path, **contents: Any) -> Path:
    for name, content in contents.items():
        file = directory / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return directory


def codes(patch: Document, directory: Path) -> list[str]:
    return [found.code for found in found_in(patch, directory) if found.code != "APX-LIM-823"]


def test_files_are_looked_at(tmp_path: Path) -> None:
    digest = f"sha256:{hashlib.sha256(b'model').hexdigest()}"
    assert codes({}, tmp_path) == ["APX-LIM-802"]
    files(tmp_path, model_onnx=b"model", package__index_js=b"export default {}")
    assert codes({}, tmp_path) == []
    assert codes(at("spec.modelRef.digest", digest), tmp_path) == []
    assert codes(at("spec.modelRef.digest", "sha256:" + "0" * 64), tmp_path) == ["APX-LIM-804"]
    assert codes(CODE, tmp_path) == []
    assert codes(code(path="none"), tmp_path) == ["APX-LIM-806"]
    assert codes(code(handler="main.js"), tmp_path) == ["APX-LIM-807"]


def test_a_model_that_leaves_no_room_warns(tmp_path: Path) -> None:
    with (tmp_path / "model.onnx").open("wb") as file:
        file.truncate(33_554_433)
    found = [item for item in found_in({}, tmp_path) if item.code == "APX-LIM-803"]
    assert [item.is_error for item in found] == [False]


def test_names_in_the_account_tell_stacks_apart_and_fit() -> None:
    assert account_name("fraud", "prod") == "fraud-prod"
    assert account_name("fraud", "Dev_1", "cache") == "fraud-dev-1-cache"
    long = account_name("a" * 60, "prod", "samples")
    assert len(long) == 63
    assert long != account_name("a" * 60, "dev", "samples")
    assert counter_id("fraud-prod") != counter_id("fraud-dev")
