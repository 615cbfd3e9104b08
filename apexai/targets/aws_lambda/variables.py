"""The environment of the model's function: what the spec says of the model, where its secrets are, the user's own."""

from collections.abc import Mapping

from apexai.spec.deployment import Spec
from apexai.spec.fields import Text
from apexai.targets.aws_lambda.references import secret_variables


def given_variables(spec: Spec, explainability_endpoint: Text | None) -> dict[str, Text]:
    """What the function gets without being asked."""
    given: dict[str, Text | None] = {
        "MODEL_NAME": spec.model_ref.name,
        "MODEL_VERSION": spec.model_ref.version,
        "MODEL_URI": spec.model_ref.uri,
        "MODEL_DIGEST": spec.model_ref.digest,
        "AI_ALIGNMENT_CHECK_ENDPOINT": spec.responsible_ai.alignment_check_endpoint,
        "EXPLAINABILITY_ENDPOINT": explainability_endpoint,
    }
    for name, reference in spec.runtime.secrets.items():
        given |= secret_variables(name, reference)
    return {name: value for name, value in given.items() if value is not None}


def model_variables(spec: Spec, explainability_endpoint: Text | None) -> Mapping[str, Text]:
    """All variables; the limits refuse a name with two values."""
    return given_variables(spec, explainability_endpoint) | spec.runtime.environment
