"""The environment of the containers: what the spec says of the model, then the user's own variables."""

from collections.abc import Mapping
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text
from apexai.targets.kubernetes.names import EXPLAINER_PORT, explainer_name
from apexai.targets.kubernetes.ports import PodPorts
from apexai.targets.kubernetes.sides import Side
from apexai.units import render_decimal

HOME: Final = "/tmp"
"""The only place that a hardened container can write to; libraries put their caches below it."""


def model_variables(deployment: ServerlessModelDeployment, side: Side) -> dict[str, Text]:
    """Variables of the model's container; what the user wrote stands over ours."""
    spec = deployment.spec
    found: dict[str, Text | None] = {
        "HOME": HOME,
        "MODEL_NAME": spec.model_ref.name,
        "MODEL_VERSION": side.version,
        "MODEL_URI": side.uri,
        "MODEL_DIGEST": side.digest,
        "AI_ALIGNMENT_CHECK_ENDPOINT": spec.responsible_ai.alignment_check_endpoint,
        **told_variables(deployment),
        **spec.runtime.environment,
    }
    return {name: value for name, value in found.items() if value is not None and name not in spec.runtime.secrets}


def told_variables(deployment: ServerlessModelDeployment) -> dict[str, Text]:
    """Variables that other fields than the model's say; the limits refuse another value for them."""
    endpoint = explainability_endpoint(deployment)
    return _tracing(deployment) if endpoint is None else {"EXPLAINABILITY_ENDPOINT": endpoint, **_tracing(deployment)}


def preprocessor_variables(environment: Mapping[str, Text], ports: PodPorts) -> dict[str, Text]:
    """Variables of the preprocessor; in front of the model it gets the model's address."""
    front: dict[str, Text] = {"MODEL_URL": f"http://127.0.0.1:{ports.model_port}"} if ports.preprocessor else {}
    return {"HOME": HOME, **front, **environment}


def explainability_endpoint(deployment: ServerlessModelDeployment) -> Text | None:
    """Where answers are explained: the address given, or that of the explainer made beside the model."""
    explained = deployment.spec.responsible_ai.explainability
    if explained is None:
        return None
    if explained.image is not None:
        return f"http://{explainer_name(deployment.metadata.name)}:{EXPLAINER_PORT}"
    return explained.endpoint


def _tracing(deployment: ServerlessModelDeployment) -> dict[str, Text]:
    """The sampling rate as OpenTelemetry's SDKs read it.

    Source: OpenTelemetry specification, General SDK Configuration, https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/,
    read 2026-11-21.
    """
    rate = deployment.spec.monitoring.sample_rate
    if rate is None:
        return {}
    return {"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": render_decimal(rate)}
