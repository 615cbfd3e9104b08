"""Changes that need other surroundings on Azure Container Apps."""

from collections.abc import Mapping
from typing import Final

from tests.targets.change import Change, Document, at, change

_REGISTRY: Final = "models.azurecr.io"
_GROUP: Final = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shared/providers"
_ENTRA: Final = "https://login.microsoftonline.com"
_JWT: Final = at("spec.runtime.auth.jwt", {"issuer": f"{_ENTRA}/one/v2.0", "audiences": ["one"]})
_VPC: Final = f"{_GROUP}/Microsoft.Network/virtualNetworks/one"
_OTHER_VPC: Final = f"{_GROUP}/Microsoft.Network/virtualNetworks/two"
_INSIDE: Final = at(
    "spec.runtime", {"access": "internal", "network": {"vpc": _VPC, "subnets": [f"{_VPC}/subnets/apps"]}}
)
_ZIP: Final = {"path": "app.zip", "handler": "app.handler", "runtime": "python3.13"}
_PACKAGE: Final = at("spec.runtime", {"image": None, "package": _ZIP})
_GPU: Final = at("spec.runtime.gpu.type", "nvidia-t4")
_PREPROCESSOR: Final = at("spec.runtime.preprocessor.image", f"{_REGISTRY}/anonymiser:1.0.0")
_STABLE: Final = {"modelVersion": "0.9.0", "revision": "subject--a1b2c3d"}
_SPLIT: Final = at("spec.trafficSplit", {"blue": "90%", "green": "10%", "stable": _STABLE})
_MODEL: Final = at("spec.modelRef.uri", "az://models/released/new.onnx")
_SPLIT_MODELS: Final = at(
    "spec.trafficSplit",
    {"blue": "90%", "green": "10%", "stable": {**_STABLE, "modelUri": "az://models/released/old.onnx"}},
)
_SCALED: Final = at("spec.autoscaling", {"minReplicas": 1, "maxReplicas": 6})
_EXPLAINED: Final = at("spec.responsibleAI.explainability.method", "shap")
_WINDOW: Final = {"name": "day", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 3}

AZURE_CONTAINER_APPS_BASE: Final[Document] = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "subject"},
    "spec": {
        "modelRef": {"name": "subject", "version": "1.0.0"},
        "runtime": {
            "platform": "azure-container-apps",
            "region": "westeurope",
            "image": f"{_REGISTRY}/subject:1.0.0",
        },
    },
}


def _stable(key: str, before: object, after: object) -> Change:
    return change(f"spec.trafficSplit.stable.{key}", before, after, _SPLIT)


def _shares(blue: str, green: str) -> Document:
    return at("spec.trafficSplit", {"blue": blue, "green": green, "stable": _STABLE})


def _permission(action: str, name: str) -> Document:
    resource = f"{_GROUP}/Microsoft.ServiceBus/namespaces/{name}"
    return at("spec.runtime.permissions", [{"actions": [action], "resources": [resource]}])


def _window(most: int | None) -> Document:
    window = _WINDOW if most is None else {**_WINDOW, "maxReplicas": most}
    return at("spec.autoscaling", {"minReplicas": 1, "maxReplicas": 6, "schedules": [window]})


def _identity(name: str) -> str:
    return f"{_GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/{name}"


_PERMITTED: Final = _permission("Azure Service Bus Data Sender", "one")

AZURE_CONTAINER_APPS: Final[Mapping[str, Change]] = {
    "spec.modelRef.uri": change("spec.modelRef.uri", "az://models/released/one.onnx", "az://models/released/two.onnx"),
    "spec.modelRef.digest": change("spec.modelRef.digest", "sha256:" + "a" * 64, "sha256:" + "b" * 64, _MODEL),
    "spec.runtime.region": change("spec.runtime.region", "westeurope", "eastus"),
    "spec.runtime.image": change("spec.runtime.image", f"{_REGISTRY}/subject:1.0.0", f"{_REGISTRY}/subject:1.1.0"),
    "spec.runtime.gpu.type": change("spec.runtime.gpu.type", "nvidia-t4", "nvidia-a100-80gb"),
    "spec.runtime.gpu.count": Change(
        base=_GPU,
        changed=at("spec.runtime.gpu", {"type": "nvidia-t4", "count": 1}),
        wrong=at("spec.runtime.gpu", {"type": "nvidia-t4", "count": 2}),
    ),
    "spec.runtime.gpu.pool": change("spec.runtime.gpu.pool", None, "pool", _GPU),
    "spec.runtime.architecture": Change(
        base={}, changed=at("spec.runtime.architecture", "x86_64"), wrong=at("spec.runtime.architecture", "arm64")
    ),
    "spec.runtime.ephemeralStorage": Change(
        base={},
        changed=at("spec.runtime.ephemeralStorage", "2GiB"),
        wrong=at("spec.runtime.ephemeralStorage", "3GiB"),
    ),
    "spec.runtime.access": Change(base=_INSIDE, changed=at("spec.runtime.access", "authenticated")),
    "spec.runtime.auth.iam": Change(
        base={}, changed=at("spec.runtime.auth.iam", True), wrong=at("spec.runtime.auth.iam", False)
    ),
    "spec.runtime.auth.jwt.issuer": change("spec.runtime.auth.jwt.issuer", None, f"{_ENTRA}/two/v2.0", _JWT),
    "spec.runtime.auth.jwt.audiences[]": change("spec.runtime.auth.jwt.audiences", None, ["two"], _JWT),
    "spec.runtime.auth.jwt.jwksUri": change("spec.runtime.auth.jwt.jwksUri", None, "https://id.example.com/keys", _JWT),
    "spec.runtime.network.vpc": change(
        "spec.runtime.network",
        {"vpc": _VPC, "subnets": [f"{_VPC}/subnets/apps"]},
        {"vpc": _OTHER_VPC, "subnets": [f"{_OTHER_VPC}/subnets/apps"]},
        at("spec.runtime.access", "internal"),
    ),
    "spec.runtime.network.subnets[]": change("spec.runtime.network.subnets", None, [f"{_VPC}/subnets/apps"]),
    "spec.runtime.network.securityGroups[]": change("spec.runtime.network.securityGroups", None, ["one"]),
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
        }.items()
    },
    "spec.runtime.network.domain": change("spec.runtime.network.domain", None, "fraud.example.com"),
    "spec.runtime.identity": change("spec.runtime.identity", _identity("one"), _identity("two")),
    "spec.runtime.permissions[].actions[]": Change(
        base=_PERMITTED, changed=_permission("Azure Service Bus Data Receiver", "one")
    ),
    "spec.runtime.permissions[].resources[]": Change(
        base=_PERMITTED, changed=_permission("Azure Service Bus Data Sender", "two")
    ),
    "spec.runtime.secrets.*": change("spec.runtime.secrets.DATABASE", "azure-kv://vault/one", "azure-kv://vault/two"),
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
            ("cpu", "cpu", "0.25", "0.5"),
            ("memory", "memory", "512MiB", "1GiB"),
        )
    },
    "spec.trafficSplit.blue": Change(base=_shares("90%", "10%"), changed=_shares("50%", "50%")),
    "spec.trafficSplit.green": Change(base=_shares("90%", "10%"), changed=_shares("50%", "50%")),
    "spec.trafficSplit.stable.modelVersion": change(
        "spec.trafficSplit.stable.modelVersion", None, "0.8.0", _SPLIT_MODELS, _MODEL
    ),
    "spec.trafficSplit.stable.revision": _stable("revision", None, "subject--e4f5a6b"),
    "spec.trafficSplit.stable.modelUri": change(
        "spec.trafficSplit.stable.modelUri", None, "az://models/released/older.onnx", _SPLIT_MODELS, _MODEL
    ),
    "spec.trafficSplit.stable.image": _stable("image", None, f"{_REGISTRY}/subject:0.9.0"),
    "spec.trafficSplit.stable.modelDigest": _stable("modelDigest", None, "sha256:" + "a" * 64),
    "spec.autoscaling.schedules[].maxReplicas": Change(base=_window(None), changed=_window(6), wrong=_window(4)),
    **{f"spec.runtime.package.{key}": Change(base={}, changed=_PACKAGE) for key in ("path", "handler", "runtime")},
    "spec.responsibleAI.dataClassification": change(
        "spec.responsibleAI.dataClassification", "internal", "confidential"
    ),
    "spec.responsibleAI.dataResidency[]": Change(
        base={},
        changed=at("spec.responsibleAI.dataResidency", ["westeurope"]),
        wrong=at("spec.responsibleAI.dataResidency", ["eastus"]),
    ),
    "spec.responsibleAI.explainability.image": change(
        "spec.responsibleAI.explainability.image", f"{_REGISTRY}/one:1.0.0", f"{_REGISTRY}/two:1.0.0", _EXPLAINED
    ),
    "spec.policies[]": change("spec.policies", None, ["model-explainability-required"]),
}
