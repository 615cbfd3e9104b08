"""Names: the app's is fixed, and revisions and addresses are made of it."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.shown import shown
from apexai.targets.azure_container_apps.facts import app_facts
from apexai.targets.azure_container_apps.names import app_name
from apexai.targets.diagnostics import error
from apexai.targets.target import Surroundings

_PATH: Final = "metadata.name"
_FORM: Final = re.compile("[a-z](-?[a-z0-9])*")


def check_names(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """The app's name fits."""
    name, least, most = app_name(deployment, surroundings), app_facts()["name_minimum"], app_facts()["name_maximum"]
    if not _FORM.fullmatch(name):
        message = f"the component's name {shown(name)} is the app's: lower-case letters, digits and single hyphens"
        yield error("APX-LIM-320", _PATH, message, instead="begin with a letter, and use no two hyphens in a row")
    if not least.number <= len(name) <= most.number:
        yield most.violated(
            code="APX-LIM-321",
            path=_PATH,
            message=f"the app {name!r} has {len(name)} characters, and may have {least.number} to {most.number}",
            suggestion=f"use a name of {most.number} characters at most",
        )
