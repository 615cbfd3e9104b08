"""What the organisation asks: policy sets that exist, data where it may be, one explainer, labels of the user's own."""

from collections.abc import Iterator
from typing import Final

from apexai.spec import codes
from apexai.spec.catalogue import is_own_set, policy_names
from apexai.spec.consistency.finding import Finding, found
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.shown import named, shortened, shown
from apexai.spec.suggestions import closest

_RESERVED: Final = ("aws:", "kubernetes.io/", "k8s.io/", "app.kubernetes.io/managed-by", "finops.apexlogic.com/")
"""Beginnings of keys that clouds, Kubernetes and this package set themselves."""


def check_governance(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    """Known policy sets; a region that data may be in; one explainer; no reserved label."""
    yield from _policies(deployment.spec.policies)
    yield from _residency(deployment)
    yield from _explainer(deployment)
    for path, keys in (
        ("metadata.labels", deployment.metadata.labels),
        ("spec.finops.tags", deployment.spec.finops.tags),
    ):
        for key in keys:
            if key.lower().startswith(_RESERVED):
                message = f"{shortened(key)} is not free: the cloud, Kubernetes or this package sets such keys"
                yield found(codes.RESERVED_LABEL, f"{path}.{key}", message, suggestion="use a key of your own")


def _policies(names: list[str]) -> Iterator[Finding]:
    if not names:
        return
    known = policy_names()
    for index, name in enumerate(names):
        path = f"spec.policies[{index}]"
        if name not in known and not is_own_set(name):
            meant = closest(name, known)
            suggestion = f"did you mean {meant}?" if meant else f"use one of {', '.join(known)}"
            yield found(
                codes.UNKNOWN_POLICY, path, f"{shown(name)} is no set of rules that exists", suggestion=suggestion
            )
        elif name in names[:index]:
            message = f"{name} is in the list already"
            yield found(codes.UNKNOWN_POLICY, path, message, suggestion="remove one of them")


def _residency(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    region, allowed = deployment.spec.runtime.region, deployment.spec.responsible_ai.data_residency
    if region and allowed and region.casefold() not in {place.casefold() for place in allowed}:
        places = ", ".join(map(named, allowed))
        message = f"{named(region)} is not among the regions of spec.responsibleAI.dataResidency, {places}"
        suggestion = "write one of them, or add it to the list"
        yield found(
            codes.RESIDENCY,
            "spec.runtime.region",
            message,
            suggestion=suggestion,
            also=("spec.responsibleAI.dataResidency",),
        )


def _explainer(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    explained, path = deployment.spec.responsible_ai.explainability, "spec.responsibleAI.explainability"
    if explained is not None and explained.image is not None and explained.endpoint is not None:
        yield found(
            codes.EXCLUSIVE,
            f"{path}.image",
            "there is an explainer already, at endpoint",
            suggestion="remove image or endpoint; in spec.targets, null removes it for one platform",
            also=(f"{path}.endpoint",),
        )
