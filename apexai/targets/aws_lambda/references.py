"""What a spec refers to on AWS: objects in S3 and secrets, as ARNs and variables."""

import re
from dataclasses import dataclass
from typing import Final

from apexai.spec.fields import Text
from apexai.spec.secret_reference import SecretReference, SecretStore, parse_secret_reference
from apexai.targets.value import known_text

S3_SCHEME: Final = "s3://"
_UNGUESSED: Final = "-??????"
"""Secrets Manager ends ARNs with six characters of its own.

Source: AWS Secrets Manager User Guide, "IAM policy examples": `??????` stands for the six random characters;
https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html, read 2026-11-21.
"""
_WHOLE_ARN: Final = re.compile(r".*-[A-Za-z0-9]{6}")
_BUCKET: Final = re.compile("[A-Za-z0-9._-]{3,255}")
"""With the names that us-east-1 gave until 2018.

Source: Amazon S3 User Guide, General purpose bucket naming rules, read 2026-11-21.
"""
_WILD: Final = re.compile(r"[*?]|\$\{")
"""What stands for more than itself in a policy's resource.

Source: AWS IAM User Guide, IAM JSON policy elements: Resource; read 2026-11-21.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Location:
    """An object, or all objects below a prefix that ends with a slash."""

    bucket: str
    key: str

    @property
    def is_grantable(self) -> bool:
        """Whether a policy can name just this."""
        return bool(_BUCKET.fullmatch(self.bucket) and self.key.strip("/")) and not _WILD.search(self.key)

    def arn(self, partition: str) -> str:
        """ARN of what may be read."""
        return f"arn:{partition}:s3:::{self.bucket}/{self.key}{'*' if self.key.endswith('/') or not self.key else ''}"


def s3_location(uri: str) -> S3Location | None:
    """The place that an `s3://bucket/key` names; None for other URIs."""
    if not uri.startswith(S3_SCHEME):
        return None
    bucket, _, key = uri.removeprefix(S3_SCHEME).partition("/")
    return S3Location(bucket=bucket, key=key)


def secret_variables(name: str, written: Text) -> dict[str, Text]:
    """The variables by which a function finds a secret: where it is, never what it says."""
    text = known_text(written)
    if text is None:
        return {f"{name}_SECRET_ID": written}
    reference = parse_secret_reference(text)
    if reference.store is SecretStore.AWS_PARAMETER_STORE:
        return {f"{name}_PARAMETER": reference.name}
    key: dict[str, Text] = {f"{name}_SECRET_KEY": reference.key} if reference.key else {}
    return {f"{name}_SECRET_ID": reference.name, **key}


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretGrant:
    """What a function may do to read one secret."""

    action: str
    service: str
    resource: str
    """ARN, or what stands in it after region and account."""

    @property
    def is_arn(self) -> bool:
        return self.resource.startswith("arn:")


def secret_grant(text: str) -> SecretGrant:
    """The permission to read exactly the secret that a reference names."""
    reference = parse_secret_reference(text)
    if reference.store is SecretStore.AWS_PARAMETER_STORE:
        return SecretGrant(action="ssm:GetParameter", service="ssm", resource=_parameter(reference))
    return SecretGrant(action="secretsmanager:GetSecretValue", service="secretsmanager", resource=_secret(reference))


def _parameter(reference: SecretReference) -> str:
    return reference.name if reference.name.startswith("arn:") else f"parameter/{reference.name.lstrip('/')}"


def _secret(reference: SecretReference) -> str:
    """An ARN may come without its last six characters, as many documents have it."""
    if not reference.name.startswith("arn:"):
        return f"secret:{reference.name}{_UNGUESSED}"
    return reference.name if _WHOLE_ARN.fullmatch(reference.name) else f"{reference.name}{_UNGUESSED}"
