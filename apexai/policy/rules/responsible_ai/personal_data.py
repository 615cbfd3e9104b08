"""Personal data: who gets at it, what shields it, how long it stays."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Refer, Rule, Scope, Severity, Tighter
from apexai.policy.rules.frameworks import gdpr, iso, nist
from apexai.policy.rules.security.encryption import KEY_PATHS, bucket_has_own_key, has_own_key
from apexai.policy.rules.types import BUCKETS
from apexai.policy.subject import SERVICE, Subject

PERSONAL: Final = ("personal", "special-category")
LOGS_ELSEWHERE: Final = ("kubernetes", "lambda-edge")
"""Platforms that keep no logs of their own, so that a spec can't say for how long."""
RETENTION: Final = "log-retention"
_GDPR: Final = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"


def personal_data_under_own_key(subject: Subject) -> Iterator[Answer]:
    _require_personal(subject)
    if not has_own_key(subject):
        path = KEY_PATHS[subject.type]
        yield Fail(message="personal data lies here without a key of the service's own", path=path)


def personal_data_in_buckets_under_own_key(subject: Subject) -> Iterator[Answer]:
    _require_personal(subject)
    if not bucket_has_own_key(subject):
        yield Fail(message="personal data lies here without a key of the service's own")


def personal_data_not_public(subject: Subject) -> Iterator[Answer]:
    kind = _require_personal(subject)
    if subject.spec("runtime.access").text() == "public":
        yield Fail(message=f"a service that sees {kind} data is open to everybody", path="spec.runtime.access")


def personal_data_anonymised(subject: Subject) -> Iterator[Answer]:
    kind = _require_personal(subject)
    kinds = {entry["kind"].text() for entry in subject.spec("responsibleAI.evidence").items()}
    if subject.spec("runtime.preprocessor").absent and "anonymisation" not in kinds:
        yield Fail(message=f"{kind} data reaches the model as it came", path="spec.runtime.preprocessor")


def personal_data_forgotten(subject: Subject) -> Iterator[Answer]:
    _require_personal(subject)
    days, longest = subject.spec("monitoring.logsRetentionDays").number(), subject.limit("longestDays")
    path = "spec.monitoring.logsRetentionDays"
    if days is None and subject.spec("runtime.platform").text() in LOGS_ELSEWHERE:
        yield from _forgotten_elsewhere(subject, path)
    elif days is None:
        yield Fail(message="no retention is declared for logs that may hold personal data", path=path)
    elif longest is not None and days > longest:
        yield Fail(message=f"logs that may hold personal data are kept {days} days, more than {longest}", path=path)


def _forgotten_elsewhere(subject: Subject, path: str) -> Iterator[Answer]:
    kinds = {entry["kind"].text() for entry in subject.spec("responsibleAI.evidence").items()}
    if RETENTION not in kinds:
        message = "logs that may hold personal data lie outside of the service, and no plan shows for how long"
        yield Refer(message=message, path=path, edit=f"add evidence of kind {RETENTION} where it is settled")


def _require_personal(subject: Subject) -> str:
    """The classification, where it is personal data.

    Raises:
        NotApplicable: it is not.
    """
    kind = subject.spec("responsibleAI.dataClassification").text()
    if kind not in PERSONAL:
        raise NotApplicable("no personal data is declared")
    return kind


RULES: Final = (
    Rule(
        id="APX-RAI-015",
        title="personal data lies under an own key",
        severity=Severity.HIGH,
        types=tuple(KEY_PATHS),
        check=personal_data_under_own_key,
        reason="Who holds the key decides who reads the data, and can end it.",
        remediation="Name a key of the service, or opt into data-privacy-compliance, which makes one.",
        source=_GDPR,
        frameworks=(gdpr("Art. 32"), nist("MEASURE 2.10")),
        law=("gdpr-art-32",),
    ),
    Rule(
        id="APX-RAI-016",
        title="a service with personal data is not public",
        severity=Severity.CRITICAL,
        types=(SERVICE,),
        check=personal_data_not_public,
        reason="An open endpoint answers anybody about anybody.",
        remediation="Set runtime.access to authenticated or internal.",
        source=_GDPR,
        frameworks=(gdpr("Art. 25, 32"), nist("MEASURE 2.10")),
        law=("gdpr-art-25", "gdpr-art-32"),
    ),
    Rule(
        id="APX-RAI-017",
        title="personal data is anonymised in front of the model",
        severity=Severity.LOW,
        types=(SERVICE,),
        check=personal_data_anonymised,
        reason="What the model does not see it can't learn, log or give away.",
        remediation="Add runtime.preprocessor, or evidence of kind anonymisation where it happens before.",
        source=_GDPR,
        frameworks=(gdpr("Art. 5(1)(c), 25"), nist("MEASURE 2.10"), iso("A.7.2")),
        law=("gdpr-art-25",),
    ),
    Rule(
        id="APX-RAI-018",
        title="personal data in logs is forgotten in time",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=personal_data_forgotten,
        reason="Personal data may not be kept longer than its purpose needs.",
        remediation="Set spec.monitoring.logsRetentionDays; law may also ask for a shortest time.",
        source=_GDPR,
        frameworks=(gdpr("Art. 5(1)(e)"),),
        law=("gdpr-art-5-1-e",),
        parameters=(
            Parameter(
                name="longestDays",
                kind="integer",
                default=400,
                description="longest retention in days",
                tighter=Tighter.LOWER,
            ),
        ),
    ),
    Rule(
        id="APX-RAI-031",
        title="personal data in buckets lies under an own key",
        severity=Severity.HIGH,
        scope=Scope.STACK,
        types=BUCKETS,
        check=personal_data_in_buckets_under_own_key,
        reason="Who holds the key decides who reads the data, and can end it.",
        remediation="Add an s3.BucketServerSideEncryptionConfiguration with aws:kms and a key.",
        source=_GDPR,
        frameworks=(gdpr("Art. 32"), nist("MEASURE 2.10")),
        law=("gdpr-art-32",),
    ),
)
