"""Answers for `metadata`, `spec.environment` and `spec.modelRef`."""

from typing import Final

from apexai.targets.capability import CapabilityTable, Sets
from apexai.targets.kubernetes.answers.kinds import (
    DEPLOYMENT,
    LABELS,
    NETWORK_POLICY,
    POD_LABELS,
    SERVICE,
    VARIABLES,
    honoured,
    variable,
)
from apexai.targets.model_answers import MODEL_FORMAT

_LABEL_FORM: Final = "at most 63 of A-Z a-z 0-9 . _ -, others become hyphens"

MODEL: Final[CapabilityTable] = {
    "metadata.name": honoured(
        Sets(type=DEPLOYMENT, path="metadata.name"),
        Sets(type=SERVICE, path="metadata.name"),
        Sets(type=NETWORK_POLICY, path="metadata.name"),
        note="and every other object, with a suffix where a kind has two",
    ),
    "metadata.namespace": honoured(
        Sets(type=DEPLOYMENT, path="metadata.namespace"),
        Sets(type=SERVICE, path="metadata.namespace"),
        note="the namespace exists already; without one, the provider's own",
    ),
    "metadata.labels.*": honoured(
        Sets(type=DEPLOYMENT, path=LABELS, form=_LABEL_FORM),
        Sets(type=DEPLOYMENT, path=POD_LABELS, form=_LABEL_FORM),
        Sets(type=SERVICE, path=LABELS, form=_LABEL_FORM),
    ),
    "spec.environment": honoured(
        Sets(type=DEPLOYMENT, path=LABELS, form="label apexai.apexlogic.com/environment"),
        Sets(type=DEPLOYMENT, path=POD_LABELS, form="label apexai.apexlogic.com/environment"),
        note="rules ask by it as well",
    ),
    "spec.modelRef.name": honoured(
        Sets(type=DEPLOYMENT, path=VARIABLES, form="variable MODEL_NAME"),
        Sets(type=DEPLOYMENT, path=LABELS, form="label app.kubernetes.io/name"),
    ),
    "spec.modelRef.version": honoured(
        Sets(type=DEPLOYMENT, path=VARIABLES, form="variable MODEL_VERSION"),
        Sets(type=DEPLOYMENT, path=POD_LABELS, form="label app.kubernetes.io/version"),
    ),
    "spec.modelRef.uri": honoured(
        Sets(type=DEPLOYMENT, path=VARIABLES, form="variable MODEL_URI"),
        Sets(type=NETWORK_POLICY, path="spec.egress", form="port 443 of public addresses"),
        note="runtime.identity is who reads it: grant that identity access to just this",
    ),
    "spec.modelRef.digest": variable("MODEL_DIGEST"),
    "spec.modelRef.format": MODEL_FORMAT,
}
