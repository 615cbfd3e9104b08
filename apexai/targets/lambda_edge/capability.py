"""What Lambda@Edge does with each leaf of the spec."""

from typing import Final

from apexai.targets.budgets.answers import AWS_BUDGET_ALERT_ONLY
from apexai.targets.capability import NOBODY, Answer, CapabilityTable, Emulated, Honoured, Informs, Sets
from apexai.targets.lambda_edge.refusals import REFUSALS
from apexai.targets.lambda_edge.types import CACHE_POLICY, DISTRIBUTION, FUNCTION, GRANT, METRIC_ALARM, POLICY
from apexai.targets.model_answers import MODEL_FORMAT
from apexai.targets.usage_answers import usage_answers

_HEADERS: Final = "origins.*.customHeaders.*.value"
_CHECK: Final = "check"
_ESTIMATE: Final = "estimate"
_RULES: Final = "rules"


def _sets(type_: str, path: str, form: str = "") -> Honoured:
    return Honoured(sets=(Sets(type=type_, path=path, form=form),))


def _header(name: str) -> Honoured:
    return _sets(DISTRIBUTION, _HEADERS, f"header {name} of the origin, which the function reads")


def _tag(name: str) -> Honoured:
    return Honoured(sets=(Sets(type=FUNCTION, path=f"tags.{name}"), Sets(type=DISTRIBUTION, path=f"tags.{name}")))


def _rules(what: str) -> Informs:
    return Informs(reader=_RULES, what=what)


_METADATA: Final[dict[str, Answer]] = {
    "metadata.name": _tag("service"),
    "metadata.namespace": Emulated(
        by=(FUNCTION, DISTRIBUTION), how="Lambda has no namespaces; every resource carries the tag namespace"
    ),
    "metadata.labels.*": _tag("*"),
    "spec.environment": _tag("environment"),
}
_MODEL: Final[dict[str, Answer]] = {
    "spec.modelRef.name": _header("x-model-name"),
    "spec.modelRef.version": _header("x-model-version"),
    "spec.modelRef.uri": Honoured(
        sets=(
            Sets(type=DISTRIBUTION, path=_HEADERS, form="header x-model-uri of the origin"),
            Sets(type=GRANT, path="policy", form="s3:GetObject on just the model"),
        )
    ),
    "spec.modelRef.digest": _header("x-model-digest"),
    "spec.modelRef.format": MODEL_FORMAT,
}
_RUNTIME: Final[dict[str, Answer]] = {
    "spec.runtime.region": Informs(reader=_CHECK, what="functions for the edge are made in us-east-1"),
    "spec.runtime.package.path": _sets(FUNCTION, "code"),
    "spec.runtime.package.handler": _sets(FUNCTION, "handler"),
    "spec.runtime.package.runtime": _sets(FUNCTION, "runtime"),
    "spec.runtime.memory": _sets(FUNCTION, "memorySize", "MiB"),
    "spec.runtime.ephemeralStorage": Informs(reader=_CHECK, what="a function at the edge has 512 MB of /tmp"),
    "spec.runtime.timeout": _sets(FUNCTION, "timeout", "seconds"),
    "spec.runtime.concurrency": Informs(reader=_CHECK, what="an execution environment serves one request at once"),
    "spec.runtime.architecture": Informs(reader=_CHECK, what="packages are for x86_64"),
    "spec.runtime.access": Informs(reader=_CHECK, what="CloudFront serves everybody"),
    "spec.runtime.permissions[].actions[]": _sets(GRANT, "policy"),
    "spec.runtime.permissions[].resources[]": _sets(GRANT, "policy"),
    "spec.runtime.cache.ttl": Honoured(
        sets=(Sets(type=CACHE_POLICY, path="defaultTtl", form="seconds"),),
        note="of answers to GET and HEAD; CloudFront keeps no others",
    ),
}
_SERVING: Final[dict[str, Answer]] = {
    "spec.trafficSplit.blue": _sets(POLICY, "trafficConfig.singleWeightConfig.weight", "fraction, of the other side"),
    "spec.trafficSplit.green": _sets(POLICY, "trafficConfig.singleWeightConfig.weight", "fraction, 0.15 at most"),
    "spec.trafficSplit.stable.modelVersion": _header("x-model-version"),
    "spec.trafficSplit.stable.modelDigest": _header("x-model-digest"),
    "spec.trafficSplit.stable.revision": Honoured(
        sets=(Sets(type=DISTRIBUTION, path="comment", form="names the version"),),
        note="the distribution calls the version by its ARN, which is known once there is a function",
    ),
    "spec.trafficSplit.stable.modelUri": Honoured(
        sets=(Sets(type=GRANT, path="policy"), Sets(type=DISTRIBUTION, path=_HEADERS))
    ),
    "spec.slo.availability": _sets(METRIC_ALARM, "threshold", "per cent of failing requests"),
}
_FINOPS: Final[dict[str, Answer]] = {
    "spec.finops.costCenter": _tag("costCenter"),
    "spec.finops.tier": _tag("tier"),
    "spec.finops.tags.*": _tag("*"),
    **AWS_BUDGET_ALERT_ONLY,
    "spec.finops.expires": _rules("the day after which the deployment should be gone"),
    **usage_answers(paid=("requests", "duration", "egress"), unpaid="nothing at the edge is paid for by it"),
}
_RESPONSIBLE: Final[dict[str, Answer]] = {
    "spec.responsibleAI.purpose": _rules("what the model is for"),
    "spec.responsibleAI.riskClass": _rules("which duties the law has"),
    "spec.responsibleAI.dataClassification": Informs(
        reader=_CHECK, what="data that asks for a key of its own can't be had at the edge"
    ),
    "spec.responsibleAI.explainability.method": _rules("how answers are explained"),
    "spec.responsibleAI.explainability.endpoint": _header("x-explainability-endpoint"),
    "spec.responsibleAI.humanOversight.contact": _rules("who can stop the service"),
    "spec.responsibleAI.humanOversight.stopControl": _rules("how the service is stopped"),
    "spec.responsibleAI.alignmentCheckEndpoint": _header("x-alignment-check-endpoint"),
    "spec.responsibleAI.transparency.notice": _rules("what the people concerned are told"),
    "spec.responsibleAI.incidentContact": _rules("who hears of incidents"),
    "spec.responsibleAI.evidence[].kind": _rules("what was assessed"),
    "spec.responsibleAI.evidence[].uri": Informs(reader=NOBODY, what="where people find the evidence"),
    "spec.responsibleAI.evidence[].date": _rules("how old the evidence is"),
    "spec.policies[]": _rules("which rules are mandatory; sets that ask for an own key are refused"),
}

CAPABILITY: Final[CapabilityTable] = {
    **_METADATA,
    **_MODEL,
    **_RUNTIME,
    **_SERVING,
    **_FINOPS,
    **_RESPONSIBLE,
    **REFUSALS,
}
