"""What the organisation and the law want to know of a model: `spec.responsibleAI` and `spec.monitoring`."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from apexai.spec.fields import Day, Flag, Number, Plain, Positive, Section, Text


class RiskClass(StrEnum):
    """Risk classes of Regulation (EU) 2024/1689."""

    PROHIBITED = "prohibited"
    HIGH = "high"
    LIMITED = "limited"
    MINIMAL = "minimal"


class DataClassification(StrEnum):
    """The most sensitive data that the service sees."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    PERSONAL = "personal"
    SPECIAL_CATEGORY = "special-category"


class Explainability(Section):
    """How an answer of the model is explained."""

    method: Plain
    """E.g. `shap`, `lime`, `integrated-gradients`."""
    endpoint: Text | None = None
    """URL of a service that explains; its address is in `EXPLAINABILITY_ENDPOINT`."""
    image: Text | None = None
    """Image of such a service, made beside the model."""


class GuardrailMode(StrEnum):
    BLOCK = "block"
    FLAG = "flag"


class Guardrail(Section):
    """A content filter that exists."""

    id: Text
    version: Text | None = None
    mode: GuardrailMode = GuardrailMode.BLOCK


class HumanOversight(Section):
    """The person who can stop the service or overrule it, and how."""

    contact: Plain
    stop_control: Plain | None = None
    """How the service is stopped, e.g. a runbook's URL."""
    review_queue: Text | None = None


class Transparency(Section):
    """What the people concerned are told."""

    notice: Text
    """URL or text."""


class Evidence(Section):
    """A document that shows what was assessed."""

    kind: Plain
    """E.g. `model-card`, `impact-assessment`, `bias-audit`."""
    uri: Text
    date: Day


class ResponsibleAI(Section):
    """What the responsible-AI rules read."""

    purpose: Plain | None = None
    risk_class: RiskClass | None = None
    data_classification: DataClassification | None = None
    data_residency: list[Plain] = []
    """Regions that data may be in."""
    explainability: Explainability | None = None
    guardrail: Guardrail | None = None
    human_oversight: HumanOversight | None = None
    alignment_check_endpoint: Text | None = None
    """URL that checks answers; the container gets it as `AI_ALIGNMENT_CHECK_ENDPOINT`."""
    transparency: Transparency | None = None
    incident_contact: Plain | None = None
    evidence: list[Evidence] = []


class Drift(Section):
    """How drift of the model's inputs is watched."""

    baseline: Text
    metric: Plain
    threshold: Annotated[Number, Field(gt=0)]
    alert: Flag = True


class Monitoring(Section):
    """What is recorded of the running service."""

    logs_retention_days: Positive | None = None
    sample_rate: Annotated[Number, Field(ge=0, le=1)] | None = None
    """Share of requests that are traced, 0 to 1."""
    drift: Drift | None = None
