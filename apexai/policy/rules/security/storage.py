"""Buckets: private, whatever a policy or an ACL says."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.rule import Answer, Fail, Rule, Scope, Severity
from apexai.policy.rules.frameworks import security_hub
from apexai.policy.rules.links import find_about
from apexai.policy.rules.statements import allowing, principals
from apexai.policy.rules.types import BUCKETS
from apexai.policy.subject import Subject

_BLOCK: Final = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
_ACLS: Final = ("aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2")
_POLICY: Final = "aws:s3/bucketPolicy:BucketPolicy"
_PUBLIC: Final = ("public-read", "public-read-write", "authenticated-read")
_FLAGS: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def bucket_not_public(subject: Subject) -> Iterator[Answer]:
    if subject.type == _POLICY:
        for statement in allowing(subject, "policy"):
            if "*" in principals(statement) and statement["Condition"].absent:
                yield Fail(message="everybody may use the bucket", path="policy")
    elif (acl := subject["acl"].text()) in _PUBLIC:
        yield Fail(message=f"the ACL {acl} opens the bucket", path="acl")


def bucket_blocks_public_access(subject: Subject) -> Iterator[Answer]:
    blocks = find_about(subject, subject.others(_BLOCK), "bucket", name="bucket")
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
        types=(*BUCKETS, *_ACLS, _POLICY),
        check=bucket_not_public,
        reason="Models and training data in a public bucket are everybody's.",
        remediation="Use the ACL private, and name the principals in the policy.",
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
)
