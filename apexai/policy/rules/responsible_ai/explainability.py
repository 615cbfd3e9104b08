"""How answers are explained, checked and filtered: declared, and actually there."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.property import Property
from apexai.policy.rule import Answer, Fail, NotApplicable, Rule, Scope, Severity
from apexai.policy.rules.frameworks import ai_act, iso, nist, nist_generative
from apexai.policy.rules.variables import COMPUTING, variables_of
from apexai.policy.subject import SERVICE, Subject

_GUARDRAIL: Final = "aws:bedrock/guardrail:Guardrail"
_VARIABLE: Final = "EXPLAINABILITY_ENDPOINT"
_GENERATING: Final = ("gguf", "safetensors")
"""Formats that hardly any other models come in."""
_HUB: Final = "hf://"
_RAI_POLICY: Final = "azure-native:cognitiveservices:RaiPolicy"
_ARMOUR: Final = ("raiSettings", "sdpSettings", "piAndJailbreakFilterSettings", "maliciousUriFilterSettings")
_MODEL_ARMOR: Final = "gcp:modelarmor/template:Template"


def explainability_declared(subject: Subject) -> Iterator[Answer]:
    declared = subject.spec("responsibleAI.explainability")
    path = "spec.responsibleAI.explainability"
    if declared.absent:
        yield Fail(message="nothing says how answers are explained", path=path)
        return
    if not declared["endpoint"].is_unknown and declared["endpoint"].absent and declared["image"].absent:
        message = f"{declared['method'].text()} is declared, and nothing explains: neither endpoint nor image"
        yield Fail(message=message, path=path)


def explainability_wired(subject: Subject) -> Iterator[Answer]:
    if subject.spec("responsibleAI.explainability").absent:
        raise NotApplicable("no explainability is declared")
    computing = [part for part in subject.parts() if part.type in COMPUTING]
    if not computing:
        subject.stack.require_complete()
        raise NotApplicable("it makes nothing that computes")
    if not any(name == _VARIABLE for part in computing for name, _ in variables_of(part)):
        yield Fail(message=f"nothing that computes has {_VARIABLE}", path="spec.responsibleAI.explainability")


def alignment_checked(subject: Subject) -> Iterator[Answer]:
    endpoint = subject.spec("responsibleAI.alignmentCheckEndpoint")
    path = "spec.responsibleAI.alignmentCheckEndpoint"
    if endpoint.absent:
        yield Fail(message="nothing checks the alignment of answers", path=path)
    elif not endpoint.text().startswith("https://"):
        yield Fail(message="answers travel to the alignment check without TLS", path=path, edit="use an https URL")


def guardrail_on(subject: Subject) -> Iterator[Answer]:
    guardrail = subject.spec("responsibleAI.guardrail")
    path = "spec.responsibleAI.guardrail"
    if guardrail.absent and any("GUARDRAIL" in name for name, _ in subject.spec("runtime.environment").entries()):
        return
    if guardrail.absent:
        _require_generating(subject)
        yield Fail(message="the model writes freely, and no guardrail is attached", path=path)
    elif guardrail["mode"].text() != "block":
        yield Fail(
            message=f"the guardrail only {guardrail['mode'].text()}s", path=f"{path}.mode", edit="set mode: block"
        )


def _require_generating(subject: Subject) -> None:
    """Leave models alone that score or classify.

    Raises:
        NotApplicable: nothing says that the model writes text or images of its own.
    """
    usage, model = subject.spec("finops.usage"), subject.spec("modelRef")
    counts_tokens = not (usage["tokensIn"].absent and usage["tokensOut"].absent)
    if not (counts_tokens or model["format"].text() in _GENERATING or model["uri"].text().startswith(_HUB)):
        raise NotApplicable("nothing says that the model generates: it counts no tokens, and has no format of those")


def guardrail_filters(subject: Subject) -> Iterator[Answer]:
    match subject.type:
        case t if t == _RAI_POLICY:
            yield from _content_filters(subject)
        case t if t == _MODEL_ARMOR:
            if not any(not subject[f"filterConfig.{part}"].absent for part in _ARMOUR):
                yield Fail(message="the template has no filter, so that it stops nothing", path="filterConfig")
        case _:
            yield from _bedrock_filters(subject)


def _content_filters(subject: Subject) -> Iterator[Answer]:
    path = "properties.contentFilters"
    off = [entry for entry in subject[path].items() if not _is_on(entry)]
    for entry in off:
        yield Fail(message=f"the filter {entry['name'].text()} is off", path=entry.path)
    if subject["properties.mode"].text() == "Asynchronous_filter":
        yield Fail(message="answers go out before they are filtered", path="properties.mode")


def _is_on(entry: Property) -> bool:
    return entry["enabled"].flag(default=True) and entry["blocking"].flag(default=True)


def _bedrock_filters(subject: Subject) -> Iterator[Answer]:
    filters = subject["contentPolicyConfig.filtersConfigs"].items()
    policies = ("topicPolicyConfig", "wordPolicyConfig", "sensitiveInformationPolicyConfig")
    if not filters and all(subject[policy].absent for policy in policies):
        yield Fail(message="the guardrail has no policy, so that it stops nothing", path="contentPolicyConfig")
    for entry in filters:
        strengths = {entry["inputStrength"].text(), entry["outputStrength"].text()}
        if strengths <= {"NONE", ""}:
            yield Fail(message=f"the filter {entry['type'].text()} is off", path=entry.path)


RULES: Final = (
    Rule(
        id="APX-RAI-004",
        title="explainability is declared and provided",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=explainability_declared,
        reason="People whom a decision concerns may ask for its reasons.",
        remediation="Add spec.responsibleAI.explainability: {method: shap, image: …} or an endpoint.",
        source="https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
        frameworks=(nist("MEASURE 2.9"), ai_act("Art. 13, 86"), iso("A.8.2")),
        law=("eu-ai-act-art-13", "eu-ai-act-art-86", "kr-ai-basic-act-art-34", "us-co-1704-3"),
    ),
    Rule(
        id="APX-RAI-005",
        title="explainability is wired into what runs",
        severity=Severity.MEDIUM,
        scope=Scope.STACK,
        types=(SERVICE,),
        check=explainability_wired,
        reason="An explainer that the service can't find explains nothing.",
        remediation=f"Give the container {_VARIABLE}; InferenceService does.",
        source="https://airc.nist.gov/airmf-resources/airmf/5-sec-core/",
        frameworks=(nist("MEASURE 2.9"),),
    ),
    Rule(
        id="APX-RAI-007",
        title="an alignment check is there",
        severity=Severity.LOW,
        types=(SERVICE,),
        check=alignment_checked,
        reason="Answers drift from what was agreed; something has to look.",
        remediation="Add spec.responsibleAI.alignmentCheckEndpoint with an https URL.",
        source="https://airc.nist.gov/airmf-resources/airmf/5-sec-core/",
        frameworks=(nist("MEASURE 2.4"), nist_generative("MG-4.1-002")),
    ),
    Rule(
        id="APX-RAI-008",
        title="a guardrail is attached and blocks",
        severity=Severity.LOW,
        types=(SERVICE,),
        check=guardrail_on,
        reason="A filter that only flags lets everything through.",
        remediation="Name the guardrail that the model's code calls as GUARDRAIL_ID in runtime.environment.",
        source="https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails.html",
        frameworks=(nist("MANAGE 2.4"), nist_generative("MS-2.7-001")),
    ),
    Rule(
        id="APX-RAI-009",
        title="a guardrail's filters are on",
        severity=Severity.HIGH,
        types=(_GUARDRAIL, _RAI_POLICY, _MODEL_ARMOR),
        check=guardrail_filters,
        reason="A guardrail without filters, or with strength NONE, stops nothing.",
        remediation="Turn each filter on: a strength of LOW or more, enabled and blocking.",
        source="https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-content-filters.html",
        frameworks=(nist_generative("MS-2.7-001"),),
    ),
)
