"""Names that Azure takes from the service."""

import hashlib
import re
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.target import Surroundings

EXPLAINER: Final = "-explainer"
BLUE: Final = "blue"
GREEN: Final = "green"
"""Labels of the sides; both have an address of their own by it."""

_OTHER: Final = re.compile("[^a-z0-9]+")


def app_name(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> str:
    """The app's name, which the names of its revisions begin with: the component's."""
    return surroundings.name or deployment.metadata.name


def secret_name(variable: str) -> str:
    """Name of the app's secret for a variable: lower-case letters, digits and hyphens, one for each variable."""
    plain = _OTHER.sub("-", variable.lower()).strip("-")[:40]
    return f"{plain or 'secret'}-{hashlib.sha256(variable.encode()).hexdigest()[:6]}"
