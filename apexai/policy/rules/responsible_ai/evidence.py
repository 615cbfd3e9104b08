"""Papers that show what was assessed: there, and young enough."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Rule, Severity, Tighter
from apexai.policy.rules.frameworks import ai_act, iso, nist
from apexai.policy.subject import SERVICE, Subject

_PATH: Final = "spec.responsibleAI.evidence"


def evidence_present(subject: Subject) -> Iterator[Answer]:
    risk = subject.spec("responsibleAI.riskClass").text()
    asked = {"high": subject.texts("highRisk"), "limited": subject.texts("limitedRisk")}.get(risk, ())
    if not asked:
        raise NotApplicable("its risk class asks for none")
    there = {entry["kind"].text() for entry in subject.spec("responsibleAI.evidence").items()}
    missing = [kind for kind in asked if kind not in there]
    if missing:
        message = f"a {risk}-risk service shows no {' and no '.join(missing)}"
        yield Fail(message=message, path=_PATH, edit=f"add entries of kind {', '.join(missing)} with uri and date")


def evidence_young(subject: Subject) -> Iterator[Answer]:
    entries, longest = subject.spec("responsibleAI.evidence").items(), subject.limit("longestDays")
    if not entries:
        raise NotApplicable("there is none")
    today = subject.circumstances.as_of
    for entry in entries:
        kind, date = entry["kind"].text(), entry["date"].day()
        age = (today - date).days
        if age < 0:
            yield Fail(message=f"the {kind} is dated {date}, after {today}", path=f"{entry.path}.date")
        elif longest is not None and age > longest:
            yield Fail(
                message=f"the {kind} of {date} is {age} days old, more than {longest}", path=f"{entry.path}.date"
            )


RULES: Final = (
    Rule(
        id="APX-RAI-023",
        title="the evidence that the risk class asks for is there",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=evidence_present,
        reason="An assessment that nobody can find was not made.",
        remediation="Add the missing kinds to spec.responsibleAI.evidence.",
        source="https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
        frameworks=(ai_act("Art. 11, 27"), iso("A.5.3"), nist("MEASURE 2.1")),
        law=("eu-ai-act-art-11", "eu-ai-act-art-27", "kr-ai-basic-act-art-35"),
        parameters=(
            Parameter(
                name="highRisk",
                kind="array",
                default=("model-card", "impact-assessment", "bias-audit"),
                description="kinds that a high-risk service shows",
                tighter=Tighter.MORE,
            ),
            Parameter(
                name="limitedRisk",
                kind="array",
                default=("model-card",),
                description="kinds that a limited-risk service shows",
                tighter=Tighter.MORE,
            ),
        ),
    ),
    Rule(
        id="APX-RAI-024",
        title="evidence is young enough",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=evidence_young,
        reason="A model that went on changing is not the one that was assessed.",
        remediation="Repeat the assessment and write its date.",
        source="https://airc.nist.gov/airmf-resources/airmf/5-sec-core/",
        frameworks=(nist("GOVERN 1.5"), iso("A.6.2.6")),
        parameters=(
            Parameter(
                name="longestDays",
                kind="integer",
                default=365,
                description="oldest age in days",
                tighter=Tighter.LOWER,
            ),
        ),
    ),
)
