"""Who can stop the service, who hears of harm, what people are told, what is recorded."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.rule import Answer, Fail, NotApplicable, Refer, Rule, Scope, Severity
from apexai.policy.rules.finops.records import RETENTIONS, retention_of
from apexai.policy.rules.frameworks import ai_act, iso, nist, nist_generative
from apexai.policy.rules.responsible_ai.personal_data import LOGS_ELSEWHERE, RETENTION
from apexai.policy.subject import SERVICE, Subject

_AI_ACT: Final = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"
SIX_MONTHS_DAYS: Final = 184
"""Any six calendar months have 181 to 184 days."""

_BEDROCK_LOGGING: Final = "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration"
_BEDROCK_USES: Final = ("aws:bedrock/agentAgent:AgentAgent", "aws:bedrock/inferenceProfile:InferenceProfile")


def person_can_stop(subject: Subject) -> Iterator[Answer]:
    oversight = subject.spec("responsibleAI.humanOversight")
    path = "spec.responsibleAI.humanOversight"
    if oversight.absent:
        yield Fail(message="nobody is named who can stop or overrule the service", path=path)
    elif oversight["stopControl"].absent:
        yield Fail(message=f"{oversight['contact'].text()} is named, and no way to stop the service", path=path)


def logs_kept_six_months(subject: Subject) -> Iterator[Answer]:
    if subject.spec("responsibleAI.riskClass").text() != "high":
        raise NotApplicable("it is not high-risk")
    days = subject.spec("monitoring.logsRetentionDays").number()
    path = "spec.monitoring.logsRetentionDays"
    if days is None and subject.spec("runtime.platform").text() in LOGS_ELSEWHERE:
        yield from _kept_elsewhere(subject, path)
    elif days is None:
        yield Fail(message="no log retention is declared, and six months are needed", path=path)
    elif days < SIX_MONTHS_DAYS:
        message = f"logs are kept {days} days, {SIX_MONTHS_DAYS - days} short of six months ({SIX_MONTHS_DAYS} days)"
        yield Fail(message=message, path=path)


def _kept_elsewhere(subject: Subject, path: str) -> Iterator[Answer]:
    kinds = {entry["kind"].text() for entry in subject.spec("responsibleAI.evidence").items()}
    if RETENTION not in kinds:
        message = "another store than the service's own keeps the logs, and no plan shows whether for six months"
        yield Refer(message=message, path=path, edit=f"add evidence of kind {RETENTION} where it is settled")


def log_groups_keep_six_months(subject: Subject) -> Iterator[Answer]:
    if subject.spec("responsibleAI.riskClass").text() != "high":
        raise NotApplicable("it belongs to no high-risk service")
    days, path = retention_of(subject), RETENTIONS[subject.type][0]
    if days is not None and days < SIX_MONTHS_DAYS:
        message = f"logs are kept {days} days, {SIX_MONTHS_DAYS - days} short of six months ({SIX_MONTHS_DAYS} days)"
        yield Fail(message=message, path=path, edit=f"set {path} to 365")


def drift_watched(subject: Subject) -> Iterator[Answer]:
    kinds = {entry["kind"].text() for entry in subject.spec("responsibleAI.evidence").items()}
    if subject.spec("monitoring.drift").absent and "drift-monitoring" not in kinds:
        yield Fail(message="nothing watches the model's inputs for drift", path="spec.monitoring.drift")


def people_told(subject: Subject) -> Iterator[Answer]:
    notice = subject.spec("responsibleAI.transparency.notice")
    if subject.spec("responsibleAI.transparency").absent or notice.absent:
        yield Fail(message="nothing says what people are told", path="spec.responsibleAI.transparency")


def incidents_reach_someone(subject: Subject) -> Iterator[Answer]:
    if subject.spec("responsibleAI.incidentContact").absent:
        yield Fail(message="nobody hears of incidents", path="spec.responsibleAI.incidentContact")


def invocations_logged(subject: Subject) -> Iterator[Answer]:
    if subject.others(_BEDROCK_LOGGING):
        return
    subject.stack.require_complete()
    yield Fail(message="Bedrock logs no invocations unless the account says so, and this stack does not")


RULES: Final = (
    Rule(
        id="APX-RAI-006",
        title="a person can stop the service",
        severity=Severity.HIGH,
        types=(SERVICE,),
        check=person_can_stop,
        reason="A system that nobody can stop goes on being wrong.",
        remediation="Add spec.responsibleAI.humanOversight with contact and stopControl.",
        source=_AI_ACT,
        frameworks=(ai_act("Art. 14"), nist("MANAGE 2.4"), iso("A.9.2")),
        law=("eu-ai-act-art-14", "eu-ai-act-art-26-2", "us-co-1705"),
    ),
    Rule(
        id="APX-RAI-019",
        title="a high-risk service's logs are kept six months",
        severity=Severity.HIGH,
        types=(SERVICE,),
        check=logs_kept_six_months,
        reason="Deployers and providers of high-risk systems keep the automatic logs at least six months.",
        remediation="Set spec.monitoring.logsRetentionDays to 184 or more; CloudWatch's next value is 365.",
        source=_AI_ACT,
        frameworks=(ai_act("Art. 19, 26(6)"), iso("A.6.2.8")),
        law=("eu-ai-act-art-12", "eu-ai-act-art-19", "eu-ai-act-art-26-6"),
    ),
    Rule(
        id="APX-RAI-030",
        title="a high-risk service's log groups keep six months",
        severity=Severity.HIGH,
        types=tuple(RETENTIONS),
        check=log_groups_keep_six_months,
        reason="A log group that forgets earlier undoes what the spec declares.",
        remediation="Set its retention to 365 days.",
        source=_AI_ACT,
        frameworks=(ai_act("Art. 19, 26(6)"), iso("A.6.2.8")),
        law=("eu-ai-act-art-19", "eu-ai-act-art-26-6"),
    ),
    Rule(
        id="APX-RAI-020",
        title="drift is watched",
        severity=Severity.LOW,
        types=(SERVICE,),
        check=drift_watched,
        reason="A model is as good as its inputs resemble what it learnt from.",
        remediation="Add spec.monitoring.drift, or evidence of kind drift-monitoring where it is watched elsewhere.",
        source="https://airc.nist.gov/airmf-resources/airmf/5-sec-core/",
        frameworks=(nist("MEASURE 2.4"), nist("MANAGE 4.1"), ai_act("Art. 72")),
        law=("eu-ai-act-art-72",),
    ),
    Rule(
        id="APX-RAI-021",
        title="people are told",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=people_told,
        reason="People have a right to know that a machine answers or decides.",
        remediation="Add spec.responsibleAI.transparency.notice: a URL or a text.",
        source=_AI_ACT,
        frameworks=(ai_act("Art. 50"), nist("MEASURE 2.8"), iso("A.8.2")),
        law=(
            "eu-ai-act-art-50-1",
            "eu-ai-act-art-26-11",
            "kr-ai-basic-act-art-31",
            "us-co-1704-1",
        ),
    ),
    Rule(
        id="APX-RAI-022",
        title="somebody hears of incidents",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=incidents_reach_someone,
        reason="Harm that is reported to nobody goes on.",
        remediation="Add spec.responsibleAI.incidentContact.",
        source=_AI_ACT,
        frameworks=(ai_act("Art. 73"), nist("MANAGE 4.3"), iso("A.8.4")),
        law=("eu-ai-act-art-26-5", "eu-ai-act-art-73"),
    ),
    Rule(
        id="APX-RAI-027",
        title="Bedrock invocations are logged",
        severity=Severity.MEDIUM,
        scope=Scope.STACK,
        types=_BEDROCK_USES,
        check=invocations_logged,
        reason="Invocation logging is off by default, and set for each region.",
        remediation="Add a bedrockmodel.InvocationLoggingConfiguration in the region.",
        source="https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html",
        frameworks=(iso("A.6.2.8"), nist_generative("MG-4.3-002")),
    ),
)
