"""Encryption of what lies still: under an own key, which rotates."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.policy.property import Property
from apexai.policy.rule import Answer, Fail, NotApplicable, Rule, Scope, Severity
from apexai.policy.rules.frameworks import cis_controls, security_hub
from apexai.policy.rules.links import find_about
from apexai.policy.rules.types import (
    AI_ACCOUNT,
    AZURE_REGISTRY,
    BUCKETS,
    CLOUD_FUNCTION,
    GOOGLE_BUCKET,
    GOOGLE_KEY,
    GOOGLE_REPOSITORY,
    GOOGLE_SECRET,
    GOOGLE_TOPIC,
    KEY,
    LAMBDA,
    LOG_BUCKET,
    LOG_GROUP,
    QUEUE,
    REPOSITORY,
    RUN_SERVICE,
    SERVICE_BUS,
    STORAGE_ACCOUNT,
    TABLE,
    TOPIC,
)
from apexai.policy.subject import Subject

_AZURE_KEY: Final = "azure-native:keyvault:Key"
_KEYS: Final = (
    KEY,
    "aws:kms/alias:Alias",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/externalKey:ExternalKey",
    GOOGLE_KEY,
    _AZURE_KEY,
)
KEY_PATHS: Final[Mapping[str, str]] = {
    LAMBDA: "kmsKeyArn",
    LOG_GROUP: "kmsKeyId",
    QUEUE: "kmsMasterKeyId",
    TOPIC: "kmsMasterKeyId",
    TABLE: "serverSideEncryption.kmsKeyArn",
    REPOSITORY: "encryptionConfigurations",
    "aws:secretsmanager/secret:Secret": "kmsKeyId",
    STORAGE_ACCOUNT: "encryption.keySource",
    AZURE_REGISTRY: "encryption.status",
    SERVICE_BUS: "encryption.keySource",
    AI_ACCOUNT: "properties.encryption.keySource",
    "azure-native:cosmosdb:DatabaseAccount": "keyVaultKeyUri",
    GOOGLE_BUCKET: "encryption.defaultKmsKeyName",
    GOOGLE_REPOSITORY: "kmsKeyName",
    GOOGLE_SECRET: "replication.auto.customerManagedEncryption.kmsKeyName",
    GOOGLE_TOPIC: "kmsKeyName",
    LOG_BUCKET: "cmekSettings.kmsKeyName",
    CLOUD_FUNCTION: "kmsKeyName",
    RUN_SERVICE: "template.encryptionKey",
    "gcp:bigquery/dataset:Dataset": "defaultEncryptionConfiguration.kmsKeyName",
    "gcp:vertex/aiEndpoint:AiEndpoint": "encryptionSpec.kmsKeyName",
}
"""Type → where it names the key, or says that it has one."""

_SAID: Final[Mapping[str, str]] = {
    STORAGE_ACCOUNT: "microsoft.keyvault",
    AZURE_REGISTRY: "enabled",
    SERVICE_BUS: "microsoft.keyvault",
    AI_ACCOUNT: "microsoft.keyvault",
}
"""Type → what stands there where the key is an own one."""
_ALGORITHM: Final = "applyServerSideEncryptionByDefault.sseAlgorithm"
_BUCKET_ENCRYPTION: Final = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
)

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
    if subject.type in _SAID:
        return subject[path].text().casefold() == _SAID[subject.type]
    if subject.type == GOOGLE_SECRET:
        return _google_secret_has_key(subject)
    if subject.wired(path, *_KEYS):
        return True
    if subject.type == REPOSITORY:
        return any(entry["encryptionType"].text().startswith("KMS") for entry in subject[path].items())
    return not subject[path].absent and not subject[path].text().startswith("alias/aws/")


def bucket_has_own_key(subject: Subject) -> bool:
    """Whether a bucket of S3 is encrypted with a key of KMS; S3's own encryption is none.

    Raises:
        UnknownReached: nobody can tell.
    """
    if any(rule[_ALGORITHM].text().startswith("aws:kms") for rule in _inline_rules(subject)):
        return True
    return any(
        rule[_ALGORITHM].text().startswith("aws:kms")
        for configuration in find_about(subject, _BUCKET_ENCRYPTION, "bucket", name="bucket")
        for rule in configuration["rules"].items()
    )


def _inline_rules(subject: Subject) -> Iterator[Property]:
    if subject.type == BUCKETS[0]:
        yield subject["serverSideEncryptionConfiguration.rule"]
        return
    for configuration in subject["serverSideEncryptionConfigurations"].items():
        yield from configuration["rules"].items()


def _google_secret_has_key(subject: Subject) -> bool:
    if subject.wired("replication", *_KEYS):
        return True
    replicas = subject["replication.userManaged.replicas"].items()
    if replicas:
        return not any(replica["customerManagedEncryption.kmsKeyName"].absent for replica in replicas)
    return not subject[KEY_PATHS[GOOGLE_SECRET]].absent


def bucket_under_own_key(subject: Subject) -> Iterator[Answer]:
    if not bucket_has_own_key(subject):
        yield Fail(message="its objects lie under a key of the provider, which nobody here can withdraw")


def own_key_used(subject: Subject) -> Iterator[Answer]:
    if subject.type == LAMBDA and not subject["environment.variables"].entries():
        raise NotApplicable("it has no variables to encrypt")
    if not has_own_key(subject):
        yield Fail(
            message="it lies under a key of the provider, which nobody here can withdraw", path=KEY_PATHS[subject.type]
        )


def key_rotates(subject: Subject) -> Iterator[Answer]:
    if subject.type != KEY:
        yield from _rotates_by_policy(subject)
        return
    spec = subject["customerMasterKeySpec"].text() or "SYMMETRIC_DEFAULT"
    if spec != "SYMMETRIC_DEFAULT" or subject["keyUsage"].text() not in ("", "ENCRYPT_DECRYPT"):
        raise NotApplicable("only symmetric keys rotate")
    if not subject["enableKeyRotation"].flag():
        yield Fail(message="the key stays the same for ever", path="enableKeyRotation")


def _rotates_by_policy(subject: Subject) -> Iterator[Answer]:
    if subject.type == GOOGLE_KEY and subject["purpose"].text() not in ("", "ENCRYPT_DECRYPT"):
        raise NotApplicable("only symmetric keys rotate")
    path = "rotationPeriod" if subject.type == GOOGLE_KEY else "properties.rotationPolicy"
    if subject[path].absent:
        yield Fail(message="the key stays the same for ever", path=path)


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
        remediation="Name a key of KMS, Cloud KMS or Key Vault; a service's policy data-privacy-compliance makes one.",
        source="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html",
        frameworks=(cis_controls("3.11"),),
    ),
    Rule(
        id="APX-SEC-030",
        title="a bucket's objects lie under an own key",
        severity=Severity.LOW,
        scope=Scope.STACK,
        types=BUCKETS,
        check=bucket_under_own_key,
        reason="An own key has its own policy, its own log and its own end.",
        remediation="Add an s3.BucketServerSideEncryptionConfiguration with aws:kms and a key.",
        source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
        frameworks=(security_hub("S3.17"), cis_controls("3.11")),
    ),
    Rule(
        id="APX-SEC-016",
        title="keys rotate",
        severity=Severity.MEDIUM,
        types=(KEY, GOOGLE_KEY, _AZURE_KEY),
        check=key_rotates,
        reason="Rotation bounds how much one key's loss gives away.",
        remediation="Set enableKeyRotation to true, a rotationPeriod or a rotationPolicy.",
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
