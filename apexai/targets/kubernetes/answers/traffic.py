"""Answers for `spec.trafficSplit` and `spec.autoscaling`."""

from typing import Final

from apexai.targets.capability import CapabilityTable, Emulated, Informs, Sets
from apexai.targets.kubernetes.answers.kinds import (
    AUTOSCALER,
    DEPLOYMENT,
    HTTP_ROUTE,
    POD_LABELS,
    SCALED_OBJECT,
    VARIABLES,
    container,
    honoured,
    variable,
)
from apexai.targets.kubernetes.answers.runtime import PACKAGE

_WEIGHTS: Final = Emulated(
    by=(HTTP_ROUTE,),
    how="a Deployment for each side, and an HTTPRoute that divides requests; the cluster must have the Gateway API",
    unless=("0%", "100%"),
)
_KEDA: Final = Emulated(by=(SCALED_OBJECT,), how="a ScaledObject, for which the cluster must have KEDA")

TRAFFIC: Final[CapabilityTable] = {
    "spec.trafficSplit.blue": _WEIGHTS,
    "spec.trafficSplit.green": _WEIGHTS,
    "spec.trafficSplit.stable.modelVersion": honoured(
        Sets(type=DEPLOYMENT, path=VARIABLES, form="variable MODEL_VERSION"),
        Sets(type=DEPLOYMENT, path=POD_LABELS, form="label app.kubernetes.io/version"),
    ),
    "spec.trafficSplit.stable.revision": Informs(
        reader="check", what="it has to be stable.modelVersion, which is what the output `revision` is here"
    ),
    "spec.trafficSplit.stable.image": honoured(container("image")),
    "spec.trafficSplit.stable.package.path": PACKAGE,
    "spec.trafficSplit.stable.package.handler": PACKAGE,
    "spec.trafficSplit.stable.package.runtime": PACKAGE,
    "spec.trafficSplit.stable.modelUri": variable("MODEL_URI"),
    "spec.trafficSplit.stable.modelDigest": variable("MODEL_DIGEST"),
    "spec.autoscaling.minReplicas": honoured(
        Sets(type=AUTOSCALER, path="spec.minReplicas"), note="0 needs KEDA; equal to maxReplicas it is a fixed number"
    ),
    "spec.autoscaling.maxReplicas": honoured(Sets(type=AUTOSCALER, path="spec.maxReplicas")),
    "spec.autoscaling.targetUtilization": honoured(
        Sets(
            type=AUTOSCALER,
            path="spec.metrics.*.containerResource.target.averageUtilization",
            form="percent of the CPU that the model's container requests",
        )
    ),
    "spec.autoscaling.prometheus.serverAddress": _KEDA,
    "spec.autoscaling.prometheus.query": _KEDA,
    "spec.autoscaling.prometheus.threshold": _KEDA,
    "spec.autoscaling.schedules[].name": _KEDA,
    "spec.autoscaling.schedules[].timezone": _KEDA,
    "spec.autoscaling.schedules[].start": _KEDA,
    "spec.autoscaling.schedules[].end": _KEDA,
    "spec.autoscaling.schedules[].minReplicas": _KEDA,
    "spec.autoscaling.schedules[].maxReplicas": Informs(
        reader="check", what="it has to be autoscaling.maxReplicas: windows of KEDA raise the least and nothing else"
    ),
}
