"""Answers for `spec.finops` and `spec.slo`."""

from typing import Final

from apexai.targets.budgets.answers import KUBERNETES_BUDGET
from apexai.targets.capability import NOBODY, Answer, CapabilityTable, Emulated, Informs, Sets
from apexai.targets.kubernetes.answers.kinds import (
    DEPLOYMENT,
    LABELS,
    POD_LABELS,
    PROMETHEUS_RULE,
    SERVICE,
    honoured,
)

_ALARMS: Final = Emulated(
    by=(PROMETHEUS_RULE,),
    how="a PrometheusRule on the gateway's metrics, for which the cluster must have the Prometheus Operator",
)
_QUANTITIES: Final = ("requests", "duration", "tokensIn", "tokensOut", "egress", "gpuHours")
_CASES: Final = ("", "low.", "high.")


def _label(key: str) -> Answer:
    return honoured(
        Sets(type=DEPLOYMENT, path=LABELS, form=key),
        Sets(type=DEPLOYMENT, path=POD_LABELS, form=key),
        Sets(type=SERVICE, path=LABELS, form=key),
    )


_USED: Final = Informs(reader="estimate", what="what the estimate multiplies by")
_UNUSED: Final = Informs(reader=NOBODY, what="a share of a node costs the same, however much it is used for")
_USAGE: Final[CapabilityTable] = {
    **{
        f"spec.finops.usage.{case}{quantity}": _USED if quantity in ("requests", "duration") else _UNUSED
        for case in _CASES
        for quantity in _QUANTITIES
    },
    **{
        f"spec.finops.usage.{quantity}": Informs(reader="estimate", what="how many tokens share the cost")
        for quantity in ("tokensIn", "tokensOut")
    },
}

FINOPS: Final[CapabilityTable] = {
    "spec.finops.costCenter": _label("finops.apexlogic.com/cost-center"),
    "spec.finops.tier": _label("finops.apexlogic.com/tier"),
    "spec.finops.tags.*": _label("the tag's own key"),
    **KUBERNETES_BUDGET,
    "spec.finops.expires": Informs(reader="rules", what="what should be gone by when"),
    **_USAGE,
    "spec.finops.nodeType": Informs(reader="estimate", what="the node that the pods' share is priced by"),
    "spec.slo.latencyP95": _ALARMS,
    "spec.slo.availability": _ALARMS,
}
