"""What Azure Functions does with each leaf of the spec."""

from typing import Final

from apexai.targets.azure_functions.refusals import REFUSALS
from apexai.targets.azure_functions.types import ACCOUNT, ALERT, APP, AUTH, BLOB, GRANT, PLAN, SLOT, WORKSPACE
from apexai.targets.budgets.answers import AZURE_BUDGET
from apexai.targets.capability import NOBODY, Answer, CapabilityTable, Emulated, Honoured, Informs, Sets, Unread
from apexai.targets.model_answers import MODEL_FORMAT
from apexai.targets.usage_answers import usage_answers

_ESTIMATE: Final = "estimate"
_RULES: Final = "rules"
_SCALE: Final = "functionAppConfig.scaleAndConcurrency"


def _sets(type_: str, path: str, form: str = "", note: str = "") -> Honoured:
    return Honoured(sets=(Sets(type=type_, path=path, form=form),), note=note)


def _variable(name: str) -> Honoured:
    return _sets(APP, "siteConfig.appSettings.*.value", f"setting {name}")


def _tag(key: str) -> Honoured:
    return Honoured(sets=(Sets(type=APP, path="tags.*", form=key), Sets(type=WORKSPACE, path="tags.*", form=key)))


_ALERTS: Final = Emulated(by=(ALERT,), how="a log alert on the requests that Application Insights has of the app")
_GRANTED: Final = "a role assignment for each role and each resource"
_PREMIUM: Final = "of an image, on Elastic Premium"
_FLEX: Final = "of a package, on Flex Consumption"

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
            Sets(type=APP, path="siteConfig.appSettings.*.value", form="setting MODEL_URI"),
            Sets(type=GRANT, path="condition", form="Storage Blob Data Reader on just the model"),
        )
    ),
    "spec.modelRef.digest": _variable("MODEL_DIGEST"),
    "spec.modelRef.format": MODEL_FORMAT,
}
_RUNTIME: Final[dict[str, Answer]] = {
    "spec.runtime.region": _sets(APP, "location"),
    "spec.runtime.image": _sets(APP, "siteConfig.linuxFxVersion", note=_PREMIUM),
    "spec.runtime.package.path": _sets(BLOB, "source"),
    "spec.runtime.package.handler": _variable("PYTHON_SCRIPT_FILE_NAME"),
    "spec.runtime.package.runtime": _sets(APP, "functionAppConfig.runtime.version"),
    "spec.runtime.ports.*": _variable("WEBSITES_PORT"),
    "spec.runtime.probes.path": _sets(APP, "siteConfig.healthCheckPath", note=_PREMIUM),
    "spec.runtime.probes.startupBudget": _variable("WEBSITES_CONTAINER_START_TIME_LIMIT"),
    "spec.runtime.cpu": _sets(PLAN, "sku.name", "the smallest of EP1, EP2 and EP3", _PREMIUM),
    "spec.runtime.memory": _sets(
        APP, f"{_SCALE}.instanceMemoryMB", note=f"{_FLEX}; of an image the plan's size, as for cpu"
    ),
    "spec.runtime.timeout": _variable("AzureFunctionsJobHost__functionTimeout"),
    "spec.runtime.concurrency": _sets(
        APP,
        f"{_SCALE}.triggers.http.perInstanceConcurrency",
        "times targetUtilization where there is one",
        f"{_FLEX}; of an image the host's maxConcurrentRequests",
    ),
    "spec.runtime.architecture": Informs(reader="check", what="code and images are for x86_64"),
    "spec.runtime.identity": _sets(
        APP, "identity.userAssignedIdentities", note="in place of an identity of its own; it gets the same grants"
    ),
    "spec.runtime.permissions[].actions[]": _sets(GRANT, "roleDefinitionId", note=_GRANTED),
    "spec.runtime.permissions[].resources[]": _sets(GRANT, "scope", note=_GRANTED),
    "spec.runtime.environment.*": _variable("of that name"),
    "spec.runtime.secrets.*": Honoured(
        sets=(
            Sets(type=APP, path="siteConfig.appSettings.*.value", form="a reference to Key Vault"),
            Sets(type=GRANT, path="scope", form="Key Vault Secrets User on just this secret"),
        )
    ),
}
_REACHED: Final[dict[str, Answer]] = {
    "spec.runtime.access": _sets(
        AUTH,
        "globalValidation.unauthenticatedClientAction",
        note="authenticated asks for tokens of Microsoft Entra; internal is refused",
    ),
    "spec.runtime.auth.jwt.issuer": _sets(
        AUTH, "identityProviders.azureActiveDirectory.registration.openIdIssuer", "Microsoft Entra"
    ),
    "spec.runtime.auth.jwt.audiences[]": _sets(
        AUTH, "identityProviders.azureActiveDirectory.validation.allowedAudiences"
    ),
    "spec.runtime.auth.iam": Informs(reader="check", what="Entra checks callers in every case"),
    "spec.runtime.network.subnets[]": _sets(APP, "virtualNetworkSubnetId"),
}
_SERVING: Final[dict[str, Answer]] = {
    "spec.trafficSplit.blue": _sets(APP, "siteConfig.experiments.rampUpRules.*.reroutePercentage"),
    "spec.trafficSplit.green": _sets(
        APP,
        "siteConfig.experiments.rampUpRules.*.reroutePercentage",
        note="to the candidate's slot; a cookie keeps each caller where it was sent first",
    ),
    "spec.trafficSplit.stable.modelVersion": _variable("MODEL_VERSION of what runs already"),
    "spec.trafficSplit.stable.image": Honoured(
        sets=(
            Sets(type=APP, path="siteConfig.linuxFxVersion"),
            Sets(type=SLOT, path="slot", form="by the version"),
        ),
        note="what runs already stays in the app, and the candidate is in the slot",
    ),
    "spec.trafficSplit.stable.modelUri": _variable("MODEL_URI of what runs already"),
    "spec.trafficSplit.stable.modelDigest": _variable("MODEL_DIGEST of what runs already"),
    "spec.autoscaling.minReplicas": _sets(
        APP, f"{_SCALE}.alwaysReady.*.instanceCount", note=f"{_FLEX}; of an image minimumElasticInstanceCount"
    ),
    "spec.autoscaling.maxReplicas": _sets(
        APP, f"{_SCALE}.maximumInstanceCount", note=f"{_FLEX}; of an image the plan's maximumElasticWorkerCount"
    ),
    "spec.autoscaling.targetUtilization": _sets(
        APP, f"{_SCALE}.triggers.http.perInstanceConcurrency", "a share of runtime.concurrency", _FLEX
    ),
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
        paid=("requests", "duration", "egress"),
        unpaid="nothing on Functions is paid for by it",
        unread={
            "duration": Unread(
                leaf="spec.runtime.package.path",
                missing=True,
                why="images run on Elastic Premium, which is paid for by its instances",
            )
        },
    ),
}
_RESPONSIBLE: Final[dict[str, Answer]] = {
    "spec.responsibleAI.purpose": Informs(reader=_RULES, what="what the model is for"),
    "spec.responsibleAI.riskClass": Informs(reader=_RULES, what="which duties the law has"),
    "spec.responsibleAI.dataClassification": _sets(
        ACCOUNT,
        "encryption.keyVaultProperties.keyName",
        note="confidential, personal and special-category data gets a key of the service's own",
    ),
    "spec.responsibleAI.dataResidency[]": Informs(reader="check", what="whether the region is one of them"),
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
