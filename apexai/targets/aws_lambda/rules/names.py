"""Names of resources: what Pulumi makes of the component's name has to fit."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.shown import shown
from apexai.targets.aws_lambda.facts import lambda_facts
from apexai.targets.aws_lambda.names import AUTONAME_CHARACTERS, logical_name, version_key
from apexai.targets.target import Surroundings

_FUNCTION: Final = ("-function", "function_name_characters")
_EXPLAINER: Final = ("-explainer-role", "role_name_characters")


def check_names(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """The longest names: the function's, or the explainer's role; and the policies that name a model's version."""
    name, explained = logical_name(deployment, surroundings), deployment.spec.responsible_ai.explainability
    has_explainer = explained is not None and explained.image is not None
    ending, fact = _EXPLAINER if has_explainer else _FUNCTION
    longest = lambda_facts()[fact]
    room = longest.number - len(ending) - AUTONAME_CHARACTERS
    if len(name) > room:
        yield longest.violated(
            code="APX-LIM-108",
            path="metadata.name",
            message=f"{name!r} with {ending!r} and the {AUTONAME_CHARACTERS} characters that Pulumi adds is longer "
            f"than {longest.number}",
            suggestion=f"use a name of {room} characters at most",
        )
    yield from _characters(name)
    yield from _versions(deployment, name)


def _characters(name: str) -> Iterator[Diagnostic]:
    pattern = lambda_facts()["function_name_pattern"]
    if not re.fullmatch(pattern.value, name):
        yield pattern.violated(
            code="APX-LIM-119",
            path="metadata.name",
            message=f"the component's name {shown(name)} begins the function's, which has letters, digits, - and _",
            suggestion="give the component another name",
        )


def _versions(deployment: ServerlessModelDeployment, name: str) -> Iterator[Diagnostic]:
    longest, split = lambda_facts()["policy_name_characters"], deployment.spec.traffic_split
    room = longest.number - len(f"{name}-model-") - AUTONAME_CHARACTERS
    stable = None if split.stable is None else split.stable.model_version
    for path, version in (
        ("spec.modelRef.version", deployment.spec.model_ref.version),
        ("spec.trafficSplit.stable.modelVersion", stable),
    ):
        if version is not None and 0 < room < len(version_key(version)):
            yield longest.violated(
                code="APX-LIM-109",
                path=path,
                message="the version is part of the names of the policies that belong to it, and too long for them",
                suggestion=f"use a version of {room} characters at most",
            )
