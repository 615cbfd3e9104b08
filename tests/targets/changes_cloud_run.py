"""Changes that need other surroundings on Cloud Run."""

from collections.abc import Mapping
from typing import Final

from tests.targets.change import Change, Document, at, change, merged

_GUARDED: Final = merged(at("spec.finops.budgetLimit", "$100/month"), at("spec.autoscaling.maxReplicas", 3))
_REGISTRY: Final = "europe-west4-docker.pkg.dev/project/images"
_GOOGLE: Final = "https://accounts.google.com"
_JWT: Final = at("spec.runtime.auth.jwt", {"issuer": _GOOGLE, "audiences": ["one"]})
_NETWORK: Final = at("spec.runtime.network", {"vpc": "network-one", "subnets": ["subnet-one"]})
_PACKAGE: Final = at(
    "spec.runtime", {"image": None, "package": {"path": "app.zip", "handler": "app.handler", "runtime": "python3.13"}}
)
_GPU: Final = at("spec.runtime", {"memory": "16GiB", "gpu": {"type": "nvidia-l4"}})
_PREPROCESSOR: Final = at("spec.runtime.preprocessor.image", f"{_REGISTRY}/anonymiser:1.0.0")
_STABLE: Final = {"modelVersion": "0.9.0", "revision": "subject-0-9-0-aaaaaaaa"}
_SPLIT: Final = at("spec.trafficSplit", {"blue": "90%", "green": "10%", "stable": _STABLE})
_MODELS: Final = {
    **at("spec.modelRef.uri", "gs://models/new.onnx"),
}
_SPLIT_MODELS: Final = at(
    "spec.trafficSplit",
    {"blue": "90%", "green": "10%", "stable": {**_STABLE, "modelUri": "gs://models/old.onnx"}},
)
_EXPLAINED: Final = at("spec.responsibleAI.explainability.method", "shap")
_BUCKETS: Final = "projects/_/buckets/models/objects"

CLOUD_RUN_BASE: Final[Document] = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "subject"},
    "spec": {
        "modelRef": {"name": "subject", "version": "1.0.0"},
        "runtime": {
            "platform": "cloud-run",
            "region": "europe-west4",
            "image": f"{_REGISTRY}/subject:1.0.0",
        },
    },
}


def _stable(key: str, before: object, after: object) -> Change:
    return change(f"spec.trafficSplit.stable.{key}", before, after, _SPLIT)


def _shares(blue: str, green: str) -> Document:
    return at("spec.trafficSplit", {"blue": blue, "green": green, "stable": _STABLE})


def _permission(action: str, resource: str) -> Document:
    return at("spec.runtime.permissions", [{"actions": [action], "resources": [resource]}])


def _window(most: int) -> Document:
    day = {"name": "day", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 3, "maxReplicas": most}
    return at("spec.autoscaling", {"minReplicas": 1, "maxReplicas": 6, "schedules": [day]})


_PERMITTED: Final = _permission("storage.objects.get", f"{_BUCKETS}/features.parquet")

CLOUD_RUN: Final[Mapping[str, Change]] = {
    "metadata.name": change("metadata.name", "one", "two"),
    "spec.modelRef.uri": change("spec.modelRef.uri", "gs://models/one.onnx", "gs://models/two.onnx"),
    "spec.runtime.region": change("spec.runtime.region", "europe-west4", "us-central1"),
    "spec.runtime.image": change("spec.runtime.image", f"{_REGISTRY}/subject:1.0.0", f"{_REGISTRY}/subject:1.1.0"),
    "spec.runtime.gpu.type": Change(
        base=_GPU,
        changed=at("spec.runtime", {"memory": "80GiB", "cpu": "20", "gpu": {"type": "nvidia-rtx-pro-6000"}}),
    ),
    "spec.runtime.gpu.count": Change(
        base=_GPU,
        changed=at("spec.runtime", {"memory": "16GiB", "gpu": {"type": "nvidia-l4", "count": 1}}),
        wrong=at("spec.runtime", {"memory": "16GiB", "gpu": {"type": "nvidia-l4", "count": 2}}),
    ),
    "spec.runtime.gpu.pool": change("spec.runtime.gpu.pool", None, "pool", _GPU),
    "spec.runtime.architecture": Change(
        base={}, changed=at("spec.runtime.architecture", "x86_64"), wrong=at("spec.runtime.architecture", "arm64")
    ),
    "spec.runtime.ephemeralStorage": change("spec.runtime.ephemeralStorage", "256MiB", "512MiB"),
    "spec.runtime.auth.iam": Change(
        base={}, changed=at("spec.runtime.auth.iam", True), wrong=at("spec.runtime.auth.iam", False)
    ),
    "spec.runtime.auth.jwt.issuer": Change(
        base=_JWT,
        changed=at("spec.runtime.auth.jwt", {"issuer": f"{_GOOGLE}/", "audiences": ["one"]}),
        wrong=at("spec.runtime.auth.jwt", {"issuer": "https://id.example.com", "audiences": ["one"]}),
    ),
    "spec.runtime.auth.jwt.audiences[]": change("spec.runtime.auth.jwt.audiences", None, ["two"], _JWT),
    "spec.runtime.auth.jwt.jwksUri": change("spec.runtime.auth.jwt.jwksUri", None, "https://id.example.com/keys", _JWT),
    "spec.runtime.network.vpc": change("spec.runtime.network.vpc", None, "network-two", _NETWORK),
    "spec.runtime.network.subnets[]": change("spec.runtime.network.subnets", None, ["subnet-two"], _NETWORK),
    "spec.runtime.network.securityGroups[]": change(
        "spec.runtime.network.securityGroups", ["inference"], ["batch"], _NETWORK
    ),
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
    "spec.runtime.network.domain": change("spec.runtime.network.domain", None, "fraud.example.com"),
    "spec.runtime.identity": change(
        "spec.runtime.identity", "one@p.iam.gserviceaccount.com", "two@p.iam.gserviceaccount.com"
    ),
    "spec.runtime.permissions[].actions[]": Change(
        base=_PERMITTED, changed=_permission("storage.objects.list", f"{_BUCKETS}/features.parquet")
    ),
    "spec.runtime.permissions[].resources[]": Change(
        base=_PERMITTED, changed=_permission("storage.objects.get", f"{_BUCKETS}/features/*")
    ),
    "spec.runtime.secrets.*": change("spec.runtime.secrets.DATABASE", "gcp-sm://project/one", "gcp-sm://project/two/3"),
    "spec.runtime.preprocessor.image": change(
        "spec.runtime.preprocessor.image", f"{_REGISTRY}/one:1.0.0", f"{_REGISTRY}/two:1.0.0"
    ),
    **{
        f"spec.runtime.preprocessor.{leaf}": change(f"spec.runtime.preprocessor.{path}", before, after, _PREPROCESSOR)
        for leaf, path, before, after in (
            ("command[]", "command", None, ["run"]),
            ("args[]", "args", None, ["--strict"]),
            ("port", "port", 9000, 9001),
            ("environment.*", "environment.MODE", "mask", "drop"),
            ("cpu", "cpu", "1", "2"),
            ("memory", "memory", "256MiB", "512MiB"),
        )
    },
    "spec.trafficSplit.blue": Change(base=_shares("90%", "10%"), changed=_shares("50%", "50%")),
    "spec.trafficSplit.green": Change(base=_shares("90%", "10%"), changed=_shares("50%", "50%")),
    "spec.trafficSplit.stable.modelVersion": change(
        "spec.trafficSplit.stable.modelVersion", None, "0.8.0", _SPLIT_MODELS, _MODELS
    ),
    "spec.trafficSplit.stable.revision": _stable("revision", None, "subject-0-8-0-bbbbbbbb"),
    "spec.trafficSplit.stable.modelUri": change(
        "spec.trafficSplit.stable.modelUri", None, "gs://models/older.onnx", _SPLIT_MODELS, _MODELS
    ),
    "spec.trafficSplit.stable.image": _stable("image", None, f"{_REGISTRY}/subject:0.9.0"),
    "spec.trafficSplit.stable.modelDigest": _stable("modelDigest", None, "sha256:" + "a" * 64),
    "spec.autoscaling.schedules[].maxReplicas": Change(base=_window(5), changed=_window(4)),
    **{f"spec.runtime.package.{key}": Change(base={}, changed=_PACKAGE) for key in ("path", "handler", "runtime")},
    "spec.finops.onBreach": change("spec.finops.onBreach", "alert", "pause", _GUARDED),
    "spec.responsibleAI.dataClassification": change(
        "spec.responsibleAI.dataClassification", "internal", "confidential"
    ),
    "spec.responsibleAI.dataResidency[]": Change(
        base={},
        changed=at("spec.responsibleAI.dataResidency", ["europe-west4"]),
        wrong=at("spec.responsibleAI.dataResidency", ["us-central1"]),
    ),
    "spec.responsibleAI.explainability.image": change(
        "spec.responsibleAI.explainability.image", None, f"{_REGISTRY}/explainer:1.0.0", _EXPLAINED
    ),
    "spec.policies[]": change("spec.policies", None, ["model-explainability-required"]),
}
