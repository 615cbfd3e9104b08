"""What is kept: logs, traces, images, objects, and deployments that should be gone."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from apexai.policy.rule import Answer, Change, Fail, NotApplicable, Parameter, Rule, Scope, Severity, Tighter
from apexai.policy.rules.finops.capacity import UNBOUNDED
from apexai.policy.rules.frameworks import finops
from apexai.policy.rules.links import find_about
from apexai.policy.rules.types import (
    AZURE_REGISTRY,
    BUCKETS,
    GOOGLE_BUCKET,
    GOOGLE_REPOSITORY,
    LOG_BUCKET,
    LOG_GROUP,
    R2_BUCKET,
    REPOSITORY,
    STORAGE_ACCOUNT,
    WORKSPACE,
)
from apexai.policy.subject import SERVICE, Subject
from apexai.units import parse_rate

_REPOSITORY_LIFECYCLES: Final = ("aws:ecr/lifecyclePolicy:LifecyclePolicy",)
_MANAGEMENTS: Final = ("azure-native:storage:ManagementPolicy",)
_R2_LIFECYCLES: Final = ("cloudflare:index/r2BucketLifecycle:R2BucketLifecycle",)
_BUCKET_LIFECYCLES: Final = (
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
)
RETENTIONS: Final[Mapping[str, tuple[str, int | None]]] = {
    LOG_GROUP: ("retentionInDays", None),
    WORKSPACE: ("retentionInDays", 30),
    LOG_BUCKET: ("retentionDays", 30),
}
"""Type → where it says for how many days, and how many there are without; None for ever.

Source: https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure,
https://cloud.google.com/logging/docs/buckets
"""
_USAGE: Final = finops("Usage optimization")


def log_retention_bounded(subject: Subject) -> Iterator[Answer]:
    path, _ = RETENTIONS[subject.type]
    days, longest = retention_of(subject), subject.limit("longestDays")
    if days is None:
        yield Fail(message="logs are kept, and paid, for ever", path=path)
    elif longest is not None and days > longest:
        yield Fail(message=f"logs are kept {days} days, longer than {longest}", path=path)


def stated_retention(subject: Subject) -> Change:
    """The parameter's days, where none are stated; 0 is what the provider fills in for none."""
    path, days = RETENTIONS[subject.type][0], subject.limit("remedyDays")
    return {(path,): int(days)} if days is not None and retention_of(subject) is None else {}


def retention_of(subject: Subject) -> Decimal | None:
    """Days that logs are kept; None for ever.

    Raises:
        UnknownReached: it is not known.
    """
    path, default = RETENTIONS[subject.type]
    days = subject[path].number()
    if days is None:
        return None if default is None else Decimal(default)
    return days if days > 0 else None


def traces_sampled(subject: Subject) -> Iterator[Answer]:
    share = subject.spec("monitoring.sampleRate").number()
    if share is None:
        raise NotApplicable("no requests are traced")
    most, requests = subject.limit("mostShare"), subject.limit("fromRequests")
    usage = subject.spec("finops.usage.requests")
    if most is None or share <= most:
        return
    if not usage.absent and requests is not None and usage.parsed(parse_rate) >= requests:
        message = f"{share} of {usage.text()} requests are traced, more than {most}"
        yield Fail(message=message, path="spec.monitoring.sampleRate")


def temporary_ends(subject: Subject) -> Iterator[Answer]:
    expires = subject.spec("finops.expires")
    if not expires.absent and expires.day() < subject.circumstances.as_of:
        yield Fail(message=f"it should be gone since {expires.text()}", path="spec.finops.expires", edit="destroy it")
        return
    if not expires.absent or subject.environment in subject.texts("lasting"):
        return
    least, platform = subject.spec("autoscaling.minReplicas").number(), subject.spec("runtime.platform").text()
    idle = least == 0 or (least is None and platform in UNBOUNDED)
    if not idle and not subject.spec("autoscaling.schedules").items():
        message = f"{subject.environment} runs day and night without an end"
        yield Fail(message=message, path="spec.finops.expires")


def images_expire(subject: Subject) -> Iterator[Answer]:
    if not find_about(subject, _REPOSITORY_LIFECYCLES, "repository", name="name"):
        yield Fail(message="no lifecycle policy removes old images")


def objects_expire(subject: Subject) -> Iterator[Answer]:
    types: tuple[str, ...]
    match subject.type:
        case t if t == STORAGE_ACCOUNT:
            types, path, name = _MANAGEMENTS, "accountName", "accountName"
        case t if t == R2_BUCKET:
            types, path, name = _R2_LIFECYCLES, "bucketName", "name"
        case _:
            if subject["lifecycleRules"].items():
                return
            types, path, name = _BUCKET_LIFECYCLES, "bucket", "bucket"
    if not find_about(subject, types, path, name=name):
        yield Fail(message="no lifecycle moves or removes old objects")


def contents_expire(subject: Subject) -> Iterator[Answer]:
    match subject.type:
        case t if t == GOOGLE_BUCKET:
            if not subject["lifecycleRules"].items() and not subject["autoclass.enabled"].flag():
                yield Fail(message="no lifecycle moves or removes old objects", path="lifecycleRules")
        case t if t == GOOGLE_REPOSITORY:
            if not subject["cleanupPolicies"].items():
                yield Fail(message="no cleanup policy removes old images", path="cleanupPolicies")
        case _:
            if subject["sku.name"].text() != "Premium":
                raise NotApplicable("only the Premium tier has a retention policy")
            if subject["policies.retentionPolicy.status"].text() != "enabled":
                yield Fail(message="images without a tag are kept for ever", path="policies.retentionPolicy.status")


RULES: Final = (
    Rule(
        id="APX-FIN-013",
        title="logs are kept for a stated time",
        severity=Severity.LOW,
        types=tuple(RETENTIONS),
        check=log_retention_bounded,
        reason="CloudWatch keeps logs for ever where nothing is set, and bills each month of it.",
        remediation="Set the retention to what operations and law need.",
        source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
        frameworks=(_USAGE,),
        parameters=(
            Parameter(
                name="longestDays",
                kind="integer",
                default=None,
                description="longest retention in days; any without it",
                tighter=Tighter.LOWER,
            ),
            Parameter(
                name="remedyDays",
                kind="integer",
                default=365,
                description="days that a policy pack that remediates writes where none are stated",
            ),
        ),
        remedy=stated_retention,
    ),
    Rule(
        id="APX-FIN-014",
        title="traces of a busy service are sampled",
        severity=Severity.LOW,
        types=(SERVICE,),
        check=traces_sampled,
        reason="Each trace is billed, and one in ten shows the same.",
        remediation="Lower spec.monitoring.sampleRate.",
        source="https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html",
        frameworks=(_USAGE,),
        parameters=(
            Parameter(
                name="mostShare",
                kind="number",
                default=0.1,
                description="largest share of requests that is traced, 0 to 1",
                tighter=Tighter.LOWER,
            ),
            Parameter(
                name="fromRequests",
                kind="integer",
                default=10_000_000,
                description="requests a month from which the share counts",
                tighter=Tighter.LOWER,
            ),
        ),
    ),
    Rule(
        id="APX-FIN-015",
        title="non-production ends or sleeps",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=temporary_ends,
        reason="Test deployments outlive their tests.",
        remediation="Add spec.finops.expires, or autoscaling schedules, or minReplicas 0.",
        source="https://www.finops.org/framework/capabilities/workload-optimization/",
        frameworks=(finops("Workload optimization"),),
        parameters=(
            Parameter(
                name="lasting",
                kind="array",
                default=("prod", "production"),
                description="environments that are meant to last",
                tighter=Tighter.FEWER,
            ),
        ),
    ),
    Rule(
        id="APX-FIN-017",
        title="a registry removes old images",
        severity=Severity.LOW,
        scope=Scope.STACK,
        types=(REPOSITORY,),
        check=images_expire,
        reason="Model images have gigabytes each, and every release leaves one.",
        remediation="Add an ecr.LifecyclePolicy for the repository.",
        source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
        frameworks=(_USAGE,),
    ),
    Rule(
        id="APX-FIN-026",
        title="a bucket has a lifecycle",
        severity=Severity.LOW,
        scope=Scope.STACK,
        types=(*BUCKETS, STORAGE_ACCOUNT, R2_BUCKET),
        check=objects_expire,
        reason="Objects that nobody reads stay in the most expensive class until somebody says otherwise.",
        remediation="Add an s3.BucketLifecycleConfiguration, a storage.ManagementPolicy or an R2BucketLifecycle.",
        source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
        frameworks=(_USAGE,),
    ),
    Rule(
        id="APX-FIN-028",
        title="a store says how long it keeps what is old",
        severity=Severity.LOW,
        types=(GOOGLE_BUCKET, GOOGLE_REPOSITORY, AZURE_REGISTRY),
        check=contents_expire,
        reason="Model images have gigabytes each, and every release leaves one.",
        remediation="Add lifecycleRules to the bucket, cleanupPolicies or a retention policy to the registry.",
        source="https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy",
        frameworks=(_USAGE,),
    ),
)
