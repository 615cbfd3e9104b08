"""Whether a service needs a key of its own."""

from typing import Final

from apexai.spec.catalogue import needs_own_key
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.responsible_ai import DataClassification

_OWN_KEY: Final = frozenset(
    {DataClassification.CONFIDENTIAL, DataClassification.PERSONAL, DataClassification.SPECIAL_CATEGORY}
)


def has_own_key(deployment: ServerlessModelDeployment) -> bool:
    """Whether the data's classification or a policy set that the service opted into asks for an own key."""
    spec = deployment.spec
    return spec.responsible_ai.data_classification in _OWN_KEY or needs_own_key(spec.policies)
