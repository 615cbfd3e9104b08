"""Names that Azure takes from the service."""

import hashlib
import re
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.azure_container_apps.facts import app_facts
from apexai.targets.target import Surroundings

BLUE: Final = "blue"
GREEN: Final = "green"
"""Labels of the sides; both have an address of their own by it."""

_EXPLAINER: Final = "-explainer"
_DIGITS: Final = 6
_OTHER: Final = re.compile("[^a-z0-9]+")


def app_name(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> str:
    """The app's name, which the names of its revisions begin with: the component's."""
    return surroundings.name or deployment.metadata.name


def explainer_name(service: str) -> str:
    """Name of the explainer's app: the service's, shortened where an app's name has no room for the ending."""
    room = app_facts()["name_maximum"].number - len(_EXPLAINER)
    if len(service) <= room:
        return f"{service}{_EXPLAINER}"
    digest = hashlib.sha256(service.encode()).hexdigest()[:_DIGITS]
    return f"{service[: room - _DIGITS - 1].rstrip('-')}-{digest}{_EXPLAINER}"


def secret_name(variable: str) -> str:
    """Name of the app's secret for a variable: lower-case letters, digits and hyphens, one for each variable."""
    plain = _OTHER.sub("-", variable.lower()).strip("-")[:40]
    return f"{plain or 'secret'}-{hashlib.sha256(variable.encode()).hexdigest()[:_DIGITS]}"
