"""Changes that need other surroundings on Azure Functions."""

from collections.abc import Mapping
from typing import Final

from tests.targets.change import Change, Document, at, change

_REGISTRY: Final = "models.azurecr.io"
_GROUP: Final = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shared/providers"
_ENTRA: Final = "https://login.microsoftonline.com"
_JWT: Final = at("spec.runtime.auth.jwt", {"issuer": f"{_ENTRA}/one/v2.0", "audiences": ["one"]})
_SUBNET: Final = f"{_GROUP}/Microsoft.Network/virtualNetworks/one/subnets"
_CODE: Final = {"path": "package", "handler": "app.handler", "runtime": "python3.12"}
_FLEX: Final = at("spec.runtime", {"image": None, "package": _CODE})
_PREPROCESSOR: Final = at("spec.runtime.preprocessor.image", f"{_REGISTRY}/anonymiser:1.0.0")
_STABLE: Final = {"modelVersion": "0.9.0", "image": f"{_REGISTRY}/subject:0.9.0"}
_SPLIT: Final = at("spec.trafficSplit", {"blue": "90%", "green": "10%", "stable": _STABLE})
_MODEL: Final = at("spec.modelRef.uri", "az://models/released/new.onnx")
AZURE_FUNCTIONS_BASE: Final[Document] = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "subject"},
    "spec": {
        "modelRef": {"name": "subject", "version": "1.0.0"},
        "runtime": {
            "platform": "azure-functions",
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


def _identity(name: str) -> str:
    return f"{_GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/{name}"


def _flex(path: str, before: object, after: object, *around: Document) -> Change:
    return change(path, before, after, _FLEX, *around)


def _code(key: str, value: str) -> Change:
    return Change(base=_FLEX, changed=at("spec.runtime", {"image": None, "package": {**_CODE, key: value}}))


_PERMITTED: Final = _permission("Azure Service Bus Data Sender", "one")

AZURE_FUNCTIONS: Final[Mapping[str, Change]] = {
    "spec.modelRef.uri": change("spec.modelRef.uri", "az://models/released/one.onnx", "az://models/released/two.onnx"),
    "spec.modelRef.digest": change("spec.modelRef.digest", "sha256:" + "a" * 64, "sha256:" + "b" * 64, _MODEL),
    "spec.runtime.region": change("spec.runtime.region", "westeurope", "eastus"),
    "spec.runtime.image": change("spec.runtime.image", f"{_REGISTRY}/subject:1.0.0", f"{_REGISTRY}/subject:1.1.0"),
    "spec.runtime.gpu.type": change("spec.runtime.gpu.type", None, "nvidia-t4"),
    "spec.runtime.gpu.count": change("spec.runtime.gpu", None, {"type": "nvidia-t4", "count": 2}),
    "spec.runtime.gpu.pool": change("spec.runtime.gpu", None, {"type": "nvidia-t4", "pool": "pool"}),
    "spec.runtime.package.path": _code("path", "other-package"),
    "spec.runtime.package.handler": _code("handler", "main.handler"),
    "spec.runtime.package.runtime": _code("runtime", "python3.11"),
    "spec.runtime.cpu": change("spec.runtime.cpu", "1", "2"),
    "spec.runtime.memory": _flex("spec.runtime.memory", "2GiB", "4GiB"),
    "spec.runtime.concurrency": _flex("spec.runtime.concurrency", None, 8),
    "spec.runtime.requests.cpu": change("spec.runtime.requests.cpu", None, "500m"),
    "spec.autoscaling.minReplicas": _flex("spec.autoscaling.minReplicas", 1, 2, at("spec.autoscaling.maxReplicas", 60)),
    "spec.autoscaling.maxReplicas": _flex("spec.autoscaling.maxReplicas", 40, 60),
    "spec.autoscaling.targetUtilization": _flex(
        "spec.autoscaling.targetUtilization",
        50,
        80,
        at("spec.runtime.concurrency", 10),
        at("spec.autoscaling.maxReplicas", 60),
    ),
    "spec.runtime.architecture": Change(
        base={}, changed=at("spec.runtime.architecture", "x86_64"), wrong=at("spec.runtime.architecture", "arm64")
    ),
    "spec.runtime.access": change("spec.runtime.access", "public", "authenticated"),
    "spec.runtime.auth.iam": Change(
        base={}, changed=at("spec.runtime.auth.iam", True), wrong=at("spec.runtime.auth.iam", False)
    ),
    "spec.runtime.auth.jwt.issuer": change("spec.runtime.auth.jwt.issuer", None, f"{_ENTRA}/two/v2.0", _JWT),
    "spec.runtime.auth.jwt.audiences[]": change("spec.runtime.auth.jwt.audiences", None, ["two"], _JWT),
    "spec.runtime.auth.jwt.jwksUri": change("spec.runtime.auth.jwt.jwksUri", None, "https://id.example.com/keys", _JWT),
    "spec.runtime.network.vpc": change("spec.runtime.network.vpc", None, f"{_GROUP}/one"),
    "spec.runtime.network.subnets[]": change("spec.runtime.network.subnets", [f"{_SUBNET}/one"], [f"{_SUBNET}/two"]),
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
    "spec.trafficSplit.stable.modelVersion": _stable("modelVersion", None, "0.8.0"),
    "spec.trafficSplit.stable.revision": _stable("revision", None, "subject--e4f5a6b"),
    "spec.trafficSplit.stable.image": Change(base={}, changed=_SPLIT),
    "spec.trafficSplit.stable.modelUri": _stable("modelUri", None, "az://models/released/older.onnx"),
    "spec.trafficSplit.stable.modelDigest": _stable("modelDigest", None, "sha256:" + "a" * 64),
    "spec.responsibleAI.dataClassification": change(
        "spec.responsibleAI.dataClassification", "internal", "confidential"
    ),
    "spec.responsibleAI.dataResidency[]": Change(
        base={},
        changed=at("spec.responsibleAI.dataResidency", ["westeurope"]),
        wrong=at("spec.responsibleAI.dataResidency", ["eastus"]),
    ),
    "spec.responsibleAI.explainability.image": change(
        "spec.responsibleAI.explainability", None, {"method": "shap", "image": f"{_REGISTRY}/one:1.0.0"}
    ),
    "spec.policies[]": change("spec.policies", None, ["model-explainability-required"]),
}
