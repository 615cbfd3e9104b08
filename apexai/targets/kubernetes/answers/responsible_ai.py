"""Answers for `spec.responsibleAI`, `spec.monitoring` and `spec.policies`."""

from typing import Final

from apexai.targets.capability import NOBODY, CapabilityTable, Emulated, Informs, Refused, Sets
from apexai.targets.kubernetes.answers.kinds import (
    DEPLOYMENT,
    NETWORK_POLICY,
    SERVICE,
    VARIABLES,
    honoured,
    variable,
)

_GUARDRAIL: Final = Refused(
    code="APX-CAP-208",
    reason="calling a content filter for the model is not available yet",
    source="apexai",
    instead="call it from runtime.preprocessor or from the model server",
)
_REVIEW_QUEUE: Final = Refused(
    code="APX-CAP-209",
    reason="sending answers to a review queue is not available yet",
    source="apexai",
    instead="give the queue's address to the model server in runtime.environment",
)
_RETENTION: Final = Refused(
    code="APX-CAP-210",
    reason="the log store of the cluster decides how long logs stay",
    source="https://kubernetes.io/docs/concepts/cluster-administration/logging/, read 2026-11-21",
    instead="set it where the cluster's logs are kept, e.g. on the log group or in Loki's retention",
)
_DRIFT: Final = Refused(
    code="APX-CAP-211",
    reason="watching for drift is not available yet",
    source="apexai",
    instead="let the model server publish the metric and alarm on it in Prometheus",
)


def _rules(what: str) -> Informs:
    return Informs(reader="rules", what=what)


RESPONSIBLE_AI: Final[CapabilityTable] = {
    "spec.responsibleAI.purpose": _rules("whether the purpose is stated"),
    "spec.responsibleAI.riskClass": _rules("which obligations apply"),
    "spec.responsibleAI.dataClassification": _rules("how the data has to be protected"),
    "spec.responsibleAI.dataResidency[]": Informs(
        reader="check", what="runtime.region has to be one of them, and pods stay in it"
    ),
    "spec.responsibleAI.explainability.method": _rules("whether answers can be explained"),
    "spec.responsibleAI.explainability.endpoint": variable("EXPLAINABILITY_ENDPOINT"),
    "spec.responsibleAI.explainability.image": Emulated(
        by=(DEPLOYMENT, SERVICE, NETWORK_POLICY),
        how="a Deployment and a Service beside the model, whose address the model gets as EXPLAINABILITY_ENDPOINT",
    ),
    "spec.responsibleAI.guardrail.id": _GUARDRAIL,
    "spec.responsibleAI.guardrail.version": _GUARDRAIL,
    "spec.responsibleAI.guardrail.mode": _GUARDRAIL,
    "spec.responsibleAI.humanOversight.contact": _rules("whether somebody can stop the service"),
    "spec.responsibleAI.humanOversight.stopControl": _rules("whether it is said how the service is stopped"),
    "spec.responsibleAI.humanOversight.reviewQueue": _REVIEW_QUEUE,
    "spec.responsibleAI.alignmentCheckEndpoint": honoured(
        Sets(type=DEPLOYMENT, path=VARIABLES, form="variable AI_ALIGNMENT_CHECK_ENDPOINT"),
        Sets(type=NETWORK_POLICY, path="spec.egress", form="its port"),
    ),
    "spec.responsibleAI.transparency.notice": _rules("whether people are told"),
    "spec.responsibleAI.incidentContact": _rules("who hears of incidents"),
    "spec.responsibleAI.evidence[].kind": _rules("which documents there are"),
    "spec.responsibleAI.evidence[].uri": Informs(reader=NOBODY, what="where people find the documents"),
    "spec.responsibleAI.evidence[].date": _rules("how old the documents are"),
    "spec.monitoring.logsRetentionDays": _RETENTION,
    "spec.monitoring.sampleRate": variable("OTEL_TRACES_SAMPLER_ARG, as OpenTelemetry's SDKs read it"),
    "spec.monitoring.drift.baseline": _DRIFT,
    "spec.monitoring.drift.metric": _DRIFT,
    "spec.monitoring.drift.threshold": _DRIFT,
    "spec.monitoring.drift.alert": _DRIFT,
    "spec.policies[]": _rules("which sets of rules apply"),
}
