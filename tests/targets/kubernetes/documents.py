"""Documents of the tests: one of each shape that a deployment in a cluster can have."""

from collections.abc import Mapping
from typing import Any, Final

from apexai.errors import Diagnostic, SpecError
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Platform
from apexai.spec.loader import document_of
from apexai.targets.check import check_target
from apexai.targets.target import Surroundings
from tests.targets.change import Document, at, merged, without_nulls
from tests.targets.changes_kubernetes import GATEWAY, JWT, KUBERNETES_BASE

NEW: Final = "registry.example.com/subject:2.0.0"
OLD: Final = "registry.example.com/subject:1.0.0"
STABLE: Final = {"modelVersion": "1.0.0", "image": OLD}
SCALING: Final = {"minReplicas": 2, "maxReplicas": 6, "targetUtilization": 70}
WINDOW: Final = {"name": "day", "timezone": "Europe/Berlin", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5"}
PROMETHEUS: Final = {"serverAddress": "http://prometheus.monitoring:9090", "query": "sum(queue)", "threshold": 5}
ISTIO: Final = merged(GATEWAY, at("spec.runtime.network.gateway.implementation", "istio"))


def written(*patches: Document) -> Document:
    """The smallest document with patches over it."""
    return without_nulls(merged(KUBERNETES_BASE, *patches))


def release(version: str, **split: object) -> Document:
    """The patch of a release: version 2.0.0 has the new image, 1.0.0 the old one."""
    model = at("spec.modelRef.version", version)
    image = at("spec.runtime.image", NEW if version == "2.0.0" else OLD)
    return merged(model, image, at("spec.trafficSplit", split)) if split else merged(model, image)


def deployment(*patches: Document) -> ServerlessModelDeployment:
    """The deployment of a document."""
    return document_of(written(*patches)).deployment(Platform.KUBERNETES)


def diagnostics(*patches: Document, registry: str | None = None) -> tuple[Diagnostic, ...]:
    """What is said of a document, by the spec's own checks or by the target's."""
    try:
        found = deployment(*patches)
    except SpecError as error:
        return error.diagnostics
    return check_target(found, Surroundings(registry=registry))


SPLIT: Final = release("2.0.0", blue="90%", green="10%", stable=STABLE)
EVERYTHING: Final = merged(
    at("metadata.labels", {"app": "subject", "team": "Risk & Fraud"}),
    at("spec.modelRef", {"uri": "s3://models/subject/2.0.0"}),
    at(
        "spec.runtime",
        {
            "command": ["serve"],
            "args": ["--port=8080"],
            "ports": {"http": 8080, "metrics": 9090},
            "probes": {"path": "/ready", "period": "5s", "startupBudget": "900s"},
            "requests": {"cpu": "500m", "memory": "512MiB"},
            "ephemeralStorage": "10GiB",
            "gpu": {"type": "nvidia-a100-80gb", "count": 2, "pool": "large"},
            "region": "eu-central-1",
            "identity": "subject@project.iam.gserviceaccount.com",
            "environment": {"LOG_LEVEL": "INFO"},
            "secrets": {"TOKEN": "k8s://subject/token"},
            "preprocessor": {"image": "registry.example.com/anonymiser:1.0.0", "port": 9000, "memory": "512MiB"},
            "network": {"egress": ["10.0.0.0/16", "api.example.com:8443", "cache.data.svc:6379", "2001:db8::/32"]},
        },
    ),
    at("spec.autoscaling", SCALING),
    at("spec.finops", {"costCenter": "Risk", "tier": "gold", "tags": {"Cost Object": "4711"}}),
    at(
        "spec.responsibleAI",
        {
            "alignmentCheckEndpoint": "https://align.example.com/check",
            "explainability": {"method": "shap", "image": "registry.example.com/explainer:1.0.0"},
            "dataResidency": ["eu-central-1"],
        },
    ),
    at("spec.monitoring.sampleRate", 0.1),
)

CASES: Final[Mapping[str, Document]] = {
    "smallest": written(),
    "everything": written(EVERYTHING),
    "everything behind envoy gateway": written(EVERYTHING, GATEWAY, JWT, at("spec.slo.availability", "99.9%")),
    "load balancer": written(at("spec.runtime.access", "public")),
    "load balancer with two ports": written(
        at("spec.runtime", {"access": "public", "ports": {"web": 8000, "rpc": 9000}})
    ),
    "arm on azure": written(
        at("spec.runtime", {"architecture": "arm64", "identity": "01234567-89ab-cdef-0123-456789abcdef"})
    ),
    "aws role": written(at("spec.runtime.identity", "arn:aws:iam::111122223333:role/subject")),
    "cpu scaling": written(at("spec.autoscaling", SCALING)),
    "fixed": written(at("spec.autoscaling", {"minReplicas": 3, "maxReplicas": 3})),
    "from zero": written(at("spec.autoscaling", {"minReplicas": 0, "maxReplicas": 6, "prometheus": PROMETHEUS})),
    "by the clock": written(
        at("spec.autoscaling", {**SCALING, "schedules": [{**WINDOW, "minReplicas": 4, "maxReplicas": 6}]})
    ),
    "steady old": written(GATEWAY, release("1.0.0"), at("spec.autoscaling", SCALING)),
    "dark launch": written(GATEWAY, release("2.0.0", blue="100%", green="0%", stable=STABLE)),
    "dark launch in the cluster": written(release("2.0.0", blue="100%", green="0%", stable=STABLE)),
    "split": written(GATEWAY, SPLIT, at("spec.autoscaling", SCALING)),
    "split of a fixed number": written(GATEWAY, SPLIT, at("spec.autoscaling", {"minReplicas": 12, "maxReplicas": 12})),
    "split by the clock": written(
        GATEWAY,
        SPLIT,
        at(
            "spec.autoscaling",
            {"minReplicas": 0, "maxReplicas": 20, "schedules": [{**WINDOW, "minReplicas": 20}]},
        ),
    ),
    "split in thousandths": written(GATEWAY, release("2.0.0", blue="99.5%", green="0.5%", stable=STABLE)),
    "all to the new": written(GATEWAY, release("2.0.0", blue="0%", green="100%", stable=STABLE)),
    "steady new": written(GATEWAY, release("2.0.0"), at("spec.autoscaling", SCALING)),
    "istio": written(ISTIO, JWT, at("spec.slo", {"latencyP95": "300ms", "availability": "99.9%"})),
    "unknown gateway": written(
        at("spec.runtime.network.gateway", {"name": "edge", "namespace": "gateways", "service": "edge.proxies"}),
        at("spec.runtime.network.gateway.service", "edge.proxies"),
    ),
    "sidecar": written(at("spec.runtime.preprocessor", {"image": "registry.example.com/anonymiser:1.0.0"})),
    "pinned": written(at("spec.modelRef.digest", "sha256:" + "a" * 64)),
    "provider's namespace": written(at("metadata.namespace", None)),
}


def by_name(resources: tuple[Any, ...]) -> dict[str, dict[str, Any]]:
    """Logical name → manifest."""
    return {resource.name: dict(resource.inputs) for resource in resources}
