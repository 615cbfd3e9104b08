"""The environment of the model's container: what the spec says of the model, and the user's own."""

from collections.abc import Mapping

from apexai.spec.deployment import Spec
from apexai.spec.fields import Text
from apexai.units import render_decimal


def given_variables(spec: Spec, explainability_endpoint: Text | None) -> dict[str, Text]:
    """What the container gets without being asked."""
    given: dict[str, Text | None] = {
        "MODEL_NAME": spec.model_ref.name,
        "MODEL_VERSION": spec.model_ref.version,
        "MODEL_URI": spec.model_ref.uri,
        "MODEL_DIGEST": spec.model_ref.digest,
        "AI_ALIGNMENT_CHECK_ENDPOINT": spec.responsible_ai.alignment_check_endpoint,
        "EXPLAINABILITY_ENDPOINT": explainability_endpoint,
    }
    return {name: value for name, value in given.items() if value is not None} | _tracing(spec)


def model_variables(spec: Spec, explainability_endpoint: Text | None) -> Mapping[str, Text]:
    """All plain variables; the limits refuse a name with two values."""
    return given_variables(spec, explainability_endpoint) | spec.runtime.environment


def _tracing(spec: Spec) -> dict[str, Text]:
    """The sampling rate as OpenTelemetry's SDKs read it.

    Source: OpenTelemetry specification, General SDK Configuration, https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/,
    read 2026-11-21.
    """
    rate = spec.monitoring.sample_rate
    if rate is None:
        return {}
    return {"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": render_decimal(rate)}
