"""Where data may be: the service, everything it makes, and where a model's profile sends requests."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from apexai.policy.law.residency import Reach, load_deployment_reach, reach_of, region_allowed
from apexai.policy.property import Property, UnknownReached, those
from apexai.policy.rule import Answer, Fail, NotApplicable, Rule, Severity
from apexai.policy.rules.frameworks import gdpr, iso
from apexai.policy.rules.regions import path_of, region_of
from apexai.policy.rules.types import (
    AI_ACCOUNT,
    AI_DEPLOYMENT,
    AZURE_REGISTRY,
    BUCKETS,
    CLOUD_FUNCTION,
    CLOUD_FUNCTION_V1,
    CONTAINER_APP,
    GOOGLE_BUCKET,
    LAMBDA,
    LOG_BUCKET,
    LOG_GROUP,
    QUEUE,
    R2_BUCKET,
    RUN_JOB,
    RUN_SERVICE,
    RUN_SERVICE_V1,
    SERVICE_BUS,
    STORAGE_ACCOUNT,
    TABLE,
    TOPIC,
    WEB_APP,
    WORKSPACE,
)
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
    AI_ACCOUNT,
    AZURE_REGISTRY,
    CONTAINER_APP,
    SERVICE_BUS,
    STORAGE_ACCOUNT,
    WEB_APP,
    WORKSPACE,
    "azure-native:cosmosdb:DatabaseAccount",
    CLOUD_FUNCTION,
    CLOUD_FUNCTION_V1,
    GOOGLE_BUCKET,
    LOG_BUCKET,
    RUN_JOB,
    RUN_SERVICE,
    RUN_SERVICE_V1,
    "gcp:bigquery/dataset:Dataset",
    "gcp:cloudtasks/queue:Queue",
    "gcp:vertex/aiEndpoint:AiEndpoint",
    "cloudflare:index/d1Database:D1Database",
    R2_BUCKET,
)
"""Types that process or keep what requests hold."""

_EVERYWHERE: Final = (
    "cloudflare:index/queue:Queue",
    "cloudflare:index/workersKvNamespace:WorkersKvNamespace",
    "cloudflare:index/aiGateway:AiGateway",
)
"""Types that can't be bound to a region here.

Source: law/residency.json, cloudflare.
"""
_EDGE: Final[Mapping[str, str]] = {
    "cloudflare-workers": "Cloudflare runs it in each of its locations; Regional Services bind only a custom domain",
    "lambda-edge": "it runs in whichever region of CloudFront is near the viewer",
}

_PLATFORM: Final = "spec.runtime.platform"
_MODEL: Final = re.compile(r"(?:^|[/:])((?:global|us|us-gov|eu|apac|jp|au)\.[a-z0-9]+\.[a-z0-9][\w.:-]+)$")
"""A Bedrock model id with the prefix of a cross-Region inference profile, alone or at the end of an ARN."""


def service_in_allowed_region(subject: Subject) -> Iterator[Answer]:
    allowed = _allowed(subject)
    platform = subject.spec("runtime.platform").text()
    if platform in _EDGE:
        yield Fail(message=f"{_EDGE[platform]}, and data may be in {', '.join(allowed)} only", path=_PLATFORM)
        return
    region = subject.spec("runtime.region")
    if region.absent:
        raise UnknownReached("spec.runtime.region", "is not declared: the cluster or the stack decides")
    if not region_allowed(region.text(), allowed):
        message = f"it runs in {region.text()}, and data may be in {', '.join(allowed)} only"
        yield Fail(message=message, path="spec.runtime.region")


def parts_in_allowed_region(subject: Subject) -> Iterator[Answer]:
    allowed = _allowed(subject)
    if subject.type in _EVERYWHERE:
        yield Fail(message=f"nothing binds it to {', '.join(allowed)}")
        return
    path = path_of(subject)
    if path == "jurisdiction" and subject[path].text() in ("", "default"):
        message = f"it has no jurisdiction, and data may be in {', '.join(allowed)} only"
        yield Fail(message=message, path=path)
    elif not region_allowed(region := region_of(subject), allowed):
        yield Fail(message=f"it is in {region}, and data may be in {', '.join(allowed)} only", path=path)


def deployment_stays_in_allowed_regions(subject: Subject) -> Iterator[Answer]:
    allowed = _allowed(subject)
    kind = subject["sku.name"].text()
    match load_deployment_reach().get(kind):
        case "any_azure_region":
            yield Fail(message=f"{kind} may be answered in any region of Azure", path="sku.name")
        case "data_zone":
            message = f"{kind} may be answered anywhere in its data zone, and data may be in {', '.join(allowed)} only"
            yield Fail(message=message, path="sku.name")
        case None:
            raise UnknownReached("sku.name", f"is {kind or 'missing'}, of which nothing is known")


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
        types=(*_HOLDING, *_EVERYWHERE),
        check=parts_in_allowed_region,
        reason="Logs, queues, backups and buckets hold what requests held.",
        remediation="Give the resource a region or jurisdiction of spec.responsibleAI.dataResidency.",
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
    Rule(
        id="APX-RAI-032",
        title="a model of Azure is answered where data may be",
        severity=Severity.HIGH,
        types=(AI_DEPLOYMENT,),
        check=deployment_stays_in_allowed_regions,
        reason="A global or data-zone deployment sends prompts to whichever of its regions has room.",
        remediation="Use the deployment type Standard or ProvisionedManaged in a region that is allowed.",
        source="https://learn.microsoft.com/azure/foundry/foundry-models/concepts/deployment-types",
        frameworks=(gdpr("Art. 44-46"),),
        law=("gdpr-art-44-46",),
    ),
)
