"""Encryption of what lies still: under an own key, which rotates."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.policy.rule import Answer, Fail, NotApplicable, Rule, Severity
from apexai.policy.rules.frameworks import security_hub
from apexai.policy.rules.types import KEY, LAMBDA, LOG_GROUP, QUEUE, REPOSITORY, TABLE, TOPIC
from apexai.policy.subject import Subject

_KEYS: Final = (KEY, "aws:kms/alias:Alias", "aws:kms/replicaKey:ReplicaKey", "aws:kms/externalKey:ExternalKey")
KEY_PATHS: Final[Mapping[str, str]] = {
    LAMBDA: "kmsKeyArn",
    LOG_GROUP: "kmsKeyId",
    QUEUE: "kmsMasterKeyId",
    TOPIC: "kmsMasterKeyId",
    TABLE: "serverSideEncryption.kmsKeyArn",
    REPOSITORY: "encryptionConfigurations",
    "aws:secretsmanager/secret:Secret": "kmsKeyId",
}
"""Type → where it names the key."""

_STORED: Final = {
    "aws:ebs/volume:Volume": "encrypted",
    "aws:efs/fileSystem:FileSystem": "encrypted",
    "aws:rds/instance:Instance": "storageEncrypted",
    "aws:rds/cluster:Cluster": "storageEncrypted",
}


def has_own_key(subject: Subject) -> bool:
    """Whether a resource names a key; an output of a key in the same stack counts, though nobody knows it yet.

    Raises:
        UnknownReached: the value is unknown, and comes from something else.
    """
    path = KEY_PATHS[subject.type]
    if subject.wired(path, *_KEYS):
        return True
    if subject.type == REPOSITORY:
        return any(entry["encryptionType"].text().startswith("KMS") for entry in subject[path].items())
    return not subject[path].absent and not subject[path].text().startswith("alias/aws/")


def own_key_used(subject: Subject) -> Iterator[Answer]:
    if subject.type == LAMBDA and not subject["environment.variables"].entries():
        raise NotApplicable("it has no variables to encrypt")
    if not has_own_key(subject):
        yield Fail(
            message="it lies under a key of the provider, which nobody here can withdraw", path=KEY_PATHS[subject.type]
        )


def key_rotates(subject: Subject) -> Iterator[Answer]:
    spec = subject["customerMasterKeySpec"].text() or "SYMMETRIC_DEFAULT"
    if spec != "SYMMETRIC_DEFAULT" or subject["keyUsage"].text() not in ("", "ENCRYPT_DECRYPT"):
        raise NotApplicable("only symmetric keys rotate")
    if not subject["enableKeyRotation"].flag():
        yield Fail(message="the key stays the same for ever", path="enableKeyRotation")


def storage_encrypted(subject: Subject) -> Iterator[Answer]:
    path = _STORED[subject.type]
    if not subject[path].flag():
        yield Fail(message="it is stored unencrypted", path=path)


RULES: Final = (
    Rule(
        id="APX-SEC-003",
        title="data lies under an own key",
        severity=Severity.MEDIUM,
        types=tuple(KEY_PATHS),
        check=own_key_used,
        reason="An own key has its own policy, its own log and its own end.",
        remediation="Name a KMS key; a service's policy data-privacy-compliance makes one.",
        source="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html",
    ),
    Rule(
        id="APX-SEC-016",
        title="keys rotate",
        severity=Severity.MEDIUM,
        types=(KEY,),
        check=key_rotates,
        reason="Rotation bounds how much one key's loss gives away.",
        remediation="Set enableKeyRotation to true.",
        source="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
        frameworks=(security_hub("KMS.4"),),
    ),
    Rule(
        id="APX-SEC-022",
        title="disks and databases are encrypted",
        severity=Severity.HIGH,
        types=tuple(_STORED),
        check=storage_encrypted,
        reason="Snapshots and copies of an unencrypted disk are readable wherever they end up.",
        remediation="Set it to true; most can't be changed after creation.",
        source="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        frameworks=(security_hub("EC2.3, EFS.1, RDS.3"),),
    ),
)
