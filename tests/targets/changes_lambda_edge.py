"""Changes that need other surroundings on Lambda@Edge."""

from collections.abc import Mapping
from typing import Final

from tests.targets.change import Change, Document, at, change, merged

_PACKAGE: Final = {"path": "package", "handler": "app.handler", "runtime": "python3.13"}
_STABLE: Final = {"modelVersion": "0.9.0", "revision": "6"}
_JWT: Final = at("spec.runtime.auth.jwt", {"issuer": "https://id.example.com", "audiences": ["one"]})
_AUTHENTICATED: Final = at("spec.runtime.access", "authenticated")
_GATEWAY: Final = at("spec.runtime.network.gateway", {"name": "public", "namespace": "gateways"})
_BUDGET: Final = at("spec.finops.budgetLimit", "$100/month")
_PREPROCESSOR: Final = at("spec.runtime.preprocessor.image", "registry.example.com/one:1.0.0")

LAMBDA_EDGE_BASE: Final[Document] = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "subject"},
    "spec": {
        "modelRef": {"name": "subject", "version": "1.0.0"},
        "runtime": {"platform": "lambda-edge", "access": "public", "package": _PACKAGE},
    },
}


def _split(**stable: object) -> Document:
    return at("spec.trafficSplit", {"blue": "90%", "green": "10%", "stable": {**_STABLE, **stable}})


def _shares(blue: str, green: str) -> Document:
    return merged(_split(), at("spec.trafficSplit", {"blue": blue, "green": green}))


def _checked(path: str, right: object, wrong: object) -> Change:
    return Change(base={}, changed=at(path, right), wrong=at(path, wrong))


LAMBDA_EDGE: Final[Mapping[str, Change]] = {
    "spec.modelRef.uri": change("spec.modelRef.uri", "s3://models/one.onnx", "s3://models/two.onnx"),
    "spec.runtime.region": _checked("spec.runtime.region", "us-east-1", "eu-west-1"),
    "spec.runtime.ephemeralStorage": _checked("spec.runtime.ephemeralStorage", "512MiB", "1GiB"),
    "spec.runtime.concurrency": _checked("spec.runtime.concurrency", 1, 2),
    "spec.runtime.architecture": _checked("spec.runtime.architecture", "x86_64", "arm64"),
    "spec.runtime.access": _checked("spec.runtime.access", "public", "authenticated"),
    "spec.runtime.image": Change(
        base={}, changed=at("spec.runtime", {"package": None, "image": "registry.example.com/subject:1.0.0"})
    ),
    **{
        f"spec.runtime.package.{key}": change(f"spec.runtime.package.{key}", None, value)
        for key, value in {"path": "other-package", "handler": "other.handler", "runtime": "nodejs24.x"}.items()
    },
    "spec.runtime.auth.iam": change("spec.runtime.auth.iam", None, True, _AUTHENTICATED),
    "spec.runtime.auth.gateway": change("spec.runtime.auth.gateway", None, True, _AUTHENTICATED),
    **{
        f"spec.runtime.auth.jwt.{leaf}": Change(
            base={}, changed=merged(_AUTHENTICATED, _JWT, at("spec.runtime.auth.jwt", extra))
        )
        for leaf, extra in {
            "issuer": {"audiences": ["one"]},
            "audiences[]": {"audiences": ["two"]},
            "jwksUri": {"jwksUri": "https://id.example.com/keys"},
        }.items()
    },
    **{
        f"spec.runtime.network.gateway.{key}": Change(
            base={}, changed=merged(_GATEWAY, at(f"spec.runtime.network.gateway.{key}", value))
        )
        for key, value in {
            "name": "public",
            "namespace": "gateways",
            "implementation": "istio",
            "service": "public-istio",
            "serviceNamespace": "istio-system",
        }.items()
    },
    "spec.runtime.network.domain": change("spec.runtime.network.domain", None, "fraud.example.com"),
    "spec.runtime.secrets.*": change("spec.runtime.secrets.DATABASE", None, "aws-sm://database"),
    "spec.runtime.cache.ttl": change("spec.runtime.cache.ttl", "60s", "120s"),
    "spec.runtime.permissions[].actions[]": change(
        "spec.runtime.permissions",
        None,
        [{"actions": ["dynamodb:GetItem"], "resources": ["arn:aws:dynamodb:us-east-1:111122223333:table/x"]}],
    ),
    "spec.trafficSplit.blue": Change(base=_shares("90%", "10%"), changed=_shares("95%", "5%")),
    "spec.trafficSplit.green": Change(base=_shares("90%", "10%"), changed=_shares("85%", "15%")),
    "spec.trafficSplit.stable.modelVersion": Change(base=_split(), changed=_split(modelVersion="0.8.0")),
    "spec.trafficSplit.stable.revision": Change(base=_split(), changed=_split(revision="7")),
    "spec.trafficSplit.stable.modelDigest": Change(
        base=_split(modelDigest="sha256:" + "a" * 64), changed=_split(modelDigest="sha256:" + "b" * 64)
    ),
    "spec.trafficSplit.stable.modelUri": Change(
        base=merged(_split(modelUri="s3://models/old.onnx"), at("spec.modelRef.uri", "s3://models/new.onnx")),
        changed=merged(_split(modelUri="s3://models/older.onnx"), at("spec.modelRef.uri", "s3://models/new.onnx")),
    ),
    "spec.trafficSplit.stable.image": Change(base={}, changed=_split(image="registry.example.com/subject:0.9.0")),
    "spec.finops.onBreach": Change(base=_BUDGET, changed=merged(_BUDGET, at("spec.finops.onBreach", "pause"))),
    "spec.responsibleAI.dataClassification": _checked("spec.responsibleAI.dataClassification", "internal", "personal"),
    "spec.responsibleAI.explainability.image": Change(
        base={},
        changed=at(
            "spec.responsibleAI.explainability", {"method": "shap", "image": "registry.example.com/explainer:1.0.0"}
        ),
    ),
    "spec.responsibleAI.dataResidency[]": change("spec.responsibleAI.dataResidency", None, ["us-east-1"]),
    "spec.policies[]": change("spec.policies", None, ["model-explainability-required"]),
}
