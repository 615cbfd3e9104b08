"""Variables and secrets: how many, how long, each set once; secrets where a Worker can read them."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.secret_reference import SecretStore, parse_secret_reference
from apexai.targets.cloudflare_workers.facts import worker_facts
from apexai.targets.cloudflare_workers.program import Program, program_of
from apexai.targets.cloudflare_workers.variables import given_variables, worker_variables
from apexai.targets.diagnostics import error
from apexai.targets.value import known_text

OURS: Final = "EDGE_"
"""What the variables of the program begin with."""
_OF_THE_PROGRAM: Final = 6
"""Bindings beside the document's variables: the version's own and those of tokens."""
_PATH: Final = "spec.runtime.environment"
_SECRETS: Final = "spec.runtime.secrets"


def check_variables(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Names, values and secrets."""
    yield from _names(deployment)
    yield from _sizes(deployment)
    yield from _secrets(deployment)


def _names(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    runtime, given = deployment.spec.runtime, given_variables(deployment.spec)
    program = program_of(deployment.spec)
    for name, value in runtime.environment.items():
        if given.get(name, value) != value:
            message = f"{name} is set from another field of the spec"
            yield error("APX-LIM-840", f"{_PATH}.{name}", message, instead="remove it, or give it another name")
        elif program is not Program.OWN_CODE and (name.startswith(OURS) or name == "AI"):
            message = f"{name} is a setting of the program that answers, which the spec makes itself"
            yield error("APX-LIM-841", f"{_PATH}.{name}", message, instead="give it another name")
    for name in runtime.secrets:
        if name in given:
            message = f"{name} is set from another field of the spec, and a Worker has one binding of a name"
            yield error("APX-LIM-842", f"{_SECRETS}.{name}", message, instead="give it another name")


def _sizes(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    variables, most, room = worker_variables(deployment), worker_facts()["variables"], worker_facts()["variable_bytes"]
    count = len(variables) + len(deployment.spec.runtime.secrets) + _OF_THE_PROGRAM
    if count > most.number:
        yield most.violated(
            code="APX-LIM-843",
            path=_PATH,
            message=f"the Worker would have up to {count} variables and secrets, and may have {most.number}",
            suggestion="put several values into one variable, as JSON",
        )
    for name, value in deployment.spec.runtime.environment.items():
        size = len((known_text(value) or "").encode())
        if size > room.number:
            yield room.violated(
                code="APX-LIM-844",
                path=f"{_PATH}.{name}",
                message=f"it has {size:,} bytes, and may have {room.number:,}",
                suggestion="put it into a file of runtime.package, or into KV",
            )


def _secrets(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    for name, written in deployment.spec.runtime.secrets.items():
        text, path = known_text(written), f"{_SECRETS}.{name}"
        if text is None:
            message = "where a secret is has to be known while the program is written"
            yield error("APX-LIM-845", path, message, instead="write cf-ss://<store id>/<name>")
        elif (store := parse_secret_reference(text).store) is not SecretStore.CLOUDFLARE_SECRETS_STORE:
            message = f"a Worker can't read from {store}://"
            instead = "keep it in the account's Secrets Store, and write cf-ss://<store id>/<name>"
            yield error("APX-LIM-846", path, message, instead=instead)
