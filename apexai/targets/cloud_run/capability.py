"""What Cloud Run does with each leaf of the spec."""

from typing import Final

from apexai.targets.budgets.answers import GOOGLE_BUDGET
from apexai.targets.capability import NOBODY, Answer, CapabilityTable, Emulated, Honoured, Informs, Sets
from apexai.targets.cloud_run.refusals import REFUSALS
from apexai.targets.cloud_run.types import (
    ALERT,
    FIREWALL,
    INVOKER,
    JOB,
    KEY,
    LOG_BUCKET,
    LOG_EXCLUSION,
    LOG_SINK,
    MODEL_GRANT,
    PROJECT_GRANT,
    ROLE,
    SECRET_GRANT,
    SERVICE,
)
from apexai.targets.model_answers import MODEL_FORMAT
from apexai.targets.usage_answers import BY_ACCELERATOR, usage_answers

_CONTAINER: Final = "template.containers.*"
_PROBES: Final = ("startupProbe", "livenessProbe")
_ESTIMATE: Final = "estimate"
_RULES: Final = "rules"


def _sets(type_: str, path: str, form: str = "") -> Honoured:
    return Honoured(sets=(Sets(type=type_, path=path, form=form),))


def _container(*paths: str, form: str = "") -> Honoured:
    return Honoured(sets=tuple(Sets(type=SERVICE, path=f"{_CONTAINER}.{path}", form=form) for path in paths))


def _variable(name: str) -> Honoured:
    return _container("envs.*.value", form=f"variable {name}")


def _label(key: str) -> Honoured:
    return Honoured(
        sets=(
            Sets(type=SERVICE, path="labels.*", form=f"{key}, in lower case"),
            Sets(type=SERVICE, path="template.labels.*", form=f"{key}, in lower case"),
        )
    )


def _probes(key: str, *probes: str, form: str = "") -> Honoured:
    return _container(*(f"{probe}.{key}" for probe in probes), form=form)


_WINDOW: Final = Emulated(by=(JOB,), how="jobs of Cloud Scheduler set the service's instances at both ends")
_ALERTS: Final = Emulated(by=(ALERT,), how="an alert policy on what Cloud Run measures of the service's requests")
_PERMISSIONS: Final = "a custom role with just these permissions, bound where resource.name is just these resources"

_METADATA: Final[dict[str, Answer]] = {
    "metadata.name": _label("service"),
    "metadata.namespace": Emulated(
        by=(SERVICE,), how="Cloud Run has no namespaces; every resource carries the label namespace"
    ),
    "metadata.labels.*": _label("the label's own key"),
    "spec.environment": _label("environment"),
}
_MODEL: Final[dict[str, Answer]] = {
    "spec.modelRef.name": _variable("MODEL_NAME"),
    "spec.modelRef.version": _variable("MODEL_VERSION"),
    "spec.modelRef.uri": Honoured(
        sets=(
            Sets(type=SERVICE, path=f"{_CONTAINER}.envs.*.value", form="variable MODEL_URI"),
            Sets(type=MODEL_GRANT, path="condition.expression", form="storage.objectViewer on just the model"),
        )
    ),
    "spec.modelRef.digest": _variable("MODEL_DIGEST"),
    "spec.modelRef.format": MODEL_FORMAT,
}
_RUNTIME: Final[dict[str, Answer]] = {
    "spec.runtime.region": _sets(SERVICE, "location"),
    "spec.runtime.image": _container("image"),
    "spec.runtime.command[]": _container("commands"),
    "spec.runtime.args[]": _container("args"),
    "spec.runtime.ports.*": _container("ports.containerPort"),
    "spec.runtime.probes.path": _probes("httpGet.path", *_PROBES),
    "spec.runtime.probes.port": _probes("httpGet.port", *_PROBES),
    "spec.runtime.probes.initialDelay": _probes("initialDelaySeconds", "startupProbe", form="seconds"),
    "spec.runtime.probes.period": _probes("periodSeconds", *_PROBES, form="seconds"),
    "spec.runtime.probes.timeout": _probes("timeoutSeconds", *_PROBES, form="seconds"),
    "spec.runtime.probes.failureThreshold": _probes("failureThreshold", "livenessProbe"),
    "spec.runtime.probes.startupBudget": _probes(
        "failureThreshold", "startupProbe", form="the budget over the period, rounded up"
    ),
    "spec.runtime.cpu": _container("resources.limits.cpu"),
    "spec.runtime.memory": _container("resources.limits.memory"),
    "spec.runtime.ephemeralStorage": Honoured(
        sets=(Sets(type=SERVICE, path="template.volumes.*.emptyDir.sizeLimit"),),
        note="a volume at /tmp, in memory: it is part of runtime.memory",
    ),
    "spec.runtime.timeout": _sets(SERVICE, "template.timeout", "seconds"),
    "spec.runtime.gpu.type": _sets(SERVICE, "template.nodeSelector.accelerator"),
    "spec.runtime.gpu.count": Informs(reader="check", what="an instance has one GPU"),
    "spec.runtime.concurrency": _sets(SERVICE, "template.maxInstanceRequestConcurrency"),
    "spec.runtime.architecture": Informs(reader="check", what="images are for x86_64"),
    "spec.runtime.identity": Honoured(
        sets=(Sets(type=SERVICE, path="template.serviceAccount"),),
        note="in place of a service account of its own; it gets the same grants",
    ),
    "spec.runtime.permissions[].actions[]": Honoured(
        sets=(Sets(type=ROLE, path="permissions"),),
        note=_PERMISSIONS,
    ),
    "spec.runtime.permissions[].resources[]": Honoured(
        sets=(Sets(type=PROJECT_GRANT, path="condition.expression"),),
        note=_PERMISSIONS,
    ),
    "spec.runtime.environment.*": _container("envs.*.value"),
    "spec.runtime.secrets.*": Honoured(
        sets=(
            Sets(type=SERVICE, path=f"{_CONTAINER}.envs.*.valueSource.secretKeyRef.secret"),
            Sets(type=SECRET_GRANT, path="secretId", form="secretmanager.secretAccessor on just this secret"),
        )
    ),
    "spec.runtime.preprocessor.image": _container("image"),
    "spec.runtime.preprocessor.command[]": _container("commands"),
    "spec.runtime.preprocessor.args[]": _container("args"),
    "spec.runtime.preprocessor.port": Honoured(
        sets=(Sets(type=SERVICE, path=f"{_CONTAINER}.ports.containerPort"),),
        note="requests reach it then, and it gets the model's address as MODEL_URL",
    ),
    "spec.runtime.preprocessor.environment.*": _container("envs.*.value"),
    "spec.runtime.preprocessor.cpu": _container("resources.limits.cpu"),
    "spec.runtime.preprocessor.memory": _container("resources.limits.memory"),
}
_REACHED: Final[dict[str, Answer]] = {
    "spec.runtime.access": Honoured(
        sets=(
            Sets(type=SERVICE, path="ingress"),
            Sets(type=INVOKER, path="member", form="allUsers for public"),
        ),
        note="internal takes requests from the project's VPC networks only; IAM checks all but public ones",
    ),
    "spec.runtime.auth.jwt.issuer": Informs(reader="check", what="tokens are Google's"),
    "spec.runtime.auth.jwt.audiences[]": _sets(SERVICE, "customAudiences"),
    "spec.runtime.auth.iam": Informs(reader="check", what="IAM checks callers in every case"),
    "spec.runtime.network.vpc": _sets(SERVICE, "template.vpcAccess.networkInterfaces.*.network"),
    "spec.runtime.network.subnets[]": _sets(SERVICE, "template.vpcAccess.networkInterfaces.*.subnetwork"),
    "spec.runtime.network.securityGroups[]": _sets(
        SERVICE, "template.vpcAccess.networkInterfaces.*.tags", "network tags, which firewall rules know"
    ),
    "spec.runtime.network.egress[]": Emulated(
        by=(FIREWALL,),
        how="all traffic leaves through the VPC, where firewall rules let out HTTPS and what is listed",
    ),
}
_SERVING: Final[dict[str, Answer]] = {
    "spec.trafficSplit.blue": _sets(SERVICE, "traffics.*.percent"),
    "spec.trafficSplit.green": _sets(SERVICE, "traffics.*.percent"),
    "spec.trafficSplit.stable.modelVersion": _sets(MODEL_GRANT, "role", "in the grant's name"),
    "spec.trafficSplit.stable.revision": _sets(SERVICE, "traffics.*.revision"),
    "spec.trafficSplit.stable.modelUri": _sets(MODEL_GRANT, "condition.expression"),
    "spec.autoscaling.minReplicas": Honoured(
        sets=(Sets(type=SERVICE, path="scaling.minInstanceCount"),),
        note="of the service; the revisions share them by their traffic",
    ),
    "spec.autoscaling.maxReplicas": Honoured(
        sets=(
            Sets(type=SERVICE, path="scaling.maxInstanceCount"),
            Sets(type=SERVICE, path="template.scaling.maxInstanceCount"),
        )
    ),
    "spec.autoscaling.targetUtilization": Honoured(
        sets=(
            Sets(type=SERVICE, path="template.scaling.cpuUtilization", form="fraction"),
            Sets(type=SERVICE, path="template.scaling.concurrencyUtilization", form="fraction"),
        )
    ),
    **{
        f"spec.autoscaling.schedules[].{key}": _WINDOW
        for key in ("name", "timezone", "start", "end", "minReplicas", "maxReplicas")
    },
    "spec.slo.latencyP95": _ALERTS,
    "spec.slo.availability": _ALERTS,
    "spec.monitoring.logsRetentionDays": Emulated(
        by=(LOG_BUCKET, LOG_SINK, LOG_EXCLUSION),
        how="the service's logs go to a log bucket of their own, and not to the project's",
    ),
    "spec.monitoring.sampleRate": _variable("OTEL_TRACES_SAMPLER_ARG, as OpenTelemetry's SDKs read it"),
}
_FINOPS: Final[dict[str, Answer]] = {
    "spec.finops.costCenter": _label("cost-center"),
    "spec.finops.tier": _label("tier"),
    "spec.finops.tags.*": _label("the tag's own key"),
    **GOOGLE_BUDGET,
    "spec.finops.expires": Informs(reader=_RULES, what="the day after which the deployment should be gone"),
    **usage_answers(
        paid=("requests", "duration", "egress", "gpuHours"),
        unpaid="nothing that the estimate counts on Cloud Run is paid for by it",
        unread=BY_ACCELERATOR,
    ),
}
_RESPONSIBLE: Final[dict[str, Answer]] = {
    "spec.responsibleAI.purpose": Informs(reader=_RULES, what="what the model is for"),
    "spec.responsibleAI.riskClass": Informs(reader=_RULES, what="which duties the law has"),
    "spec.responsibleAI.dataClassification": Honoured(
        sets=(Sets(type=SERVICE, path="template.encryptionKey"), Sets(type=KEY, path="rotationPeriod")),
        note="confidential, personal and special-category data gets a key of the service's own",
    ),
    "spec.responsibleAI.dataResidency[]": Informs(reader="check", what="whether the region is one of them"),
    "spec.responsibleAI.explainability.method": Informs(reader=_RULES, what="how answers are explained"),
    "spec.responsibleAI.explainability.endpoint": _variable("EXPLAINABILITY_ENDPOINT"),
    "spec.responsibleAI.explainability.image": Emulated(
        by=(SERVICE, INVOKER), how="a second service, which only the model's may call, at EXPLAINABILITY_ENDPOINT"
    ),
    "spec.responsibleAI.humanOversight.contact": Informs(reader=_RULES, what="who can stop the service"),
    "spec.responsibleAI.humanOversight.stopControl": Informs(reader=_RULES, what="how the service is stopped"),
    "spec.responsibleAI.alignmentCheckEndpoint": _variable("AI_ALIGNMENT_CHECK_ENDPOINT"),
    "spec.responsibleAI.transparency.notice": Informs(reader=_RULES, what="what the people concerned are told"),
    "spec.responsibleAI.incidentContact": Informs(reader=_RULES, what="who hears of incidents"),
    "spec.responsibleAI.evidence[].kind": Informs(reader=_RULES, what="what was assessed"),
    "spec.responsibleAI.evidence[].uri": Informs(reader=NOBODY, what="where people find the evidence"),
    "spec.responsibleAI.evidence[].date": Informs(reader=_RULES, what="how old the evidence is"),
    "spec.policies[]": Informs(
        reader=_RULES, what="which rules are mandatory; sets that ask for an own key also bring one"
    ),
}

CAPABILITY: Final[CapabilityTable] = {
    **_METADATA,
    **_MODEL,
    **_RUNTIME,
    **_REACHED,
    **_SERVING,
    **_FINOPS,
    **_RESPONSIBLE,
    **REFUSALS,
}
