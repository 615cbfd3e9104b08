"""Names: the service's is fixed, and revisions, tags and addresses are made of it."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.shown import shown
from apexai.targets.cloud_run.facts import run_facts
from apexai.targets.cloud_run.names import EXPLAINER, GREEN, service_name
from apexai.targets.cloud_run.release import release_of
from apexai.targets.diagnostics import error
from apexai.targets.target import Surroundings

_PATH: Final = "metadata.name"
_FORM: Final = re.compile("[a-z]([-a-z0-9]*[a-z0-9])?")


def check_names(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """The service's name fits, with an explainer's ending and with a traffic tag beside it."""
    name, explained = service_name(deployment, surroundings), deployment.spec.responsible_ai.explainability
    if not _FORM.fullmatch(name):
        message = f"the component's name {shown(name)} is the service's: lower-case letters, digits and hyphens"
        yield error("APX-LIM-520", _PATH, message, instead="give the component another name")
    ending = EXPLAINER if explained is not None and explained.image is not None else ""
    yield from _length(f"{name}{ending}", len(name))
    if _has_tags(deployment):
        yield from _tagged(name)


def _length(longest: str, own: int) -> Iterator[Diagnostic]:
    fact = run_facts()["service_name_characters"]
    if len(longest) > fact.number:
        yield fact.violated(
            code="APX-LIM-521",
            path=_PATH,
            message=f"the service {longest!r} has {len(longest)} characters, more than {fact.number}",
            suggestion=f"use a name of {fact.number - (len(longest) - own)} characters at most",
        )


def _tagged(name: str) -> Iterator[Diagnostic]:
    fact = run_facts()["tagged_name_characters"]
    room = fact.number - len(GREEN)
    if len(name) > room:
        yield fact.violated(
            code="APX-LIM-522",
            path=_PATH,
            message=f"in a split the sides have the tags blue and green, and a tag with {name!r} has more than "
            f"{fact.number} characters",
            suggestion=f"use a name of {room} characters at most",
        )


def _has_tags(deployment: ServerlessModelDeployment) -> bool:
    split = deployment.spec.traffic_split
    return split.stable is not None and split.stable.revision is not None and release_of(split).stable is not None
