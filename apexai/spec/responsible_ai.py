"""What the organisation and the law want to know of a model: `spec.responsibleAI` and `spec.monitoring`."""

from enum import StrEnum

from apexai.spec.fields import Flag, GivenText, Plain, Positive, Section
from apexai.spec.formats import Image, Url
from apexai.spec.quantities import Day, Fraction, PositiveNumber


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
    endpoint: Url | None = None
    """URL of a service that explains; its address is in `EXPLAINABILITY_ENDPOINT`."""
    image: Image | None = None
    """Image of such a service, made beside the model."""


class GuardrailMode(StrEnum):
    """What becomes of content that a filter finds."""

    BLOCK = "block"
    FLAG = "flag"


class Guardrail(Section):
    """A content filter that exists."""

    id: GivenText
    """Identifier of the content filter."""
    version: GivenText | None = None
    """Version of the content filter."""
    mode: GuardrailMode = GuardrailMode.BLOCK
    """Whether what it finds is blocked or only flagged."""


class HumanOversight(Section):
    """The person who can stop the service or overrule it, and how."""

    contact: Plain
    """Who can stop the service or overrule it."""
    stop_control: Plain | None = None
    """How the service is stopped, e.g. a runbook's URL."""
    review_queue: GivenText | None = None
    """Where answers wait for a person."""


class Transparency(Section):
    """What the people concerned are told."""

    notice: GivenText
    """URL or text."""


class Evidence(Section):
    """A document that shows what was assessed."""

    kind: Plain
    """E.g. `model-card`, `impact-assessment`, `bias-audit`."""
    uri: GivenText
    """Where the document is."""
    date: Day
    """Day of the document."""


class ResponsibleAI(Section):
    """What the responsible-AI rules read."""

    purpose: Plain | None = None
    """What the model is used for, in a sentence."""
    risk_class: RiskClass | None = None
    """Risk class of the use."""
    data_classification: DataClassification | None = None
    """The most sensitive data that the service sees."""
    data_residency: list[Plain] = []
    """Regions that data may be in."""
    explainability: Explainability | None = None
    """How an answer of the model is explained."""
    guardrail: Guardrail | None = None
    """A content filter that exists."""
    human_oversight: HumanOversight | None = None
    """Who can stop the service or overrule it, and how."""
    alignment_check_endpoint: Url | None = None
    """URL that checks answers; the container gets it as `AI_ALIGNMENT_CHECK_ENDPOINT`."""
    transparency: Transparency | None = None
    """What the people concerned are told."""
    incident_contact: Plain | None = None
    """Who hears of incidents."""
    evidence: list[Evidence] = []
    """Documents that show what was assessed."""


class Drift(Section):
    """How drift of the model's inputs is watched."""

    baseline: GivenText
    """Where the data is that inputs are compared with."""
    metric: Plain
    """Measure of the difference, e.g. `psi`."""
    threshold: PositiveNumber
    """Value of the measure from which on inputs count as drifted."""
    alert: Flag = True
    """Whether someone is told."""


class Monitoring(Section):
    """What is recorded of the running service."""

    logs_retention_days: Positive | None = None
    """Days that logs are kept."""
    sample_rate: Fraction | None = None
    """Share of requests that are traced, 0 to 1."""
    drift: Drift | None = None
    """How drift of the model's inputs is watched."""
