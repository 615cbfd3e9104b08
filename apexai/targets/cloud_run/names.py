"""Names: those that Cloud Run fixes for a service's life, and ids of service accounts."""

import hashlib
import re
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.cloud_run.facts import run_facts
from apexai.targets.target import Surroundings

BLUE: Final = "blue"
GREEN: Final = "green"
"""Traffic tags of the sides; both have an address of their own by it."""

EXPLAINER: Final = "-explainer"
SCHEDULER: Final = "-scheduler"
_DIGITS: Final = 6
_OTHER: Final = re.compile("[^a-z0-9]+")


def service_name(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> str:
    """The service's name, which the names of its revisions begin with: the component's."""
    return surroundings.name or deployment.metadata.name


def slug(text: str) -> str:
    """Text in lower-case letters, digits and single hyphens."""
    return _OTHER.sub("-", text.lower()).strip("-")


def digest_of(text: str, digits: int) -> str:
    """The first hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


def account_id(name: str) -> str:
    """Id of a service account: the name, shortened where it is longer than ids may be."""
    most = run_facts()["account_id_characters"].number
    if len(name) <= most:
        return name if len(name) >= _DIGITS else f"{name}-service"
    return f"{name[: most - _DIGITS - 1].rstrip('-')}-{digest_of(name, _DIGITS)}"


def role_id(name: str) -> str:
    """Id of a custom role, which has underscores and no hyphens."""
    return f"apexai_{name.replace('-', '_')}"
