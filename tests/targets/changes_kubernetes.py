"""Changes that need other surroundings in a cluster: a gateway, a stable side, schedules."""

from collections.abc import Mapping
from typing import Final

from tests.targets.change import Change, Document, at, change, merged

KUBERNETES_BASE: Final[Document] = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "subject", "namespace": "serving"},
    "spec": {
        "modelRef": {"name": "subject", "version": "1.0.0"},
        "runtime": {
            "platform": "kubernetes",
            "image": "registry.example.com/subject:1.0.0",
            "cpu": "1",
            "access": "internal",
        },
    },
}

GATEWAY: Final = at(
    "spec.runtime.network",
    {
        "gateway": {"name": "edge", "namespace": "gateways", "implementation": "envoy-gateway", "service": "edge"},
        "domain": "subject.example.com",
    },
)
STABLE: Final = {"modelVersion": "0.9.0", "image": "registry.example.com/subject:0.9.0"}
SPLIT: Final = merged(GATEWAY, at("spec.trafficSplit", {"blue": "90%", "green": "10%", "stable": STABLE}))
JWT: Final = at(
    "spec.runtime",
    {
        "access": "authenticated",
        "auth": {"jwt": {"issuer": "https://login.example.com", "audiences": ["subject"]}},
    },
)
_PACKAGE: Final = at(
    "spec.runtime",
    {"image": None, "package": {"path": "app.zip", "handler": "app.handler", "runtime": "python3.13"}},
)
_SCALING: Final = {"minReplicas": 1, "maxReplicas": 6, "targetUtilization": 70}
_WINDOW: Final = {"name": "day", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 3}


def _stable(key: str, before: object, after: object, *around: Document) -> Change:
    return change(f"spec.trafficSplit.stable.{key}", before, after, SPLIT, *around)


def _window(**more: object) -> Document:
    return at("spec.autoscaling", {**_SCALING, "schedules": [{**_WINDOW, **more}]})


KUBERNETES: Final[Mapping[str, Change]] = {
    **{f"spec.runtime.package.{key}": Change(base={}, changed=_PACKAGE) for key in ("path", "handler", "runtime")},
    "spec.runtime.timeout": change("spec.runtime.timeout", "20s", "90s", GATEWAY),
    "spec.runtime.auth.jwt.issuer": change(
        "spec.runtime.auth.jwt.issuer", "https://one.example.com", "https://two.example.com", GATEWAY, JWT
    ),
    "spec.runtime.auth.jwt.audiences[]": change("spec.runtime.auth.jwt.audiences", ["one"], ["two"], GATEWAY, JWT),
    "spec.runtime.auth.jwt.jwksUri": change(
        "spec.runtime.auth.jwt.jwksUri", None, "https://keys.example.com/jwks.json", GATEWAY, JWT
    ),
    "spec.runtime.network.gateway.name": change("spec.runtime.network.gateway.name", "one", "two", GATEWAY),
    "spec.runtime.network.gateway.namespace": change("spec.runtime.network.gateway.namespace", "one", "two", GATEWAY),
    "spec.runtime.network.gateway.implementation": change(
        "spec.runtime.network.gateway.implementation", "envoy-gateway", "istio", GATEWAY
    ),
    "spec.runtime.network.gateway.service": change(
        "spec.runtime.network.gateway.service",
        None,
        "edge",
        at("spec.runtime.network.domain", "subject.example.com"),
        at("spec.runtime.network.gateway", {"name": "edge", "namespace": "gateways"}),
    ),
    "spec.runtime.network.domain": change("spec.runtime.network.domain", "one.example.com", "two.example.com", GATEWAY),
    "spec.runtime.secrets.*": change("spec.runtime.secrets.TOKEN", "k8s://one/first", "k8s://two/second"),
    "spec.trafficSplit.blue": Change(
        base=SPLIT, changed=merged(SPLIT, at("spec.trafficSplit", {"blue": "80%", "green": "20%"}))
    ),
    "spec.trafficSplit.green": Change(
        base=SPLIT, changed=merged(SPLIT, at("spec.trafficSplit", {"blue": "50%", "green": "50%"}))
    ),
    "spec.trafficSplit.stable.modelVersion": _stable("modelVersion", "0.8.0", "0.9.0"),
    "spec.trafficSplit.stable.revision": Change(
        base=SPLIT,
        changed=merged(SPLIT, at("spec.trafficSplit.stable.revision", "0.9.0")),
        wrong=merged(SPLIT, at("spec.trafficSplit.stable.revision", "7")),
    ),
    "spec.trafficSplit.stable.image": _stable(
        "image", "registry.example.com/subject:0.8.0", "registry.example.com/subject:0.9.0"
    ),
    "spec.trafficSplit.stable.modelUri": _stable(
        "modelUri", "s3://models/one", "s3://models/two", at("spec.modelRef.uri", "s3://models/three")
    ),
    "spec.trafficSplit.stable.modelDigest": _stable("modelDigest", "sha256:" + "c" * 64, "sha256:" + "d" * 64),
    "spec.autoscaling.schedules[].maxReplicas": Change(
        base=_window(), changed=_window(maxReplicas=6), wrong=_window(maxReplicas=4)
    ),
    "spec.slo.latencyP95": change("spec.slo.latencyP95", "300ms", "500ms", GATEWAY),
    "spec.slo.availability": change("spec.slo.availability", "99%", "99.9%", GATEWAY),
    "spec.responsibleAI.dataResidency[]": Change(
        base=at("spec.runtime.region", "us-east-1"),
        changed=merged(
            at("spec.runtime.region", "us-east-1"), at("spec.responsibleAI.dataResidency", ["us-east-1", "us-west-2"])
        ),
        wrong=at("spec.responsibleAI.dataResidency", ["us-east-1"]),
    ),
}
