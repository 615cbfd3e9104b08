"""What AWS Lambda does with each leaf of the spec."""

from typing import Final

from apexai.targets.aws_lambda.refusals import REFUSALS
from apexai.targets.aws_lambda.types import (
    ALIAS,
    API,
    AUTHORIZER,
    FUNCTION,
    GRANT,
    LOG_GROUP,
    METRIC_ALARM,
    PROVISIONED,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    SECURITY_GROUP,
    URL,
)
from apexai.targets.budgets.answers import AWS_BUDGET
from apexai.targets.capability import NOBODY, Answer, CapabilityTable, Emulated, Honoured, Informs, Sets
from apexai.targets.model_answers import MODEL_FORMAT
from apexai.targets.usage_answers import usage_answers


def _sets(type_: str, path: str, form: str = "") -> Honoured:
    return Honoured(sets=(Sets(type=type_, path=path, form=form),))


def _variable(name: str) -> Honoured:
    return _sets(FUNCTION, f"environment.variables.{name}")


def _tag(name: str) -> Honoured:
    return _sets(FUNCTION, f"tags.{name}")


_ESTIMATE: Final = "estimate"
_RULES: Final = "rules"
_WINDOW: Final = (Sets(type=SCHEDULED_ACTION, path="schedule", form="cron in six fields"),)

_METADATA: Final[dict[str, Answer]] = {
    "metadata.name": _tag("service"),
    "metadata.namespace": Emulated(
        by=(FUNCTION,), how="Lambda has no namespaces; every resource carries the tag namespace"
    ),
    "metadata.labels.*": _tag("*"),
    "spec.environment": _tag("environment"),
}
_MODEL: Final[dict[str, Answer]] = {
    "spec.modelRef.name": _variable("MODEL_NAME"),
    "spec.modelRef.version": _variable("MODEL_VERSION"),
    "spec.modelRef.uri": Honoured(
        sets=(
            Sets(type=FUNCTION, path="environment.variables.MODEL_URI"),
            Sets(type=GRANT, path="policy", form="s3:GetObject on just the model"),
        )
    ),
    "spec.modelRef.digest": _variable("MODEL_DIGEST"),
    "spec.modelRef.format": MODEL_FORMAT,
}
_RUNTIME: Final[dict[str, Answer]] = {
    "spec.runtime.region": _sets(FUNCTION, "region"),
    "spec.runtime.image": _sets(FUNCTION, "imageUri"),
    "spec.runtime.package.path": _sets(FUNCTION, "code"),
    "spec.runtime.package.handler": _sets(FUNCTION, "handler"),
    "spec.runtime.package.runtime": _sets(FUNCTION, "runtime"),
    "spec.runtime.command[]": _sets(FUNCTION, "imageConfig.entryPoints"),
    "spec.runtime.args[]": _sets(FUNCTION, "imageConfig.commands"),
    "spec.runtime.memory": _sets(FUNCTION, "memorySize", "MiB"),
    "spec.runtime.ephemeralStorage": _sets(FUNCTION, "ephemeralStorage.size", "MiB"),
    "spec.runtime.timeout": _sets(FUNCTION, "timeout", "seconds"),
    "spec.runtime.concurrency": Informs(reader="check", what="an execution environment serves one request at once"),
    "spec.runtime.architecture": _sets(FUNCTION, "architectures"),
    "spec.runtime.environment.*": _variable("*"),
    "spec.runtime.secrets.*": Emulated(
        by=(FUNCTION, GRANT),
        how="Lambda puts no secrets into variables; NAME_SECRET_ID or NAME_PARAMETER says where the secret is, and the "
        "function may read just it",
    ),
    "spec.runtime.permissions[].actions[]": _sets(GRANT, "policy"),
    "spec.runtime.permissions[].resources[]": _sets(GRANT, "policy"),
}
_REACHED: Final[dict[str, Answer]] = {
    "spec.runtime.access": _sets(URL, "authorizationType"),
    "spec.runtime.auth.jwt.issuer": _sets(AUTHORIZER, "jwtConfiguration.issuer"),
    "spec.runtime.auth.jwt.audiences[]": _sets(AUTHORIZER, "jwtConfiguration.audiences"),
    "spec.runtime.auth.iam": _sets(URL, "authorizationType"),
    "spec.runtime.auth.gateway": _sets(API, "protocolType"),
    "spec.runtime.network.vpc": _sets(SECURITY_GROUP, "vpcId"),
    "spec.runtime.network.subnets[]": _sets(FUNCTION, "vpcConfig.subnetIds"),
    "spec.runtime.network.securityGroups[]": _sets(FUNCTION, "vpcConfig.securityGroupIds"),
    "spec.runtime.network.egress[]": _sets(SECURITY_GROUP, "egress"),
}
_SERVING: Final[dict[str, Answer]] = {
    "spec.trafficSplit.blue": _sets(ALIAS, "routingConfig.additionalVersionWeights", "fraction"),
    "spec.trafficSplit.green": _sets(ALIAS, "routingConfig.additionalVersionWeights", "fraction, of the other side"),
    "spec.trafficSplit.stable.modelVersion": _sets(PROVISIONED, "qualifier"),
    "spec.trafficSplit.stable.revision": Honoured(
        sets=(
            Sets(type=ALIAS, path="routingConfig.additionalVersionWeights"),
            Sets(type=PROVISIONED, path="qualifier"),
        )
    ),
    "spec.trafficSplit.stable.modelUri": _sets(GRANT, "policy"),
    "spec.autoscaling.minReplicas": _sets(PROVISIONED, "provisionedConcurrentExecutions"),
    "spec.autoscaling.maxReplicas": _sets(FUNCTION, "reservedConcurrentExecutions"),
    "spec.autoscaling.targetUtilization": Emulated(
        by=(SCALING_POLICY,), how="target tracking on provisioned concurrency, as a fraction"
    ),
    "spec.autoscaling.schedules[].name": _sets(SCHEDULED_ACTION, "schedule"),
    "spec.autoscaling.schedules[].timezone": _sets(SCHEDULED_ACTION, "timezone"),
    "spec.autoscaling.schedules[].start": Honoured(sets=_WINDOW),
    "spec.autoscaling.schedules[].end": Honoured(sets=_WINDOW),
    "spec.autoscaling.schedules[].minReplicas": _sets(SCHEDULED_ACTION, "scalableTargetAction.minCapacity"),
    "spec.autoscaling.schedules[].maxReplicas": _sets(SCHEDULED_ACTION, "scalableTargetAction.maxCapacity"),
    "spec.slo.latencyP95": _sets(METRIC_ALARM, "threshold", "milliseconds"),
    "spec.slo.availability": _sets(METRIC_ALARM, "threshold", "per cent of failing requests"),
    "spec.monitoring.logsRetentionDays": _sets(LOG_GROUP, "retentionInDays"),
}
_FINOPS: Final[dict[str, Answer]] = {
    "spec.finops.costCenter": _tag("costCenter"),
    "spec.finops.tier": _tag("tier"),
    "spec.finops.tags.*": _tag("*"),
    **AWS_BUDGET,
    "spec.finops.expires": Informs(reader=_RULES, what="the day after which the deployment should be gone"),
    **usage_answers(paid=("requests", "duration", "egress"), unpaid="nothing on Lambda is paid for by it"),
}
_RESPONSIBLE: Final[dict[str, Answer]] = {
    "spec.responsibleAI.purpose": Informs(reader=_RULES, what="what the model is for"),
    "spec.responsibleAI.riskClass": Informs(reader=_RULES, what="which duties the law has"),
    "spec.responsibleAI.dataClassification": Honoured(
        sets=(Sets(type=FUNCTION, path="kmsKeyArn"), Sets(type=LOG_GROUP, path="kmsKeyId")),
        note="confidential, personal and special-category data gets a key of the service's own",
    ),
    "spec.responsibleAI.dataResidency[]": Informs(reader="check", what="whether the region is one of them"),
    "spec.responsibleAI.explainability.method": Informs(reader=_RULES, what="how answers are explained"),
    "spec.responsibleAI.explainability.endpoint": _variable("EXPLAINABILITY_ENDPOINT"),
    "spec.responsibleAI.explainability.image": Honoured(
        sets=(Sets(type=FUNCTION, path="imageUri", form="of a second function"),)
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
