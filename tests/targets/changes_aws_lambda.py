"""Changes that need other surroundings on AWS Lambda."""

from collections.abc import Mapping
from typing import Final

from tests.targets.change import Change, Document, at, change

_REGISTRY: Final = "111122223333.dkr.ecr.us-east-1.amazonaws.com"
_IRELAND: Final = "111122223333.dkr.ecr.eu-west-1.amazonaws.com"
_PACKAGE: Final = {"path": "package", "handler": "app.handler", "runtime": "python3.13"}
_CODE: Final = at("spec.runtime", {"image": None, "package": _PACKAGE})
_JWT: Final = at("spec.runtime.auth.jwt", {"issuer": "https://id.example.com", "audiences": ["one"]})
_NETWORK: Final = at("spec.runtime.network", {"vpc": "vpc-0a1b2c3d", "subnets": ["subnet-0a1b2c3d"]})
_SCALED: Final = at("spec.autoscaling", {"minReplicas": 1, "maxReplicas": 12, "targetUtilization": 70})
_DAY: Final = {"name": "day", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 3, "maxReplicas": 9}
_SECRET: Final = "aws-sm://arn:aws:secretsmanager:us-east-1:111122223333:secret:"
_SPLIT: Final = at(
    "spec.trafficSplit",
    {"blue": "90%", "green": "10%", "stable": {"modelVersion": "0.9.0", "revision": "6"}},
)

AWS_LAMBDA_BASE: Final[Document] = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "subject"},
    "spec": {
        "modelRef": {"name": "subject", "version": "1.0.0"},
        "runtime": {
            "platform": "aws-lambda",
            "region": "us-east-1",
            "image": f"{_REGISTRY}/subject:1.0.0",
        },
    },
}


def _split(key: str, before: object, after: object) -> Change:
    return change(f"spec.trafficSplit.stable.{key}", before, after, _SCALED, _SPLIT)


def _shares(blue: str, green: str) -> Document:
    return at("spec.trafficSplit", {"blue": blue, "green": green, "stable": {"modelVersion": "0.9.0", "revision": "6"}})


def _schedule(key: str, value: object) -> Change:
    return change("spec.autoscaling.schedules", [_DAY], [{**_DAY, key: value}], _SCALED)


AWS_LAMBDA: Final[Mapping[str, Change]] = {
    "spec.modelRef.uri": change("spec.modelRef.uri", "s3://models/one.onnx", "s3://models/two.onnx"),
    "spec.runtime.region": Change(
        base={},
        changed=at("spec.runtime", {"region": "eu-west-1", "image": f"{_IRELAND}/subject:1.0.0"}),
    ),
    "spec.runtime.image": change("spec.runtime.image", f"{_REGISTRY}/subject:1.0.0", f"{_REGISTRY}/subject:1.1.0"),
    **{
        f"spec.runtime.package.{key}": Change(
            base=_CODE, changed=at("spec.runtime", {"image": None, "package": {**_PACKAGE, key: value}})
        )
        for key, value in {"path": "other-package", "handler": "other.handler", "runtime": "python3.12"}.items()
    },
    "spec.runtime.access": change("spec.runtime.access", "authenticated", "public"),
    "spec.runtime.auth.iam": Change(base=_JWT, changed=at("spec.runtime.auth.iam", True)),
    "spec.runtime.auth.jwt.issuer": change("spec.runtime.auth.jwt.issuer", None, "https://two.example.com", _JWT),
    "spec.runtime.auth.jwt.audiences[]": change("spec.runtime.auth.jwt.audiences", None, ["two"], _JWT),
    "spec.runtime.auth.jwt.jwksUri": change("spec.runtime.auth.jwt.jwksUri", None, "https://id.example.com/keys", _JWT),
    "spec.runtime.network.vpc": change("spec.runtime.network.vpc", None, "vpc-0d3c2b1a", _NETWORK),
    "spec.runtime.network.subnets[]": change("spec.runtime.network.subnets", None, ["subnet-0d3c2b1a"], _NETWORK),
    "spec.runtime.network.securityGroups[]": change("spec.runtime.network.securityGroups", None, ["sg-01"], _NETWORK),
    "spec.runtime.network.egress[]": change(
        "spec.runtime.network.egress", ["10.0.0.0/16"], ["10.1.0.0/16:5432"], _NETWORK
    ),
    **{
        f"spec.runtime.network.gateway.{key}": change(
            f"spec.runtime.network.gateway.{key}",
            None,
            value,
            at("spec.runtime.network.gateway", {"name": "public", "namespace": "gateways"}),
        )
        for key, value in {
            "name": "public",
            "namespace": "gateways",
            "implementation": "istio",
            "service": "public-istio",
            "serviceNamespace": "istio-system",
        }.items()
    },
    "spec.runtime.concurrency": Change(
        base={}, changed=at("spec.runtime.concurrency", 1), wrong=at("spec.runtime.concurrency", 2)
    ),
    "spec.runtime.network.domain": change("spec.runtime.network.domain", None, "fraud.example.com"),
    "spec.runtime.secrets.*": change(
        "spec.runtime.secrets.DATABASE", _SECRET + "one-a1b2c3", _SECRET + "two-d4e5f6#url"
    ),
    "spec.trafficSplit.blue": Change(base=_shares("90%", "10%"), changed=_shares("50%", "50%")),
    "spec.trafficSplit.green": Change(base=_shares("90%", "10%"), changed=_shares("50%", "50%")),
    "spec.trafficSplit.stable.modelVersion": _split("modelVersion", "0.9.0", "0.8.0"),
    "spec.trafficSplit.stable.revision": _split("revision", "6", "7"),
    "spec.trafficSplit.stable.modelUri": change(
        "spec.trafficSplit.stable.modelUri",
        "s3://models/old.onnx",
        "s3://models/older.onnx",
        _SPLIT,
        at("spec.modelRef.uri", "s3://models/new.onnx"),
    ),
    "spec.trafficSplit.stable.image": _split("image", None, f"{_REGISTRY}/subject:0.9.0"),
    "spec.trafficSplit.stable.modelDigest": _split("modelDigest", None, "sha256:" + "a" * 64),
    "spec.autoscaling.minReplicas": change("spec.autoscaling.minReplicas", 1, 2, at("spec.autoscaling.maxReplicas", 6)),
    "spec.autoscaling.schedules[].name": _schedule("name", "office-hours"),
    "spec.autoscaling.schedules[].timezone": _schedule("timezone", "Asia/Tokyo"),
    "spec.autoscaling.schedules[].start": _schedule("start", "0 7 * * 1-5"),
    "spec.autoscaling.schedules[].end": _schedule("end", "0 19 * * 1-5"),
    "spec.autoscaling.schedules[].minReplicas": _schedule("minReplicas", 4),
    "spec.autoscaling.schedules[].maxReplicas": _schedule("maxReplicas", 6),
    "spec.responsibleAI.dataClassification": change(
        "spec.responsibleAI.dataClassification", "internal", "confidential"
    ),
    "spec.responsibleAI.dataResidency[]": Change(
        base={},
        changed=at("spec.responsibleAI.dataResidency", ["us-east-1"]),
        wrong=at("spec.responsibleAI.dataResidency", ["eu-central-1"]),
    ),
    "spec.responsibleAI.explainability.image": change(
        "spec.responsibleAI.explainability.image",
        f"{_REGISTRY}/explainer:1.0.0",
        f"{_REGISTRY}/explainer:1.1.0",
        at("spec.responsibleAI.explainability.method", "shap"),
    ),
    "spec.policies[]": change("spec.policies", None, ["model-explainability-required"]),
}
