"""Environment variables: names that Cloud Run keeps for itself, each set once, and how many there may be."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Deferred, Text
from apexai.targets.cloud_run.facts import choices, run_facts
from apexai.targets.cloud_run.variables import given_variables
from apexai.targets.diagnostics import error
from apexai.targets.value import known_text

_ENVIRONMENT: Final = "spec.runtime.environment"


def check_variables(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Names, two values for one name, how many and how long."""
    runtime = deployment.spec.runtime
    yield from _each(_ENVIRONMENT, runtime.environment)
    yield from _each("spec.runtime.secrets", runtime.secrets)
    if runtime.preprocessor is not None:
        yield from _each("spec.runtime.preprocessor.environment", runtime.preprocessor.environment)
    given = given_variables(deployment.spec, _endpoint(deployment))
    for path, written in ((_ENVIRONMENT, runtime.environment), ("spec.runtime.secrets", runtime.secrets)):
        for name, value in written.items():
            if given.get(name, value) != value:
                message = f"{name} is set from another field: the model's, the explainer's address, or sampleRate"
                yield error("APX-LIM-552", f"{path}.{name}", message, instead="remove it, or give it another name")
    most, count = run_facts()["variables"], len(given) + len(runtime.environment) + len(runtime.secrets)
    if count > most.number:
        yield most.violated(
            code="APX-LIM-553",
            path=_ENVIRONMENT,
            message=f"the container would have {count:,} variables",
            suggestion=f"keep {most.number:,} at most",
        )


def _each(path: str, variables: dict[str, Text]) -> Iterator[Diagnostic]:
    reserved, longest = run_facts()["reserved_variables"], run_facts()["variable_characters"]
    for name, value in variables.items():
        if name in choices(reserved):
            yield reserved.violated(
                code="APX-LIM-550",
                path=f"{path}.{name}",
                message=f"{name} is set by Cloud Run itself",
                suggestion="use another name; runtime.ports says which port it is",
            )
        if max(len(name), len(known_text(value) or "")) > longest.number:
            yield longest.violated(
                code="APX-LIM-551",
                path=f"{path}.{name}",
                message=f"it is longer than {longest.number:,} characters",
                suggestion="keep large values in Cloud Storage, and pass where they are",
            )


def _endpoint(deployment: ServerlessModelDeployment) -> Text | None:
    """The explainer's address, which is not known before there is one."""
    explained = deployment.spec.responsible_ai.explainability
    if explained is None:
        return None
    return Deferred(None) if explained.image is not None else explained.endpoint
