"""The environment of the model: what the spec says of it, and the user's own."""

from collections.abc import Mapping
from typing import Final

from apexai.spec.deployment import Spec
from apexai.spec.fields import Deferred, Text
from apexai.units import render_decimal

CLIENT: Final = "AZURE_CLIENT_ID"
"""Which of an app's identities Azure's SDKs use. Source: azure-identity, DefaultAzureCredential, read 2026-11-21."""


def given_variables(spec: Spec, explainability_endpoint: Text | None, client_id: Text) -> dict[str, Text]:
    """What the model gets without being asked."""
    given: dict[str, Text | None] = {
        "MODEL_NAME": spec.model_ref.name,
        "MODEL_VERSION": spec.model_ref.version,
        "MODEL_URI": spec.model_ref.uri,
        "MODEL_DIGEST": spec.model_ref.digest,
        "AI_ALIGNMENT_CHECK_ENDPOINT": spec.responsible_ai.alignment_check_endpoint,
        "EXPLAINABILITY_ENDPOINT": explainability_endpoint,
        CLIENT: client_id,
    }
    return {name: value for name, value in given.items() if value is not None} | _tracing(spec)


def model_variables(spec: Spec, explainability_endpoint: Text | None, client_id: Text) -> Mapping[str, Text]:
    """All plain variables; the limits refuse a name with two values."""
    return given_variables(spec, explainability_endpoint, client_id) | spec.runtime.environment


def expected_variables(spec: Spec) -> dict[str, Text]:
    """The given ones before there are any resources, for checks."""
    explained = spec.responsible_ai.explainability
    endpoint = None if explained is None else Deferred(None) if explained.image is not None else explained.endpoint
    return given_variables(spec, endpoint, Deferred(None))


def _tracing(spec: Spec) -> dict[str, Text]:
    """The sampling rate as OpenTelemetry's SDKs read it.

    Source: OpenTelemetry specification, General SDK Configuration, https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/,
    read 2026-11-21.
    """
    rate = spec.monitoring.sample_rate
    if rate is None:
        return {}
    return {"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": render_decimal(rate)}
