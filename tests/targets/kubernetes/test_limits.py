"""Each limit, from both of its sides."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from apexai.errors import DiagnosticSeverity
from apexai.targets.kubernetes import rules as rules_package
from tests.targets.change import Document, at, merged
from tests.targets.changes_kubernetes import GATEWAY, JWT
from tests.targets.kubernetes.documents import (
    CASES,
    ISTIO,
    PROMETHEUS,
    SCALING,
    STABLE,
    WINDOW,
    diagnostics,
    release,
)

UNNAMED_GATEWAY: Final = at(
    "spec.runtime.network", {"gateway": {"name": "edge", "namespace": "gateways", "service": "edge"}}
)
PREPROCESSOR: Final = {"image": "registry.example.com/anonymiser:1.0.0"}
NO_CPU: Final = at("spec.runtime.cpu", None)


def split(**stable: object) -> Document:
    return merged(GATEWAY, release("2.0.0", blue="90%", green="10%", stable={**STABLE, **stable}))


def scaling(**more: object) -> Document:
    return at("spec.autoscaling", {**SCALING, **more})


def window(**more: object) -> Document:
    return scaling(schedules=[{**WINDOW, "minReplicas": 3, **more}])


REFUSED: Final[list[tuple[str, str, Document, Document]]] = [
    ("APX-LIM-201", "metadata.name", at("metadata.name", "x" * 63), merged(GATEWAY, at("metadata.name", "x" * 57))),
    (
        "APX-LIM-201",
        "metadata.name",
        merged(split(), at("metadata.name", "x" * 53)),
        merged(split(), at("metadata.name", "x" * 54)),
    ),
    (
        "APX-LIM-202",
        "metadata.name",
        merged(window(), at("metadata.name", "x" * 54)),
        merged(window(), at("metadata.name", "x" * 55)),
    ),
    ("APX-LIM-203", "metadata.labels.é", at("metadata.labels.team", "x"), at("metadata.labels.é", "x")),
    (
        "APX-LIM-204",
        "metadata.labels.app.kubernetes.io/instance",
        at("metadata.labels", {"app.kubernetes.io/component": "x"}),
        at("metadata.labels", {"app.kubernetes.io/instance": "x"}),
    ),
    (
        "APX-LIM-205",
        "spec.finops.tags.cost-center",
        at("spec.finops.tags", {"cost center": "1", "cost-centre": "2"}),
        at("spec.finops.tags", {"cost center": "1", "cost-center": "2"}),
    ),
    ("APX-LIM-208", "spec.runtime.image", {}, at("spec.runtime.image", None)),
    (
        "APX-LIM-209",
        "spec.runtime.ports.prometheus-metrics",
        at("spec.runtime.ports.prometheus-data", 8080),
        at("spec.runtime.ports.prometheus-metrics", 8080),
    ),
    (
        "APX-LIM-210",
        "spec.runtime.ports.model",
        at("spec.runtime", {"ports": {"model": 8080}, "preprocessor": {**PREPROCESSOR, "port": 9000}}),
        at("spec.runtime", {"ports": {"http": 8080, "model": 8081}, "preprocessor": {**PREPROCESSOR, "port": 9000}}),
    ),
    (
        "APX-LIM-211",
        "spec.runtime.preprocessor.port",
        at("spec.runtime.preprocessor", {**PREPROCESSOR, "port": 8081}),
        at("spec.runtime.preprocessor", {**PREPROCESSOR, "port": 8080}),
    ),
    (
        "APX-LIM-212",
        "spec.runtime.probes.period",
        at("spec.runtime.probes", {"path": "/", "period": "1s"}),
        at("spec.runtime.probes", {"path": "/", "period": "1500ms"}),
    ),
    (
        "APX-LIM-214",
        "spec.runtime.secrets.TOKEN",
        at("spec.runtime.secrets.TOKEN", "k8s://subject/token"),
        at("spec.runtime.secrets.TOKEN", "aws-sm://subject/token"),
    ),
    (
        "APX-LIM-215",
        "spec.runtime.identity",
        at("spec.runtime.identity", "arn:aws:iam::111122223333:role/subject"),
        at("spec.runtime.identity", "arn:aws:iam::111122223333:user/subject"),
    ),
    (
        "APX-LIM-217",
        "spec.runtime.gpu.type",
        at("spec.runtime.gpu.type", "nvidia-l4"),
        at("spec.runtime.gpu.type", "nvidia-l5"),
    ),
    (
        "APX-LIM-220",
        "spec.runtime.region",
        at("spec.runtime.region", "eu-central-1"),
        at("spec.runtime.region", "eu/1"),
    ),
    (
        "APX-LIM-221",
        "spec.runtime.network.domain",
        GATEWAY,
        at("spec.runtime.network.domain", "subject.example.com"),
    ),
    ("APX-LIM-222", "spec.runtime.access", {}, at("spec.runtime.access", "authenticated")),
    (
        "APX-LIM-223",
        "spec.runtime.access",
        merged(GATEWAY, JWT),
        merged(GATEWAY, at("spec.runtime.access", "authenticated")),
    ),
    (
        "APX-LIM-224",
        "spec.runtime.network.gateway.implementation",
        merged(ISTIO, JWT),
        merged(UNNAMED_GATEWAY, JWT),
    ),
    (
        "APX-LIM-225",
        "metadata.namespace",
        at("metadata.namespace", None),
        merged(GATEWAY, at("metadata.namespace", None)),
    ),
    (
        "APX-LIM-226",
        "spec.runtime.network.gateway",
        UNNAMED_GATEWAY,
        at("spec.runtime.network.gateway", {"name": "edge", "namespace": "gateways"}),
    ),
    (
        "APX-LIM-231",
        "spec.trafficSplit.green",
        release("2.0.0", blue="100%", green="0%", stable=STABLE),
        release("2.0.0", blue="90%", green="10%", stable=STABLE),
    ),
    (
        "APX-LIM-232",
        "spec.trafficSplit.green",
        merged(GATEWAY, release("2.0.0", blue="99.9999%", green="0.0001%", stable=STABLE)),
        merged(GATEWAY, release("2.0.0", blue="99.99999%", green="0.00001%", stable=STABLE)),
    ),
    ("APX-LIM-233", "spec.trafficSplit.stable.image", split(), split(image=None, revision="1.0.0")),
    ("APX-LIM-234", "spec.trafficSplit.stable.modelVersion", split(), split(modelVersion=None)),
    (
        "APX-LIM-235",
        "spec.trafficSplit.stable.modelUri",
        merged(split(modelUri="models/old"), at("spec.modelRef.uri", "models/new")),
        merged(split(), at("spec.modelRef.uri", "models/new")),
    ),
    ("APX-LIM-238", "spec.trafficSplit.stable.revision", split(revision="1.0.0"), split(revision="7")),
    (
        "APX-LIM-242",
        "spec.autoscaling.targetUtilization",
        scaling(targetUtilization=70),
        scaling(targetUtilization="70.5%"),
    ),
    (
        "APX-LIM-243",
        "spec.autoscaling.targetUtilization",
        merged(scaling(), NO_CPU, at("spec.runtime.requests.cpu", "250m")),
        merged(scaling(), NO_CPU),
    ),
    (
        "APX-LIM-244",
        "spec.autoscaling.minReplicas",
        scaling(minReplicas=0, prometheus=PROMETHEUS),
        scaling(minReplicas=0),
    ),
    (
        "APX-LIM-245",
        "spec.autoscaling.maxReplicas",
        scaling(targetUtilization=None, maxReplicas=2),
        scaling(targetUtilization=None),
    ),
    ("APX-LIM-246", "spec.autoscaling.schedules[0].minReplicas", window(), window(minReplicas=None, maxReplicas=6)),
    ("APX-LIM-246", "spec.autoscaling.schedules[0].minReplicas", window(), window(minReplicas=0)),
    ("APX-LIM-247", "spec.autoscaling.schedules[0].minReplicas", window(minReplicas=2), window(minReplicas=1)),
    ("APX-LIM-248", "spec.autoscaling.schedules[0].maxReplicas", window(maxReplicas=6), window(maxReplicas=5)),
    (
        "APX-LIM-251",
        "spec.slo.latencyP95",
        merged(GATEWAY, at("spec.slo.latencyP95", "1s")),
        at("spec.slo.latencyP95", "1s"),
    ),
    (
        "APX-LIM-251",
        "spec.slo.availability",
        merged(ISTIO, at("spec.slo.availability", "99%")),
        merged(UNNAMED_GATEWAY, at("spec.slo.availability", "99%")),
    ),
    (
        "APX-LIM-254",
        "spec.runtime.environment.OTEL_TRACES_SAMPLER_ARG",
        merged(at("spec.monitoring.sampleRate", 0.1), at("spec.runtime.environment.OTEL_TRACES_SAMPLER_ARG", "0.1")),
        merged(at("spec.monitoring.sampleRate", 0.1), at("spec.runtime.environment.OTEL_TRACES_SAMPLER_ARG", "1")),
    ),
    (
        "APX-LIM-254",
        "spec.runtime.environment.EXPLAINABILITY_ENDPOINT",
        at("spec.runtime.environment.EXPLAINABILITY_ENDPOINT", "https://a.example.com"),
        merged(
            at("spec.responsibleAI.explainability", {"method": "shap", "endpoint": "https://b.example.com"}),
            at("spec.runtime.environment.EXPLAINABILITY_ENDPOINT", "https://a.example.com"),
        ),
    ),
    (
        "APX-LIM-252",
        "spec.responsibleAI.dataResidency[0]",
        merged(at("spec.responsibleAI.dataResidency", ["eu-west-1"]), at("spec.runtime.region", "eu-west-1")),
        at("spec.responsibleAI.dataResidency", ["eu-west-1"]),
    ),
]
"""Code, path, what is accepted, what is refused."""

TOLD: Final[list[tuple[str, str, DiagnosticSeverity, Document, Document]]] = [
    (
        "APX-LIM-206",
        "spec.finops.costCenter",
        DiagnosticSeverity.NOTE,
        at("spec.finops.costCenter", "Risk-Fraud"),
        at("spec.finops.costCenter", "Risk & Fraud"),
    ),
    (
        "APX-LIM-216",
        "spec.modelRef.uri",
        DiagnosticSeverity.WARNING,
        at("spec.modelRef.uri", "hf://openai/whisper-tiny@main"),
        at("spec.modelRef.uri", "gs://models/subject"),
    ),
    (
        "APX-LIM-218",
        "spec.runtime.gpu.type",
        DiagnosticSeverity.WARNING,
        at("spec.runtime.gpu", {"type": "nvidia-l4", "pool": "large"}),
        at("spec.runtime.gpu", {"type": "nvidia-l5", "pool": "large"}),
    ),
    ("APX-LIM-219", "spec.runtime.cpu", DiagnosticSeverity.WARNING, {}, NO_CPU),
    (
        "APX-LIM-227",
        "spec.runtime.ports",
        DiagnosticSeverity.WARNING,
        merged(GATEWAY, JWT, at("spec.runtime.ports", {"http": 8080})),
        merged(GATEWAY, JWT, at("spec.runtime.ports", {"http": 8080, "rpc": 9000})),
    ),
    (
        "APX-LIM-228",
        "spec.runtime.timeout",
        DiagnosticSeverity.NOTE,
        merged(GATEWAY, at("spec.runtime.timeout", "30s")),
        at("spec.runtime.timeout", "30s"),
    ),
    (
        "APX-LIM-229",
        "spec.runtime.network.egress[0]",
        DiagnosticSeverity.NOTE,
        at("spec.runtime.network.egress", ["10.0.0.0/8", "redis.data.svc"]),
        at("spec.runtime.network.egress", ["api.example.com"]),
    ),
    (
        "APX-LIM-229",
        "spec.responsibleAI.explainability.endpoint",
        DiagnosticSeverity.NOTE,
        at("spec.responsibleAI.explainability", {"method": "shap", "endpoint": "http://explain.checks.svc:8080"}),
        at("spec.responsibleAI.explainability", {"method": "shap", "endpoint": "https://explain.example.com"}),
    ),
    (
        "APX-LIM-230",
        "spec.runtime.access",
        DiagnosticSeverity.NOTE,
        merged(GATEWAY, at("spec.runtime.access", "public")),
        at("spec.runtime.access", "public"),
    ),
    (
        "APX-LIM-253",
        "spec.runtime.access",
        DiagnosticSeverity.WARNING,
        at("spec.runtime.access", "internal"),
        merged(GATEWAY, at("spec.runtime.access", "internal")),
    ),
    (
        "APX-LIM-239",
        "spec.modelRef.uri",
        DiagnosticSeverity.WARNING,
        merged(
            at("spec.modelRef.uri", "models:/subject/7"),
            at("spec.runtime.environment.MLFLOW_TRACKING_URI", "http://mlflow.ml.svc:5000"),
        ),
        at("spec.modelRef.uri", "models:/subject/7"),
    ),
    (
        "APX-LIM-236",
        "spec.trafficSplit.stable.modelDigest",
        DiagnosticSeverity.WARNING,
        merged(split(modelDigest="sha256:" + "b" * 64), at("spec.modelRef.digest", "sha256:" + "a" * 64)),
        merged(split(), at("spec.modelRef.digest", "sha256:" + "a" * 64)),
    ),
    (
        "APX-LIM-237",
        "spec.trafficSplit.stable",
        DiagnosticSeverity.NOTE,
        merged(GATEWAY, release("2.0.0", blue="0%", green="100%")),
        merged(GATEWAY, release("2.0.0", blue="0%", green="100%", stable=STABLE)),
    ),
    (
        "APX-LIM-241",
        "spec.autoscaling.targetUtilization",
        DiagnosticSeverity.NOTE,
        scaling(),
        scaling(maxReplicas=2),
    ),
]
"""Code, path, severity, what nothing is said of, what is."""


@pytest.mark.parametrize(("code", "path", "good", "bad"), REFUSED)
def test_limits_refuse_one_side_only(code: str, path: str, good: Document, bad: Document) -> None:
    assert [found for found in diagnostics(good) if found.is_error] == []
    (found,) = (found for found in diagnostics(bad) if found.is_error)
    assert (found.code, found.path) == (code, path)
    assert found.message
    assert found.suggestion


@pytest.mark.parametrize(("code", "path", "severity", "quiet", "told"), TOLD)
def test_what_one_could_expect_otherwise_is_said(
    code: str, path: str, severity: DiagnosticSeverity, quiet: Document, told: Document
) -> None:
    assert code not in {found.code for found in diagnostics(quiet)}
    (found,) = (found for found in diagnostics(told) if found.code == code)
    assert (found.path, found.severity) == (path, severity)
    assert not [found for found in diagnostics(told) if found.is_error]


@pytest.mark.parametrize("case", CASES)
def test_the_documents_of_the_tests_are_accepted(case: str) -> None:
    assert [found for found in diagnostics(CASES[case]) if found.is_error] == []


def test_a_registry_of_the_stack_gives_the_image() -> None:
    assert not [
        found
        for found in diagnostics(at("spec.runtime.image", None), registry="registry.example.com")
        if found.is_error
    ]


def test_a_stable_package_is_no_image() -> None:
    package = {"path": "old.zip", "handler": "app.handler", "runtime": "python3.13"}
    codes = {found.code for found in diagnostics(split(image=None, package=package)) if found.is_error}
    assert codes == {"APX-CAP-201"}


def test_limits_name_their_source() -> None:
    (found,) = (found for found in diagnostics(at("spec.runtime.ports.prometheus-metrics", 8080)) if found.is_error)
    assert "Kubernetes API reference" in found.message
    assert "2026-11-21" in found.message


def test_every_limit_has_its_case() -> None:
    rules = Path(rules_package.__file__ or "").parent
    written = {code for file in rules.glob("*.py") for code in re.findall(r"APX-LIM-\d{3}", file.read_text())}
    outputs_only = {"APX-LIM-213"}
    assert {code for code, *_ in [*REFUSED, *TOLD]} == written - outputs_only


def test_the_target_is_checked_without_pulumi() -> None:
    program = (
        "import sys; from apexai.targets.kubernetes.target import TARGET; "
        "sys.exit('pulumi' in sys.modules or 'pulumi_kubernetes' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
