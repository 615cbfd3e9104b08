"""Answers for `spec.finops` and `spec.slo`."""

from typing import Final

from apexai.targets.budgets.answers import KUBERNETES_BUDGET
from apexai.targets.capability import Answer, CapabilityTable, Emulated, Informs, Sets
from apexai.targets.kubernetes.answers.kinds import (
    DEPLOYMENT,
    LABELS,
    POD_LABELS,
    PROMETHEUS_RULE,
    SERVICE,
    honoured,
)
from apexai.targets.usage_answers import usage_answers

_ALARMS: Final = Emulated(
    by=(PROMETHEUS_RULE,),
    how="a PrometheusRule on the gateway's metrics, for which the cluster must have the Prometheus Operator",
)


def _label(key: str) -> Answer:
    return honoured(
        Sets(type=DEPLOYMENT, path=LABELS, form=key),
        Sets(type=DEPLOYMENT, path=POD_LABELS, form=key),
        Sets(type=SERVICE, path=LABELS, form=key),
    )


_UNPAID: Final = "a share of a node costs the same, however much it is used for"

FINOPS: Final[CapabilityTable] = {
    "spec.finops.costCenter": _label("finops.apexlogic.com/cost-center"),
    "spec.finops.tier": _label("finops.apexlogic.com/tier"),
    "spec.finops.tags.*": _label("the tag's own key"),
    **KUBERNETES_BUDGET,
    "spec.finops.expires": Informs(reader="rules", what="what should be gone by when"),
    **usage_answers(paid=("requests", "duration", "egress"), unpaid=_UNPAID),
    "spec.finops.nodeType": Informs(reader="estimate", what="the node that the pods' share is priced by"),
    "spec.slo.latencyP95": _ALARMS,
    "spec.slo.availability": _ALARMS,
}
