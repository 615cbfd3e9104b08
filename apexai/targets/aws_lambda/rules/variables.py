"""Environment variables: names that Lambda keeps for itself, and the room that all of them have."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.aws_lambda.facts import lambda_facts
from apexai.targets.diagnostics import error
from apexai.targets.value import known_text

_PATH = "spec.runtime.environment"


def check_variables(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Names and total size."""
    runtime, pattern = deployment.spec.runtime, lambda_facts()["variable_name_pattern"]
    for kind, names in ((_PATH, runtime.environment), ("spec.runtime.secrets", runtime.secrets)):
        for name in names:
            if (source := reserved_variables().get(name)) is not None:
                message = f"{name} is set by Lambda itself ({source})"
                yield error(
                    "APX-LIM-120", f"{kind}.{name}", message, instead="use another name, or read the one that is set"
                )
            elif not re.fullmatch(pattern.value, name):
                yield pattern.violated(
                    code="APX-LIM-121",
                    path=f"{kind}.{name}",
                    message=f"{name!r} can't name a variable: two characters or more, beginning with a letter",
                    suggestion="use another name",
                )
    yield from _size(deployment)


@cache
def reserved_variables() -> dict[str, str]:
    """Name → source, from `data/reserved-variables-aws-lambda.csv`."""
    file = files("apexai.targets") / "data" / "reserved-variables-aws-lambda.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {row["name"]: row["source"] for row in rows}


def _size(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    room, environment = lambda_facts()["variables_bytes"], deployment.spec.runtime.environment
    used = sum(len(f"{name}{known_text(value) or ''}".encode()) for name, value in environment.items())
    if used > room.number:
        yield room.violated(
            code="APX-LIM-122",
            path=_PATH,
            message=f"the variables have {used:,} bytes, all of them together may have {room.number:,}",
            suggestion="keep large values in S3 or Parameter Store, and pass where they are",
        )
