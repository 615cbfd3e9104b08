"""What a spec says of itself: purpose, risk class, data, policies."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.law.hints import hinted
from apexai.policy.law.obligations import load_high_risk_uses, load_prohibited_practices
from apexai.policy.rule import Answer, Enforcement, Fail, NotApplicable, Refer, Rule, Severity
from apexai.policy.rules.frameworks import ai_act, gdpr, iso, nist
from apexai.policy.sets import known_sets
from apexai.policy.subject import SERVICE, Subject

_PURPOSE: Final = "spec.responsibleAI.purpose"
_RISK: Final = "spec.responsibleAI.riskClass"
_AI_ACT: Final = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"


def purpose_declared(subject: Subject) -> Iterator[Answer]:
    if subject.spec("responsibleAI.purpose").absent:
        yield Fail(message="no purpose is declared", path=_PURPOSE)


def risk_class_declared(subject: Subject) -> Iterator[Answer]:
    if subject.spec("responsibleAI.riskClass").absent:
        yield Fail(message="no risk class is declared", path=_RISK)


def practice_not_prohibited(subject: Subject) -> Iterator[Answer]:
    if subject.spec("responsibleAI.riskClass").text() == "prohibited":
        yield Fail(message="the service declares itself a prohibited practice", path=_RISK, edit="don't deploy it")
        return
    for case in hinted(subject.spec("responsibleAI.purpose").text(), load_prohibited_practices()):
        since = f"applies from {case.applies_from}"
        yield Refer(
            message=f"the purpose may be Article {case.point}, which {since}: {case.description}", path=_PURPOSE
        )


def risk_class_matches_purpose(subject: Subject) -> Iterator[Answer]:
    declared = subject.spec("responsibleAI.riskClass").text()
    if declared in ("high", "prohibited"):
        raise NotApplicable(f"it declares itself {declared}")
    for case in hinted(subject.spec("responsibleAI.purpose").text(), load_high_risk_uses()):
        message = (
            f"the purpose may be Annex III point {case.point} ({case.description}), high-risk from {case.applies_from}"
        )
        yield Refer(message=message, path=_RISK)


def data_classified(subject: Subject) -> Iterator[Answer]:
    if subject.spec("responsibleAI.dataClassification").absent:
        path = "spec.responsibleAI.dataClassification"
        yield Fail(message="nobody says what data the service sees", path=path)


def policies_known(subject: Subject) -> Iterator[Answer]:
    known = known_sets(subject.circumstances.settings)
    for name in subject.spec("policies").items():
        if name.text() not in known:
            yield Fail(
                message=f"{name.text()!r} is no policy; known are {', '.join(known)}", path=name.path.removeprefix(".")
            )


RULES: Final = (
    Rule(
        id="APX-RAI-001",
        title="the purpose is declared",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=purpose_declared,
        reason="What a system is for decides which law reaches it, and what counts as misuse.",
        remediation="Add spec.responsibleAI.purpose in one sentence.",
        source="https://airc.nist.gov/airmf-resources/airmf/5-sec-core/",
        frameworks=(nist("MAP 1.1"), iso("A.9.4"), ai_act("Art. 13(3)(b)(i)")),
        law=("eu-ai-act-art-13",),
    ),
    Rule(
        id="APX-RAI-002",
        title="the risk class is declared",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=risk_class_declared,
        reason="Duties follow the risk class; nobody can check them where it is missing.",
        remediation="Add spec.responsibleAI.riskClass: minimal, limited or high.",
        source=_AI_ACT,
        frameworks=(ai_act("Art. 6"), nist("MAP 1.1")),
    ),
    Rule(
        id="APX-RAI-003",
        title="no prohibited practice",
        severity=Severity.CRITICAL,
        enforcement=Enforcement.MANDATORY,
        types=(SERVICE,),
        check=practice_not_prohibited,
        reason="Article 5 names practices that nobody may put into service.",
        remediation="Let a person judge the purpose against Article 5, and write it so that it can be told apart.",
        source=_AI_ACT,
        frameworks=(ai_act("Art. 5"),),
        law=("eu-ai-act-art-5", "eu-ai-act-art-5-1-ba-bb"),
    ),
    Rule(
        id="APX-RAI-026",
        title="the risk class fits the purpose",
        severity=Severity.HIGH,
        types=(SERVICE,),
        check=risk_class_matches_purpose,
        reason="A purpose that Annex III names is high-risk unless an assessment shows otherwise.",
        remediation="Let a person classify it: declare riskClass high, or keep the written assessment of Article 6(4).",
        source=_AI_ACT,
        frameworks=(ai_act("Art. 6(2)-(4)"),),
        law=("eu-ai-act-art-6-3-4",),
    ),
    Rule(
        id="APX-RAI-028",
        title="the data is classified",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=data_classified,
        reason="Whether personal data is seen decides how it must be kept.",
        remediation="Add responsibleAI.dataClassification, e.g. public, internal, personal or special-category.",
        source="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
        frameworks=(gdpr("Art. 5, 25"), nist("MEASURE 2.10")),
    ),
    Rule(
        id="APX-RAI-029",
        title="every policy that the service opts into is known",
        severity=Severity.HIGH,
        enforcement=Enforcement.MANDATORY,
        types=(SERVICE,),
        check=policies_known,
        reason="A promise that nobody knows is kept by nobody.",
        remediation="Use a name of the catalogue, or add the organisation's own set to its settings.",
        source="docs/policy.md",
        frameworks=(nist("GOVERN 1.1"),),
    ),
)
