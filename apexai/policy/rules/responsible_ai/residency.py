"""Where data may be: the service, everything it makes, and where a model's profile sends requests."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.policy.law.residency import Reach, reach_of, region_allowed
from apexai.policy.property import Property, UnknownReached, those
from apexai.policy.rule import Answer, Fail, NotApplicable, Rule, Severity
from apexai.policy.rules.frameworks import gdpr, iso
from apexai.policy.rules.regions import region_of
from apexai.policy.rules.types import BUCKETS, LAMBDA, LOG_GROUP, QUEUE, TABLE, TOPIC
from apexai.policy.subject import SERVICE, Subject

_HOLDING: Final = (
    *BUCKETS,
    LAMBDA,
    LOG_GROUP,
    QUEUE,
    TABLE,
    TOPIC,
    "aws:backup/vault:Vault",
    "aws:kinesis/stream:Stream",
    "aws:secretsmanager/secret:Secret",
)
"""Types that process or keep what requests hold."""

_MODEL: Final = re.compile(r"(?:^|[/:])((?:global|us|us-gov|eu|apac|jp|au)\.[a-z0-9]+\.[a-z0-9][\w.:-]+)$")
"""A Bedrock model id with the prefix of a cross-Region inference profile, alone or at the end of an ARN."""


def service_in_allowed_region(subject: Subject) -> Iterator[Answer]:
    allowed = _allowed(subject)
    region = subject.spec("runtime.region")
    if region.absent:
        raise UnknownReached("spec.runtime.region", "is not declared: the cluster or the stack decides")
    if not region_allowed(region.text(), allowed):
        message = f"it runs in {region.text()}, and data may be in {', '.join(allowed)} only"
        yield Fail(message=message, path="spec.runtime.region")


def parts_in_allowed_region(subject: Subject) -> Iterator[Answer]:
    allowed = _allowed(subject)
    if (region := region_of(subject)) and not region_allowed(region, allowed):
        message = f"it is in {region}, and data may be in {', '.join(allowed)} only"
        yield Fail(message=message, path="region")


def profile_stays_in_allowed_regions(subject: Subject) -> Iterator[Answer]:
    allowed = _allowed(subject)
    variables = [value for _, value in subject.spec("runtime.environment").entries()]
    named = [value for value in those(variables, _names_profile) if _names_profile(value)]
    for value in named:
        if (problem := _problem(reach_of(_model(value)), allowed)) is not None:
            yield Fail(message=f"{_model(value)} {problem}", path=value.path)


def _allowed(subject: Subject) -> tuple[str, ...]:
    """The regions that the service's data may be in.

    Raises:
        NotApplicable: it says nothing of it.
    """
    allowed = tuple(region.text() for region in subject.spec("responsibleAI.dataResidency").items())
    if not allowed:
        raise NotApplicable("no residency is declared")
    return allowed


def _names_profile(value: Property) -> bool:
    return bool(_MODEL.search(value.text()))


def _model(value: Property) -> str:
    found = _MODEL.search(value.text())
    return found[1] if found else ""


def _problem(reach: Reach | None, allowed: tuple[str, ...]) -> str | None:
    if reach is None:
        return None
    if reach.regions is None:
        return "may be answered in any region of the world, which no residency allows"
    outside = [region for region in reach.regions if not region_allowed(region, allowed)]
    return f"may be answered in {', '.join(outside)}" if outside else None


RULES: Final = (
    Rule(
        id="APX-RAI-012",
        title="the service runs where data may be",
        severity=Severity.HIGH,
        types=(SERVICE,),
        check=service_in_allowed_region,
        reason="Requests are processed where the service runs.",
        remediation="Choose a region of spec.responsibleAI.dataResidency.",
        source="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
        frameworks=(gdpr("Art. 44-46"), iso("A.7.2")),
        law=("gdpr-art-44-46",),
    ),
    Rule(
        id="APX-RAI-013",
        title="everything that holds the service's data is where it may be",
        severity=Severity.HIGH,
        types=_HOLDING,
        check=parts_in_allowed_region,
        reason="Logs, queues, backups and buckets hold what requests held.",
        remediation="Give the resource a region of spec.responsibleAI.dataResidency.",
        source="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
        frameworks=(gdpr("Art. 44-46"),),
        law=("gdpr-art-44-46",),
    ),
    Rule(
        id="APX-RAI-014",
        title="inference profiles stay where data may be",
        severity=Severity.HIGH,
        types=(SERVICE,),
        check=profile_stays_in_allowed_regions,
        reason="A cross-Region profile sends prompts to whichever of its regions has room.",
        remediation="Use a model id without prefix, or a profile all of whose regions are allowed.",
        source="https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference-support.html",
        frameworks=(gdpr("Art. 44-46"),),
        law=("gdpr-art-44-46",),
    ),
)
