"""Variables: each set once, references to secrets where they are resolved."""

from collections.abc import Iterator

from apexai.spec import codes
from apexai.spec.consistency.finding import Finding, found
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text
from apexai.spec.secret_reference import is_secret_reference

_ENVIRONMENT = "spec.runtime.environment"
_SECRETS = "spec.runtime.secrets"


def check_environment(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    """No variable twice, none that the spec sets elsewhere, no reference that nobody would resolve."""
    runtime = deployment.spec.runtime
    for name in runtime.secrets:
        if name in runtime.environment:
            message = f"{name} is in spec.runtime.environment as well"
            path, other = f"{_SECRETS}.{name}", f"{_ENVIRONMENT}.{name}"
            yield found(codes.VARIABLE_TWICE, path, message, suggestion="keep one of them", also=(other,))
    yield from _given(deployment)
    yield from _references(runtime.environment, _ENVIRONMENT)
    if runtime.preprocessor is not None:
        yield from _references(runtime.preprocessor.environment, "spec.runtime.preprocessor.environment")


def _given(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    """Variables that the container gets from other fields, with another value."""
    spec = deployment.spec
    given: dict[str, tuple[str, Text | None]] = {
        "MODEL_NAME": ("spec.modelRef.name", spec.model_ref.name),
        "MODEL_VERSION": ("spec.modelRef.version", spec.model_ref.version),
        "MODEL_URI": ("spec.modelRef.uri", spec.model_ref.uri),
        "MODEL_DIGEST": ("spec.modelRef.digest", spec.model_ref.digest),
        "AI_ALIGNMENT_CHECK_ENDPOINT": (
            "spec.responsibleAI.alignmentCheckEndpoint",
            spec.responsible_ai.alignment_check_endpoint,
        ),
    }
    for path, variables in ((_ENVIRONMENT, spec.runtime.environment), (_SECRETS, spec.runtime.secrets)):
        for name in variables:
            source, value = given.get(name, ("", None))
            if value is not None and variables[name] != value:
                message = f"{name} is set from {source}"
                yield found(
                    codes.VARIABLE_GIVEN,
                    f"{path}.{name}",
                    message,
                    suggestion="remove it here, or give it another name",
                    also=(source,),
                )


def _references(variables: dict[str, Text], path: str) -> Iterator[Finding]:
    for name, value in variables.items():
        if isinstance(value, str) and is_secret_reference(value):
            message = "this is a reference to a secret, which nobody resolves here"
            yield found(
                codes.REFERENCE_UNRESOLVED,
                f"{path}.{name}",
                message,
                suggestion=f"move it to {_SECRETS}.{name}",
            )
