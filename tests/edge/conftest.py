"""One runtime with all workers of these tests, and one origin behind them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from apexai.edge.modules import forwarding_modules, onnx_modules
from tests.edge.models import write_classifier, write_mixed
from tests.edge.origin import Origin, origin_serving
from tests.edge.workerd import Deployed, Workerd, serving

NOTHING_LISTENS: Final = "http://127.0.0.1:9"
ISSUER: Final = "https://id.example.com"
AUDIENCE: Final = "inference"
A_MOMENT: Final = "0.0001"
"""Seconds that are over when the next request comes."""


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("models")
    write_classifier(directory / "classifier.onnx")
    write_mixed(directory / "mixed.onnx")
    return directory


@pytest.fixture(scope="session")
def served_origin() -> Iterator[Origin]:
    with origin_serving() as origin:
        yield origin


@pytest.fixture
def origin(served_origin: Origin) -> Origin:
    """The origin, answering at once."""
    served_origin.reset()
    return served_origin


@pytest.fixture(scope="session")
def workerd(models: Path, served_origin: Origin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workerd]:
    workers = [*inside(models), *forwarding(served_origin.address), platform_model()]
    log_file = tmp_path_factory.mktemp("workerd") / "log.txt"
    with log_file.open("w") as log, serving(workers, log=log) as runtime:
        served_origin.documents["/keys"] = runtime.ask(ask="keys")
        yield runtime


def inside(models: Path) -> list[Deployed]:
    """Workers with a model in the isolate."""
    classifier = onnx_modules(models / "classifier.onnx")
    return [
        Deployed(name="classifier", modules=classifier, bindings={"MODEL_NAME": "fraud", "MODEL_VERSION": "2.1.0"}),
        Deployed(name="mixed", modules=onnx_modules(models / "mixed.onnx"), bindings={"MODEL_NAME": "mixed"}),
        Deployed(
            name="remembering",
            modules=classifier,
            bindings={"MODEL_NAME": "fraud", "EDGE_CACHE_TTL_SECONDS": "60", "EDGE_SAMPLE_RATE": "1"},
            more={"r2Buckets": {"EDGE_SAMPLES": "samples"}, "queueProducers": {"EDGE_REVIEW": "review"}},
        ),
    ]


def forwarding(address: str) -> list[Deployed]:
    """Workers in front of an origin."""
    cached = {"EDGE_CACHE_TTL_SECONDS": "60"}
    expiring = {"EDGE_CACHE_TTL_SECONDS": A_MOMENT}
    jwt = {
        "EDGE_JWT_ISSUER": ISSUER,
        "EDGE_JWT_AUDIENCES": json.dumps([AUDIENCE]),
        "EDGE_JWT_JWKS_URI": f"{address}/keys",
    }
    limited = {"ratelimits": {"EDGE_LIMITER": {"simple": {"limit": 2, "period": 60}}}}
    return [
        _forward("plain", address),
        _forward("cached", address, cached),
        _forward("next-version", address, {**cached, "MODEL_VERSION": "2"}),
        _forward("everywhere", address, cached, {"cache": False, "kvNamespaces": {"EDGE_CACHE": "answers"}}),
        _forward("stale", address, {**expiring, "EDGE_STALE_SECONDS": "600"}),
        _forward("resilient", address, {**expiring, "EDGE_STALE_IF_ERROR_SECONDS": "600", "EDGE_TIMEOUT_MS": "100"}),
        _forward("impatient", address, {"EDGE_TIMEOUT_MS": "100"}),
        _forward("unreachable", NOTHING_LISTENS),
        _forward("signed", address, {**jwt, **cached, "EDGE_ORIGIN_TOKEN": "of-the-origin"}),
        _forward("keyless", address, {**jwt, "EDGE_JWT_JWKS_URI": f"{NOTHING_LISTENS}/keys"}),
        _forward("limited", address, {}, limited),
        _forward("scheduled", address, {**cached, "EDGE_PREFETCH": json.dumps(["/popular?id=1"])}),
        _forward("broken", "no address"),
        _forward("images", address, {"EDGE_CONTENT_TYPES": '["image/png"]', "EDGE_MAX_BODY_BYTES": "8"}),
    ]


def platform_model() -> Deployed:
    """A worker in front of a model of the platform."""
    bindings = {
        "EDGE_MODE": "workers-ai",
        "EDGE_AI_MODEL": "@cf/meta/llama-3.1-8b-instruct",
        "EDGE_AI_GATEWAY": "edge",
        "EDGE_TIMEOUT_MS": "300",
    }
    more = {"wrappedBindings": {"AI": {"scriptName": "ai-binding"}}}
    return Deployed(name="platform", modules=forwarding_modules(), bindings=bindings, more=more)


def _forward(
    name: str, address: str, bindings: dict[str, str] | None = None, more: dict[str, Any] | None = None
) -> Deployed:
    own = {"EDGE_MODE": "origin", "EDGE_ORIGIN_URL": address, "MODEL_NAME": name}
    return Deployed(name=name, modules=forwarding_modules(), bindings={**own, **(bindings or {})}, more=more or {})
