"""What Cloudflare Workers do with each leaf of the spec."""

from typing import Final

from apexai.targets.capability import NOBODY, Answer, CapabilityTable, Emulated, Honoured, Informs, Sets, Unread
from apexai.targets.cloudflare_workers.refusals import REFUSALS
from apexai.targets.cloudflare_workers.types import DEPLOYMENT, DOMAIN, VERSION, WORKER
from apexai.targets.usage_answers import usage_answers


def _sets(type_: str, path: str, form: str = "") -> Honoured:
    return Honoured(sets=(Sets(type=type_, path=path, form=form),))


def _variable(name: str) -> Honoured:
    return _sets(VERSION, "bindings.*.text", f"variable {name}")


_TAG: Final = _sets(WORKER, "tags", "key:value")
_FILES: Final = Sets(type=VERSION, path="modules.*.contentFile")
_ESTIMATE: Final = "estimate"
_RULES: Final = "rules"
_CHECK: Final = "check"

_METADATA: Final[dict[str, Answer]] = {
    "metadata.name": _TAG,
    "metadata.namespace": Emulated(by=(WORKER,), how="Workers have no namespaces; the Worker carries a tag namespace"),
    "metadata.labels.*": _TAG,
    "spec.environment": _TAG,
}
_MODEL: Final[dict[str, Answer]] = {
    "spec.modelRef.name": _variable("MODEL_NAME"),
    "spec.modelRef.version": Honoured(
        sets=(
            Sets(type=VERSION, path="bindings.*.text", form="variable MODEL_VERSION"),
            Sets(type=VERSION, path="annotations.workersTag"),
        )
    ),
    "spec.modelRef.uri": Honoured(
        sets=(_FILES,),
        note="the path of an ONNX file is a module of the version; a name that begins with @cf/ is asked through the "
        "AI binding",
    ),
    "spec.modelRef.digest": _variable("MODEL_DIGEST"),
    "spec.modelRef.format": Informs(reader=_CHECK, what="whether the model can run in an isolate"),
}
_RUNTIME: Final[dict[str, Answer]] = {
    "spec.runtime.region": Informs(reader=_CHECK, what="a Worker has no region; only global is true"),
    "spec.runtime.package.path": Honoured(sets=(_FILES,)),
    "spec.runtime.package.handler": _sets(VERSION, "mainModule"),
    "spec.runtime.package.runtime": Informs(reader=_CHECK, what="only javascript, which WebAssembly belongs to"),
    "spec.runtime.memory": Informs(reader=_CHECK, what="an isolate has 128 MB, and no other amount"),
    "spec.runtime.timeout": Honoured(
        sets=(
            Sets(type=VERSION, path="limits.cpuMs", form="milliseconds of processor time"),
            Sets(type=VERSION, path="bindings.*.text", form="milliseconds that a model of the platform may take"),
        )
    ),
    "spec.runtime.environment.*": _sets(VERSION, "bindings.*.text"),
    "spec.runtime.secrets.*": _sets(VERSION, "bindings.*.secretName", "of the account's Secrets Store"),
    "spec.runtime.cache.ttl": _variable("EDGE_CACHE_TTL_SECONDS"),
    "spec.runtime.access": _sets(WORKER, "subdomain.enabled"),
    "spec.runtime.auth.jwt.issuer": _variable("EDGE_JWT_ISSUER"),
    "spec.runtime.auth.jwt.audiences[]": _variable("EDGE_JWT_AUDIENCES"),
    "spec.runtime.auth.jwt.jwksUri": _variable("EDGE_JWT_JWKS_URI"),
    "spec.runtime.network.domain": _sets(DOMAIN, "hostname"),
}
_SERVING: Final[dict[str, Answer]] = {
    "spec.trafficSplit.blue": _sets(DEPLOYMENT, "versions.*.percentage"),
    "spec.trafficSplit.green": _sets(DEPLOYMENT, "versions.*.percentage"),
    "spec.trafficSplit.stable.modelVersion": _sets(DEPLOYMENT, "annotations.workersMessage"),
    "spec.trafficSplit.stable.revision": _sets(DEPLOYMENT, "versions.*.versionId"),
    "spec.monitoring.logsRetentionDays": Informs(reader=_CHECK, what="Workers Logs keep for 7 days, and no other time"),
    "spec.monitoring.sampleRate": _sets(WORKER, "observability.traces.headSamplingRate"),
}
_URI: Final = "spec.modelRef.uri"
_PLATFORM: Final = ("@cf/*",)
_NO_TOKENS: Final = Unread(
    leaf=_URI, like=_PLATFORM, missing=True, why="only models of Workers AI are paid for by tokens"
)
_FINOPS: Final[dict[str, Answer]] = {
    "spec.finops.costCenter": _TAG,
    "spec.finops.tier": _TAG,
    "spec.finops.tags.*": _TAG,
    "spec.finops.budgetLimit": Informs(reader=_ESTIMATE, what="the limit that the cost is held against"),
    "spec.finops.alertThreshold": Informs(
        reader=NOBODY, what="the share of the budget from which somebody is told; Cloudflare counts no dollars"
    ),
    "spec.finops.alerts[]": Informs(reader=_RULES, what="whether somebody hears of the budget"),
    "spec.finops.onBreach": Informs(reader=_CHECK, what="Cloudflare counts no dollars, so that only alert is possible"),
    "spec.finops.expires": Informs(reader=_RULES, what="the day after which the deployment should be gone"),
    **usage_answers(
        paid=("requests", "duration", "tokensIn", "tokensOut"),
        unpaid="Workers have no accelerators, and data that they send is free",
        unread={
            "duration": Unread(
                leaf=_URI, like=_PLATFORM, why="a request that waits for Workers AI is taken to compute for 5 ms"
            ),
            "tokensIn": _NO_TOKENS,
            "tokensOut": _NO_TOKENS,
        },
    ),
}
_RESPONSIBLE: Final[dict[str, Answer]] = {
    "spec.responsibleAI.purpose": Informs(reader=_RULES, what="what the model is for"),
    "spec.responsibleAI.riskClass": Informs(reader=_RULES, what="which duties the law has"),
    "spec.responsibleAI.dataClassification": Informs(
        reader=_CHECK, what="data that needs a key of the service's own can't be here"
    ),
    "spec.responsibleAI.explainability.method": Informs(reader=_RULES, what="how answers are explained"),
    "spec.responsibleAI.explainability.endpoint": _variable("EXPLAINABILITY_ENDPOINT"),
    "spec.responsibleAI.humanOversight.contact": Informs(reader=_RULES, what="who can stop the service"),
    "spec.responsibleAI.humanOversight.stopControl": Informs(reader=_RULES, what="how the service is stopped"),
    "spec.responsibleAI.alignmentCheckEndpoint": _variable("AI_ALIGNMENT_CHECK_ENDPOINT"),
    "spec.responsibleAI.transparency.notice": Informs(reader=_RULES, what="what the people concerned are told"),
    "spec.responsibleAI.incidentContact": Informs(reader=_RULES, what="who hears of incidents"),
    "spec.responsibleAI.evidence[].kind": Informs(reader=_RULES, what="what was assessed"),
    "spec.responsibleAI.evidence[].uri": Informs(reader=NOBODY, what="where people find the evidence"),
    "spec.responsibleAI.evidence[].date": Informs(reader=_RULES, what="how old the evidence is"),
    "spec.policies[]": Informs(reader=_RULES, what="which rules are mandatory"),
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
