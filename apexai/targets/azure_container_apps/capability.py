"""What Container Apps does with each leaf of the spec."""

from typing import Final

from apexai.targets.azure_container_apps.refusals import REFUSALS
from apexai.targets.azure_container_apps.types import (
    ALERT,
    APP,
    AUTH,
    ENVIRONMENT,
    GRANT,
    KEY,
    WORKSPACE,
    ZONE_LINK,
)
from apexai.targets.budgets.answers import AZURE_BUDGET
from apexai.targets.capability import NOBODY, Answer, CapabilityTable, Emulated, Honoured, Informs, Sets
from apexai.targets.model_answers import MODEL_FORMAT
from apexai.targets.usage_answers import BY_ACCELERATOR, usage_answers

_CONTAINER: Final = "template.containers.*"
_SCALE: Final = "template.scale"
_ESTIMATE: Final = "estimate"
_RULES: Final = "rules"


def _sets(type_: str, path: str, form: str = "", note: str = "") -> Honoured:
    return Honoured(sets=(Sets(type=type_, path=path, form=form),), note=note)


def _container(path: str, form: str = "", note: str = "") -> Honoured:
    return _sets(APP, f"{_CONTAINER}.{path}", form, note)


def _variable(name: str) -> Honoured:
    return _container("env.*.value", form=f"variable {name}")


def _tag(key: str) -> Honoured:
    return Honoured(sets=(Sets(type=APP, path="tags.*", form=key), Sets(type=WORKSPACE, path="tags.*", form=key)))


_WINDOW: Final = _sets(APP, f"{_SCALE}.rules.*.custom.metadata.*", "a cron rule of KEDA")
_ALERTS: Final = Emulated(by=(ALERT,), how="a log alert on the ingress's log of requests, in the service's workspace")
_GRANTED: Final = "a role assignment for each role and each resource"

_METADATA: Final[dict[str, Answer]] = {
    "metadata.name": _tag("service"),
    "metadata.namespace": Emulated(by=(APP,), how="Azure has no namespaces; every resource carries the tag namespace"),
    "metadata.labels.*": _tag("the label's own key"),
    "spec.environment": _tag("environment"),
}
_MODEL: Final[dict[str, Answer]] = {
    "spec.modelRef.name": _variable("MODEL_NAME"),
    "spec.modelRef.version": _variable("MODEL_VERSION"),
    "spec.modelRef.uri": Honoured(
        sets=(
            Sets(type=APP, path=f"{_CONTAINER}.env.*.value", form="variable MODEL_URI"),
            Sets(type=GRANT, path="condition", form="Storage Blob Data Reader on just the model"),
        )
    ),
    "spec.modelRef.digest": _variable("MODEL_DIGEST"),
    "spec.modelRef.format": MODEL_FORMAT,
}
_RUNTIME: Final[dict[str, Answer]] = {
    "spec.runtime.region": _sets(APP, "location"),
    "spec.runtime.image": _container("image"),
    "spec.runtime.command[]": _container("command"),
    "spec.runtime.args[]": _container("args"),
    "spec.runtime.ports.*": _sets(APP, "configuration.ingress.targetPort"),
    "spec.runtime.probes.path": _container("probes.*.httpGet.path"),
    "spec.runtime.probes.port": _container("probes.*.httpGet.port"),
    "spec.runtime.probes.initialDelay": _container("probes.*.initialDelaySeconds", "seconds"),
    "spec.runtime.probes.period": _container("probes.*.periodSeconds", "seconds"),
    "spec.runtime.probes.timeout": _container("probes.*.timeoutSeconds", "seconds"),
    "spec.runtime.probes.failureThreshold": _container("probes.*.failureThreshold"),
    "spec.runtime.probes.startupBudget": _container(
        "probes.*.periodSeconds", "of the startup probe, which may fail 10 times: at least a tenth of the budget"
    ),
    "spec.runtime.cpu": _container("resources.cpu"),
    "spec.runtime.memory": _container("resources.memory"),
    "spec.runtime.ephemeralStorage": Informs(reader="check", what="whether it fits in what comes with the vCPU"),
    "spec.runtime.timeout": _sets(
        APP,
        "template.terminationGracePeriodSeconds",
        "seconds",
        "a replica that goes has so long to answer; the ingress ends every request after 240 s, and not before",
    ),
    "spec.runtime.gpu.type": Honoured(
        sets=(
            Sets(type=APP, path="workloadProfileName"),
            Sets(type=ENVIRONMENT, path="workloadProfiles.*.workloadProfileType"),
        )
    ),
    "spec.runtime.gpu.count": Informs(reader="check", what="a replica has one GPU"),
    "spec.runtime.concurrency": _sets(
        APP,
        f"{_SCALE}.rules.*.http.metadata.concurrentRequests",
        "what scaling aims at; times targetUtilization where there is one",
        "Container Apps adds a replica and turns no request away",
    ),
    "spec.runtime.architecture": Informs(reader="check", what="images are for x86_64"),
    "spec.runtime.identity": _sets(
        APP,
        "identity.userAssignedIdentities",
        note="in place of an identity of its own; it gets the same grants",
    ),
    "spec.runtime.permissions[].actions[]": _sets(GRANT, "roleDefinitionId", note=_GRANTED),
    "spec.runtime.permissions[].resources[]": _sets(GRANT, "scope", note=_GRANTED),
    "spec.runtime.environment.*": _container("env.*.value"),
    "spec.runtime.secrets.*": Honoured(
        sets=(
            Sets(type=APP, path="configuration.secrets.*.keyVaultUrl"),
            Sets(type=GRANT, path="scope", form="Key Vault Secrets User on just this secret"),
        )
    ),
    "spec.runtime.preprocessor.image": _container("image"),
    "spec.runtime.preprocessor.command[]": _container("command"),
    "spec.runtime.preprocessor.args[]": _container("args"),
    "spec.runtime.preprocessor.port": _sets(
        APP,
        "configuration.ingress.targetPort",
        note="requests reach it then, and it gets the model's address as MODEL_URL",
    ),
    "spec.runtime.preprocessor.environment.*": _container("env.*.value"),
    "spec.runtime.preprocessor.cpu": _container("resources.cpu"),
    "spec.runtime.preprocessor.memory": _container("resources.memory"),
}
_REACHED: Final[dict[str, Answer]] = {
    "spec.runtime.access": Honoured(
        sets=(
            Sets(type=AUTH, path="globalValidation.unauthenticatedClientAction"),
            Sets(type=ENVIRONMENT, path="publicNetworkAccess"),
        ),
        note="authenticated asks for tokens of Microsoft Entra; internal is an environment inside of network.vpc",
    ),
    "spec.runtime.auth.jwt.issuer": _sets(
        AUTH, "identityProviders.azureActiveDirectory.registration.openIdIssuer", "Microsoft Entra"
    ),
    "spec.runtime.auth.jwt.audiences[]": _sets(
        AUTH, "identityProviders.azureActiveDirectory.validation.allowedAudiences"
    ),
    "spec.runtime.auth.iam": Informs(reader="check", what="Entra checks callers in every case"),
    "spec.runtime.network.vpc": _sets(ZONE_LINK, "virtualNetwork.id", note="names of an internal environment"),
    "spec.runtime.network.subnets[]": _sets(ENVIRONMENT, "vnetConfiguration.infrastructureSubnetId"),
}
_SERVING: Final[dict[str, Answer]] = {
    "spec.trafficSplit.blue": _sets(APP, "configuration.ingress.traffic.*.weight"),
    "spec.trafficSplit.green": _sets(APP, "configuration.ingress.traffic.*.weight"),
    "spec.trafficSplit.stable.modelVersion": Emulated(by=(GRANT,), how="the grant on its model is kept by the version"),
    "spec.trafficSplit.stable.revision": _sets(APP, "configuration.ingress.traffic.*.revisionName"),
    "spec.trafficSplit.stable.modelUri": _sets(GRANT, "condition"),
    "spec.autoscaling.minReplicas": _sets(APP, f"{_SCALE}.minReplicas"),
    "spec.autoscaling.maxReplicas": _sets(APP, f"{_SCALE}.maxReplicas"),
    "spec.autoscaling.targetUtilization": _sets(
        APP, f"{_SCALE}.rules.*.custom.metadata.value", "a CPU rule, and a share of runtime.concurrency"
    ),
    "spec.autoscaling.prometheus.serverAddress": _sets(APP, f"{_SCALE}.rules.*.custom.metadata.serverAddress"),
    "spec.autoscaling.prometheus.query": _sets(APP, f"{_SCALE}.rules.*.custom.metadata.query"),
    "spec.autoscaling.prometheus.threshold": _sets(APP, f"{_SCALE}.rules.*.custom.metadata.threshold"),
    "spec.autoscaling.schedules[].name": _sets(APP, f"{_SCALE}.rules.*.name"),
    **{f"spec.autoscaling.schedules[].{key}": _WINDOW for key in ("timezone", "start", "end", "minReplicas")},
    "spec.autoscaling.schedules[].maxReplicas": Informs(reader="check", what="one maximum holds at all times"),
    "spec.slo.latencyP95": _ALERTS,
    "spec.slo.availability": _ALERTS,
    "spec.monitoring.logsRetentionDays": _sets(WORKSPACE, "retentionInDays"),
    "spec.monitoring.sampleRate": _variable("OTEL_TRACES_SAMPLER_ARG, as OpenTelemetry's SDKs read it"),
}
_FINOPS: Final[dict[str, Answer]] = {
    "spec.finops.costCenter": _tag("costCenter"),
    "spec.finops.tier": _tag("tier"),
    "spec.finops.tags.*": _tag("the tag's own key"),
    **AZURE_BUDGET,
    "spec.finops.expires": Informs(reader=_RULES, what="the day after which the deployment should be gone"),
    **usage_answers(
        paid=("requests", "duration", "egress", "gpuHours"),
        unpaid="nothing on Container Apps is paid for by it",
        unread=BY_ACCELERATOR,
    ),
}
_RESPONSIBLE: Final[dict[str, Answer]] = {
    "spec.responsibleAI.purpose": Informs(reader=_RULES, what="what the model is for"),
    "spec.responsibleAI.riskClass": Informs(reader=_RULES, what="which duties the law has"),
    "spec.responsibleAI.dataClassification": Honoured(
        sets=(
            Sets(type=ENVIRONMENT, path="diskEncryptionConfiguration.keyVaultConfiguration.keyUrl"),
            Sets(type=KEY, path="properties.rotationPolicy"),
        ),
        note="confidential, personal and special-category data gets a key of the service's own",
    ),
    "spec.responsibleAI.dataResidency[]": Informs(reader="check", what="whether the region is one of them"),
    "spec.responsibleAI.explainability.method": Informs(reader=_RULES, what="how answers are explained"),
    "spec.responsibleAI.explainability.endpoint": _variable("EXPLAINABILITY_ENDPOINT"),
    "spec.responsibleAI.explainability.image": Emulated(
        by=(APP,), how="a second app in the service's environment, at EXPLAINABILITY_ENDPOINT"
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
