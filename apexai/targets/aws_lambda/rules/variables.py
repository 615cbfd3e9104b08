"""Environment variables: names that Lambda keeps for itself, each set once, and the room that all of them have."""

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Deferred, Text
from apexai.targets.aws_lambda.facts import lambda_facts
from apexai.targets.aws_lambda.references import secret_variables
from apexai.targets.aws_lambda.variables import given_variables, model_variables
from apexai.targets.diagnostics import error
from apexai.targets.value import known_text

_PATH: Final = "spec.runtime.environment"
_SECRETS: Final = "spec.runtime.secrets"


def check_variables(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Names, two values for one name, and total size."""
    runtime = deployment.spec.runtime
    for name in runtime.environment:
        yield from _name(name, f"{_PATH}.{name}")
    for name, reference in runtime.secrets.items():
        for variable in secret_variables(name, reference):
            yield from _name(variable, f"{_SECRETS}.{name}")
    yield from _twice(deployment)
    yield from _size(deployment)


@cache
def reserved_variables() -> dict[str, str]:
    """Name → source, from `data/reserved-variables-aws-lambda.csv`."""
    file = files("apexai.targets") / "data" / "reserved-variables-aws-lambda.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {row["name"]: row["source"] for row in rows}


def _name(name: str, path: str) -> Iterator[Diagnostic]:
    pattern = lambda_facts()["variable_name_pattern"]
    if (source := reserved_variables().get(name)) is not None:
        message = f"{name} is set by Lambda itself ({source})"
        yield error("APX-LIM-120", path, message, instead="use another name, or read the one that is set")
    elif not re.fullmatch(pattern.value, name):
        yield pattern.violated(
            code="APX-LIM-121",
            path=path,
            message=f"{name!r} can't name a variable: two characters or more, beginning with a letter",
            suggestion="use another name",
        )


def _twice(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    given = given_variables(deployment.spec, _endpoint(deployment))
    for name, value in deployment.spec.runtime.environment.items():
        if given.get(name, value) != value:
            message = f"{name} is set from another field: the model's, the explainer's address, or where a secret is"
            yield error("APX-LIM-123", f"{_PATH}.{name}", message, instead="remove it, or give it another name")


def _size(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Source: Lambda's own message shows what it measures, the variables as JSON (localstack, lambda_/provider.py)."""
    room = lambda_facts()["variables_bytes"]
    known = {name: known_text(text) or "" for name, text in _variables(deployment).items()}
    used = len(json.dumps(known, separators=(",", ":"), ensure_ascii=False).encode())
    if used > room.number:
        yield room.violated(
            code="APX-LIM-122",
            path=_PATH,
            message=f"the variables, with those of the model and the secrets, have {used:,} bytes as JSON, and may "
            f"have {room.number:,}",
            suggestion="keep large values in S3 or Parameter Store, and pass where they are",
        )


def _variables(deployment: ServerlessModelDeployment) -> "dict[str, Text]":
    return dict(model_variables(deployment.spec, _endpoint(deployment)))


def _endpoint(deployment: ServerlessModelDeployment) -> Text | None:
    """The explainer's address, which is not known before there is one."""
    explained = deployment.spec.responsible_ai.explainability
    if explained is None:
        return None
    return Deferred(None) if explained.image is not None else explained.endpoint
