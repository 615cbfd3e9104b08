"""Changes that mean the same on every platform."""

from collections.abc import Mapping
from typing import Final

from tests.targets.change import Change, at, change

DIGESTS: Final = ("sha256:" + "a" * 64, "sha256:" + "b" * 64)
_EVIDENCE: Final = {"kind": "model-card", "uri": "https://example.com/card", "date": "2026-01-31"}
_DRIFT: Final = {"baseline": "s3://models/baseline", "metric": "psi", "threshold": 0.2}
_SCHEDULE: Final = {
    "name": "day",
    "timezone": "Europe/Berlin",
    "start": "0 8 * * 1-5",
    "end": "0 18 * * 1-5",
    "minReplicas": 3,
}
_PREPROCESSOR: Final = at("spec.runtime.preprocessor.image", "registry.example.com/anonymiser:1.0.0")
_PACKAGE: Final = at("spec.runtime.package", {"path": "app.zip", "handler": "app.handler", "runtime": "python3.13"})
_BUDGET: Final = at("spec.finops.budgetLimit", "$5000/month")
_TOLD: Final = at("spec.finops", {"budgetLimit": "$5000/month", "alerts": ["one@example.com"]})
_METHOD: Final = at("spec.responsibleAI.explainability.method", "shap")


def _schedule(key: str, value: object) -> Change:
    leaf = "spec.autoscaling.schedules"
    around = at("spec.autoscaling", {"minReplicas": 1, "maxReplicas": 6, "targetUtilization": 70})
    return change(leaf, [_SCHEDULE], [{**_SCHEDULE, key: value}], around)


def _evidence(key: str, value: object) -> Change:
    return change("spec.responsibleAI.evidence", [_EVIDENCE], [{**_EVIDENCE, key: value}])


def _usage() -> Mapping[str, Change]:
    values = {
        "requests": ("2M/month", "3M/month"),
        "duration": ("120ms", "240ms"),
        "tokensIn": (100, 200),
        "tokensOut": (50, 80),
        "egress": ("50GB/month", "60GB/month"),
        "gpuHours": ("100h/month", "200h/month"),
    }
    return {
        f"spec.finops.usage.{case}{quantity}": change(f"spec.finops.usage.{case}{quantity}", *pair)
        for case in ("", "low.", "high.")
        for quantity, pair in values.items()
    }


GENERAL: Final[Mapping[str, Change]] = {
    "metadata.name": change("metadata.name", "one", "two"),
    "metadata.namespace": change("metadata.namespace", "one", "two"),
    "metadata.labels.*": change("metadata.labels.team", "risk", "payments"),
    "spec.environment": change("spec.environment", "staging", "prod"),
    "spec.modelRef.name": change("spec.modelRef.name", "one", "two"),
    "spec.modelRef.version": change("spec.modelRef.version", "1.0.0", "1.1.0"),
    "spec.modelRef.uri": change("spec.modelRef.uri", None, "s3://models/subject/1.0.0"),
    "spec.modelRef.digest": change("spec.modelRef.digest", *DIGESTS, at("spec.modelRef.uri", "s3://models/subject")),
    "spec.modelRef.format": Change(
        base=at("spec.modelRef.format", "onnx"),
        changed=at("spec.modelRef.format", "gguf"),
        wrong=at("spec.modelRef", {"uri": "models/subject.onnx", "format": "gguf"}),
    ),
    "spec.runtime.region": change("spec.runtime.region", "us-east-1", "eu-central-1"),
    "spec.runtime.image": change(
        "spec.runtime.image", "registry.example.com/subject:1.0.0", "registry.example.com/subject:1.1.0"
    ),
    "spec.runtime.package.path": Change(base={}, changed=_PACKAGE),
    "spec.runtime.package.handler": Change(base={}, changed=_PACKAGE),
    "spec.runtime.package.runtime": Change(base={}, changed=_PACKAGE),
    "spec.runtime.command[]": change("spec.runtime.command", ["serve"], ["serve", "--fast"]),
    "spec.runtime.args[]": change("spec.runtime.args", ["--workers=1"], ["--workers=2"]),
    "spec.runtime.ports.*": change("spec.runtime.ports.http", 8080, 9090),
    "spec.runtime.probes.path": change("spec.runtime.probes.path", "/ready", "/healthz"),
    "spec.runtime.probes.port": change("spec.runtime.probes", {"path": "/ready"}, {"path": "/ready", "port": 9000}),
    **{
        f"spec.runtime.probes.{key}": change(f"spec.runtime.probes.{key}", *pair, at("spec.runtime.probes.path", "/"))
        for key, pair in {
            "initialDelay": ("5s", "15s"),
            "period": ("5s", "15s"),
            "timeout": ("1s", "3s"),
            "failureThreshold": (2, 5),
            "startupBudget": ("120s", "900s"),
        }.items()
    },
    "spec.runtime.cpu": change("spec.runtime.cpu", "1", "2"),
    "spec.runtime.memory": change("spec.runtime.memory", "1GiB", "2GiB"),
    "spec.runtime.ephemeralStorage": change("spec.runtime.ephemeralStorage", "1GiB", "4GiB"),
    "spec.runtime.timeout": change("spec.runtime.timeout", "20s", "29s"),
    "spec.runtime.requests.cpu": change("spec.runtime.requests.cpu", "250m", "500m"),
    "spec.runtime.requests.memory": change("spec.runtime.requests.memory", "256MiB", "512MiB"),
    "spec.runtime.gpu.type": change("spec.runtime.gpu.type", "nvidia-t4", "nvidia-l4"),
    "spec.runtime.gpu.count": change("spec.runtime.gpu.count", 1, 2, at("spec.runtime.gpu.type", "nvidia-l4")),
    "spec.runtime.gpu.pool": change("spec.runtime.gpu.pool", "one", "two", at("spec.runtime.gpu.type", "nvidia-l4")),
    "spec.runtime.gpu.nodePool": change(
        "spec.runtime.gpu.nodePool",
        {"name": "one", "cluster": {"kind": "eks", "name": "ai", "subnets": ["subnet-0a1b2c3d"]}, "maxNodes": 1},
        {"name": "two", "cluster": {"kind": "eks", "name": "ai", "subnets": ["subnet-0a1b2c3d"]}, "maxNodes": 2},
        at("spec.runtime.gpu.type", "nvidia-l4"),
    ),
    "spec.runtime.concurrency": change("spec.runtime.concurrency", None, 8),
    "spec.runtime.architecture": change("spec.runtime.architecture", "x86_64", "arm64"),
    "spec.runtime.access": change("spec.runtime.access", "internal", "public"),
    "spec.runtime.auth.iam": change("spec.runtime.auth.iam", None, True, at("spec.runtime.access", "authenticated")),
    "spec.runtime.auth.gateway": change(
        "spec.runtime.auth.gateway", None, True, at("spec.runtime.access", "authenticated")
    ),
    "spec.runtime.network.vpc": change("spec.runtime.network.vpc", None, "vpc-0a1b2c3d"),
    "spec.runtime.network.subnets[]": change("spec.runtime.network.subnets", None, ["subnet-0a1b2c3d"]),
    "spec.runtime.network.securityGroups[]": change("spec.runtime.network.securityGroups", None, ["sg-0a1b2c3d"]),
    "spec.runtime.network.egress[]": change("spec.runtime.network.egress", ["10.0.0.0/16"], ["10.1.0.0/16:443"]),
    "spec.runtime.identity": change(
        "spec.runtime.identity", "arn:aws:iam::111122223333:role/one", "arn:aws:iam::111122223333:role/two"
    ),
    **{
        f"spec.runtime.permissions[].{key}[]": change(
            "spec.runtime.permissions",
            None,
            [{"actions": ["dynamodb:GetItem"], "resources": ["arn:aws:dynamodb:us-east-1:111122223333:table/x"]}],
        )
        for key in ("actions", "resources")
    },
    "spec.runtime.environment.*": change("spec.runtime.environment.LOG_LEVEL", "INFO", "DEBUG"),
    "spec.runtime.preprocessor.image": change(
        "spec.runtime.preprocessor.image", "registry.example.com/one:1.0.0", "registry.example.com/two:1.0.0"
    ),
    "spec.runtime.preprocessor.command[]": change("spec.runtime.preprocessor.command", None, ["run"], _PREPROCESSOR),
    "spec.runtime.preprocessor.args[]": change("spec.runtime.preprocessor.args", None, ["--strict"], _PREPROCESSOR),
    "spec.runtime.preprocessor.port": change("spec.runtime.preprocessor.port", None, 9000, _PREPROCESSOR),
    "spec.runtime.preprocessor.environment.*": change(
        "spec.runtime.preprocessor.environment.MODE", "mask", "drop", _PREPROCESSOR
    ),
    "spec.runtime.preprocessor.cpu": change("spec.runtime.preprocessor.cpu", "250m", "500m", _PREPROCESSOR),
    "spec.runtime.preprocessor.memory": change("spec.runtime.preprocessor.memory", "256MiB", "512MiB", _PREPROCESSOR),
    "spec.runtime.cache.ttl": change("spec.runtime.cache.ttl", None, "60s"),
    **{
        f"spec.trafficSplit.stable.package.{key}": change(
            "spec.trafficSplit",
            None,
            {
                "blue": "90%",
                "green": "10%",
                "stable": {
                    "modelVersion": "0.9.0",
                    "package": {"path": "old.zip", "handler": "app.handler", "runtime": "python3.13"},
                },
            },
        )
        for key in ("path", "handler", "runtime")
    },
    "spec.autoscaling.minReplicas": change(
        "spec.autoscaling.minReplicas", 1, 2, at("spec.autoscaling", {"maxReplicas": 6, "targetUtilization": 70})
    ),
    "spec.autoscaling.maxReplicas": change(
        "spec.autoscaling.maxReplicas", 4, 6, at("spec.autoscaling", {"minReplicas": 1, "targetUtilization": 70})
    ),
    "spec.autoscaling.targetUtilization": change(
        "spec.autoscaling.targetUtilization", 60, 80, at("spec.autoscaling", {"minReplicas": 1, "maxReplicas": 6})
    ),
    **{
        f"spec.autoscaling.prometheus.{key}": change(
            f"spec.autoscaling.prometheus.{key}",
            *pair,
            at("spec.autoscaling", {"minReplicas": 1, "maxReplicas": 6}),
            at(
                "spec.autoscaling.prometheus",
                {"serverAddress": "http://prometheus.monitoring:9090", "query": "sum(queue)", "threshold": 5},
            ),
        )
        for key, pair in {
            "serverAddress": ("http://prometheus.monitoring:9090", "http://thanos.monitoring:9090"),
            "query": ("sum(queue)", "max(queue)"),
            "threshold": (5, 10),
        }.items()
    },
    "spec.autoscaling.schedules[].name": _schedule("name", "office-hours"),
    "spec.autoscaling.schedules[].timezone": _schedule("timezone", "Asia/Tokyo"),
    "spec.autoscaling.schedules[].start": _schedule("start", "0 7 * * 1-5"),
    "spec.autoscaling.schedules[].end": _schedule("end", "0 19 * * 1-5"),
    "spec.autoscaling.schedules[].minReplicas": _schedule("minReplicas", 4),
    "spec.autoscaling.schedules[].maxReplicas": _schedule("maxReplicas", 6),
    "spec.finops.costCenter": change("spec.finops.costCenter", "Risk", "Payments"),
    "spec.finops.tier": change("spec.finops.tier", "gold", "silver"),
    "spec.finops.tags.*": change("spec.finops.tags.project", "one", "two"),
    "spec.finops.budgetLimit": change("spec.finops.budgetLimit", "$100/month", "$200/month"),
    "spec.finops.alertThreshold": change("spec.finops.alertThreshold", "80%", "90%", _TOLD),
    "spec.finops.alerts[]": change("spec.finops.alerts", ["one@example.com"], ["two@example.com"], _BUDGET),
    "spec.finops.onBreach": change("spec.finops.onBreach", "alert", "pause", _BUDGET),
    "spec.finops.expires": change("spec.finops.expires", "2027-01-31", "2027-03-31"),
    **_usage(),
    "spec.finops.nodeType": change("spec.finops.nodeType", "g5.xlarge", "g6.xlarge"),
    "spec.slo.latencyP95": change("spec.slo.latencyP95", "300ms", "500ms"),
    "spec.slo.availability": change("spec.slo.availability", "99%", "99.9%"),
    "spec.responsibleAI.purpose": change("spec.responsibleAI.purpose", "scoring", "ranking"),
    "spec.responsibleAI.riskClass": change("spec.responsibleAI.riskClass", "minimal", "limited"),
    "spec.responsibleAI.dataClassification": change("spec.responsibleAI.dataClassification", "public", "internal"),
    "spec.responsibleAI.dataResidency[]": change(
        "spec.responsibleAI.dataResidency", None, ["us-east-1"], at("spec.runtime.region", "us-east-1")
    ),
    "spec.responsibleAI.explainability.method": change("spec.responsibleAI.explainability.method", "shap", "lime"),
    "spec.responsibleAI.explainability.endpoint": change(
        "spec.responsibleAI.explainability.endpoint", "https://one.example.com", "https://two.example.com", _METHOD
    ),
    "spec.responsibleAI.explainability.image": change(
        "spec.responsibleAI.explainability.image", None, "registry.example.com/explainer:1.0.0", _METHOD
    ),
    **{
        f"spec.responsibleAI.guardrail.{key}": change(
            "spec.responsibleAI.guardrail", None, {"id": "filter", "version": "1", "mode": "block"}
        )
        for key in ("id", "version", "mode")
    },
    "spec.responsibleAI.humanOversight.contact": change(
        "spec.responsibleAI.humanOversight.contact", "one@example.com", "two@example.com"
    ),
    **{
        f"spec.responsibleAI.humanOversight.{key}": change(
            f"spec.responsibleAI.humanOversight.{key}",
            None,
            value,
            at("spec.responsibleAI.humanOversight.contact", "one@example.com"),
        )
        for key, value in {"stopControl": "https://example.com/runbook", "reviewQueue": "reviews"}.items()
    },
    "spec.responsibleAI.alignmentCheckEndpoint": change(
        "spec.responsibleAI.alignmentCheckEndpoint", "https://one.example.com", "https://two.example.com:8443/check"
    ),
    "spec.responsibleAI.transparency.notice": change(
        "spec.responsibleAI.transparency.notice", "https://example.com/one", "https://example.com/two"
    ),
    "spec.responsibleAI.incidentContact": change(
        "spec.responsibleAI.incidentContact", "one@example.com", "two@example.com"
    ),
    "spec.responsibleAI.evidence[].kind": _evidence("kind", "bias-audit"),
    "spec.responsibleAI.evidence[].uri": _evidence("uri", "https://example.com/other"),
    "spec.responsibleAI.evidence[].date": _evidence("date", "2026-06-30"),
    "spec.monitoring.logsRetentionDays": change("spec.monitoring.logsRetentionDays", None, 90),
    "spec.monitoring.sampleRate": change("spec.monitoring.sampleRate", 0.1, 0.5),
    **{
        f"spec.monitoring.drift.{key}": change("spec.monitoring.drift", None, {**_DRIFT, "alert": False})
        for key in ("baseline", "metric", "threshold", "alert")
    },
    "spec.policies[]": change("spec.policies", None, ["data-privacy-compliance"]),
}
