"""Changes that need other surroundings on Cloudflare Workers."""

from collections.abc import Mapping
from typing import Final

from tests.targets.change import Change, Document, at, change

_STORE: Final = "0123456789abcdef0123456789abcdef"
_VERSIONS: Final = ("11111111-2222-3333-4444-555555555555", "66666666-7777-8888-9999-000000000000")
_PACKAGE: Final = {"path": "package", "handler": "index.js", "runtime": "javascript"}
_CODE: Final = at("spec", {"modelRef": {"uri": None, "format": None}, "runtime": {"package": _PACKAGE}})
_JWT: Final = at(
    "spec.runtime",
    {"access": "authenticated", "auth": {"jwt": {"issuer": "https://id.example.com", "audiences": ["one"]}}},
)
_SPLIT: Final = at(
    "spec.trafficSplit",
    {"blue": "90%", "green": "10%", "stable": {"modelVersion": "0.9.0", "revision": _VERSIONS[0]}},
)
_PLATFORM_MODEL: Final = at("spec.modelRef", {"uri": "@cf/meta/llama-3.1-8b-instruct", "format": None})
_DIGESTS: Final = ("sha256:" + "a" * 64, "sha256:" + "b" * 64)

CLOUDFLARE_WORKERS_BASE: Final[Document] = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "subject"},
    "spec": {
        "modelRef": {"name": "subject", "version": "1.0.0", "uri": "model.onnx", "format": "onnx"},
        "runtime": {"platform": "cloudflare-workers", "access": "public"},
    },
}


def _shares(blue: str, green: str) -> Document:
    stable = {"modelVersion": "0.9.0", "revision": _VERSIONS[0]}
    return at("spec.trafficSplit", {"blue": blue, "green": green, "stable": stable})


CLOUDFLARE_WORKERS: Final[Mapping[str, Change]] = {
    "spec.modelRef.uri": change("spec.modelRef.uri", "model.onnx", "other.onnx"),
    "spec.modelRef.digest": change("spec.modelRef.digest", *_DIGESTS, _PLATFORM_MODEL),
    "spec.modelRef.format": Change(
        base={}, changed=at("spec.modelRef.format", None), wrong=at("spec.modelRef.format", "gguf")
    ),
    "spec.runtime.region": Change(
        base={}, changed=at("spec.runtime.region", "global"), wrong=at("spec.runtime.region", "us-east-1")
    ),
    "spec.runtime.package.path": change("spec.runtime.package", _PACKAGE, {**_PACKAGE, "path": "other-package"}, _CODE),
    "spec.runtime.package.handler": change(
        "spec.runtime.package", _PACKAGE, {**_PACKAGE, "handler": "other.js"}, _CODE
    ),
    "spec.runtime.package.runtime": Change(
        base=_CODE,
        changed=_CODE,
        wrong=at("spec.runtime.package", {**_PACKAGE, "runtime": "python3.13"}),
    ),
    "spec.runtime.memory": Change(
        base={}, changed=at("spec.runtime.memory", "128MB"), wrong=at("spec.runtime.memory", "256MB")
    ),
    "spec.runtime.access": change("spec.runtime.access", "internal", "public"),
    "spec.runtime.auth.iam": change("spec.runtime.auth.iam", None, True, at("spec.runtime.access", "authenticated")),
    "spec.runtime.auth.jwt.issuer": change("spec.runtime.auth.jwt.issuer", None, "https://two.example.com", _JWT),
    "spec.runtime.auth.jwt.audiences[]": change("spec.runtime.auth.jwt.audiences", None, ["two"], _JWT),
    "spec.runtime.auth.jwt.jwksUri": change("spec.runtime.auth.jwt.jwksUri", None, "https://id.example.com/keys", _JWT),
    **{
        f"spec.runtime.network.gateway.{key}": change(
            "spec.runtime.network.gateway",
            None,
            {"name": "edge", "namespace": "gateways", "implementation": "istio", "service": "edge"},
        )
        for key in ("name", "namespace", "implementation", "service")
    },
    "spec.runtime.network.domain": change("spec.runtime.network.domain", "one.example.com", "two.example.com"),
    "spec.runtime.secrets.*": change("spec.runtime.secrets.TOKEN", f"cf-ss://{_STORE}/one", f"cf-ss://{_STORE}/two"),
    "spec.trafficSplit.blue": Change(base=_shares("90%", "10%"), changed=_shares("80%", "20%")),
    "spec.trafficSplit.green": Change(base=_shares("90%", "10%"), changed=_shares("80%", "20%")),
    "spec.trafficSplit.stable.modelVersion": change("spec.trafficSplit.stable.modelVersion", "0.8.0", "0.9.0", _SPLIT),
    "spec.trafficSplit.stable.revision": change("spec.trafficSplit.stable.revision", *_VERSIONS, _SPLIT),
    "spec.trafficSplit.stable.image": change(
        "spec.trafficSplit.stable.image", None, "registry.example.com/subject:0.9.0", _SPLIT
    ),
    "spec.trafficSplit.stable.modelUri": change("spec.trafficSplit.stable.modelUri", None, "old.onnx", _SPLIT),
    "spec.trafficSplit.stable.modelDigest": change(
        "spec.trafficSplit.stable.modelDigest", None, "sha256:" + "c" * 64, _SPLIT
    ),
    "spec.finops.onBreach": Change(
        base=at("spec.finops.budgetLimit", "$100/month"),
        changed=at("spec.finops", {"budgetLimit": "$100/month", "onBreach": "alert"}),
        wrong=at("spec.finops", {"budgetLimit": "$100/month", "onBreach": "pause"}),
    ),
    "spec.responsibleAI.dataClassification": Change(
        base={},
        changed=at("spec.responsibleAI.dataClassification", "internal"),
        wrong=at("spec.responsibleAI.dataClassification", "confidential"),
    ),
    "spec.responsibleAI.dataResidency[]": change("spec.responsibleAI.dataResidency", None, ["us-east-1"]),
    "spec.policies[]": change("spec.policies", None, ["model-explainability-required"]),
    "spec.monitoring.logsRetentionDays": Change(
        base={},
        changed=at("spec.monitoring.logsRetentionDays", 7),
        wrong=at("spec.monitoring.logsRetentionDays", 90),
    ),
}
