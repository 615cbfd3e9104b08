"""Buckets: private, whatever a policy or an ACL says."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.policy.rule import Answer, Fail, Rule, Scope, Severity
from apexai.policy.rules.frameworks import cis_controls, security_hub
from apexai.policy.rules.links import find_about
from apexai.policy.rules.security.exposure import granted_to_everybody
from apexai.policy.rules.statements import allowing, principals
from apexai.policy.rules.types import BUCKETS, GOOGLE_BUCKET, STORAGE_ACCOUNT
from apexai.policy.subject import Subject

_BLOCK: Final = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
_ACLS: Final = ("aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2")
_POLICY: Final = "aws:s3/bucketPolicy:BucketPolicy"
_GRANTS: Final[Mapping[str, str]] = {
    "gcp:storage/bucketIAMBinding:BucketIAMBinding": "members",
    "gcp:storage/bucketIAMMember:BucketIAMMember": "member",
}
_STATED: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "azure-native:storage:BlobContainer": ("publicAccess", ("Blob", "Container")),
    "cloudflare:index/r2ManagedDomain:R2ManagedDomain": ("enabled", ("true",)),
    "gcp:storage/bucketACL:BucketACL": ("predefinedAcl", ("publicRead", "publicReadWrite", "authenticatedRead")),
}
"""Type → where it says who may read, and what means everybody."""
_PUBLIC: Final = ("public-read", "public-read-write", "authenticated-read")
_FLAGS: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def bucket_not_public(subject: Subject) -> Iterator[Answer]:
    if subject.type in _STATED:
        yield from _stated_public(subject)
    elif subject.type in _GRANTS:
        yield from granted_to_everybody(subject, _GRANTS[subject.type], "use the bucket")
    elif subject.type == _POLICY:
        for statement in allowing(subject, "policy"):
            if "*" in principals(statement) and statement["Condition"].absent:
                yield Fail(message="everybody may use the bucket", path="policy")
    elif (acl := subject["acl"].text()) in _PUBLIC:
        yield Fail(message=f"the ACL {acl} opens the bucket", path="acl")


def _stated_public(subject: Subject) -> Iterator[Answer]:
    path, public = _STATED[subject.type]
    if subject[path].text() in public:
        yield Fail(message=f"{path} {subject[path].text()} opens it", path=path)


def store_forbids_public_access(subject: Subject) -> Iterator[Answer]:
    if subject.type == GOOGLE_BUCKET:
        if subject["publicAccessPrevention"].text() != "enforced":
            path = "publicAccessPrevention"
            yield Fail(message="a grant may open the bucket", path=path, edit="set it to enforced")
        return
    path = "allowBlobPublicAccess"
    if subject[path].flag():
        yield Fail(message="a container may be opened", path=path, edit="set it to false")


def bucket_blocks_public_access(subject: Subject) -> Iterator[Answer]:
    blocks = find_about(subject, (_BLOCK,), "bucket", name="bucket")
    if not blocks:
        yield Fail(message="nothing blocks public access in this stack")
    for block in blocks:
        off = [flag for flag in _FLAGS if not block[flag].flag()]
        if off:
            yield Fail(message=f"its public access block leaves {', '.join(off)} off")


RULES: Final = (
    Rule(
        id="APX-SEC-015",
        title="no bucket is public",
        severity=Severity.CRITICAL,
        types=(*BUCKETS, *_ACLS, _POLICY, *_GRANTS, *_STATED),
        check=bucket_not_public,
        reason="Models and training data in a public bucket are everybody's.",
        remediation="Make it private, and name who may use it.",
        source="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
        frameworks=(security_hub("S3.2, S3.3"),),
    ),
    Rule(
        id="APX-SEC-029",
        title="a bucket blocks public access",
        severity=Severity.MEDIUM,
        scope=Scope.STACK,
        types=BUCKETS,
        check=bucket_blocks_public_access,
        reason="The block holds even when somebody later writes an open policy.",
        remediation="Add an s3.BucketPublicAccessBlock with all four flags.",
        source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
        frameworks=(security_hub("S3.8"),),
    ),
    Rule(
        id="APX-SEC-031",
        title="a store forbids public access",
        severity=Severity.MEDIUM,
        types=(GOOGLE_BUCKET, STORAGE_ACCOUNT),
        check=store_forbids_public_access,
        reason="The ban holds even when somebody later grants access to everybody.",
        remediation="Set publicAccessPrevention to enforced, or allowBlobPublicAccess to false.",
        source="https://cloud.google.com/storage/docs/public-access-prevention",
        frameworks=(cis_controls("3.3"),),
    ),
)
