"""References to secrets: where the value is kept, never the value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apexai.units import FormError


class SecretStore(StrEnum):
    """Where secrets are kept; the value is the scheme of a reference."""

    AWS_SECRETS_MANAGER = "aws-sm"
    AWS_PARAMETER_STORE = "aws-ssm"
    KUBERNETES = "k8s"
    AZURE_KEY_VAULT = "azure-kv"
    GCP_SECRET_MANAGER = "gcp-sm"
    CLOUDFLARE_SECRETS_STORE = "cf-ss"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretReference:
    """One secret in a store."""

    store: SecretStore
    name: str
    """Name, ARN or path of the secret in its store; a parameter's path begins with `/` where it has several parts."""
    key: str = ""
    """Of a JSON object in Secrets Manager, or of a Kubernetes Secret; empty for the whole value."""
    scope: str = ""
    """The vault, the project or the store that the secret is in; empty for stores without."""
    version: str = ""
    """Empty for the latest."""

    def __str__(self) -> str:
        place = "/".join(part for part in (self.scope, self.name, self.version) if part)
        separator = "/" if self.store is SecretStore.KUBERNETES else "#"
        return f"{self.store}://{place}{separator + self.key if self.key else ''}"


SECRET_FORM: Final = (
    "a reference to a secret: aws-sm://<name or ARN>[#<JSON key>], aws-ssm://<path>, k8s://<secret>/<key>, "
    "azure-kv://<vault>/<secret>[/<version>], gcp-sm://<project>/<secret>[/<version>] or cf-ss://<store>/<secret>"
)
SECRET_PATTERN: Final = "^(aws-sm|aws-ssm|k8s|azure-kv|gcp-sm|cf-ss)://."

_LONGEST: Final = 2048
_PATTERNS: Final[Mapping[SecretStore, str]] = {
    SecretStore.AWS_SECRETS_MANAGER: (
        r"(?P<name>arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,512}"
        r"|[A-Za-z0-9/_+=.@-]{1,512})(#(?P<key>[^#]{1,255}))?"
    ),
    SecretStore.AWS_PARAMETER_STORE: (
        r"(?P<name>arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter(/[A-Za-z0-9_.-]+){1,15}"
        r"|/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,14})"
    ),
    SecretStore.KUBERNETES: r"(?P<name>[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)/(?P<key>[-._a-zA-Z0-9]{1,253})",
    SecretStore.AZURE_KEY_VAULT: (
        r"(?P<scope>[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9])/(?P<name>[0-9a-zA-Z-]{1,127})(/(?P<version>[0-9a-f]{32}))?"
    ),
    SecretStore.GCP_SECRET_MANAGER: (
        r"(?P<scope>([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]|[0-9]{6,20})/(?P<name>[A-Za-z0-9_-]{1,255})"
        r"(/(?P<version>[A-Za-z0-9_-]{1,63}))?"
    ),
    SecretStore.CLOUDFLARE_SECRETS_STORE: r"(?P<scope>[0-9a-f]{32})/(?P<name>[A-Za-z0-9_-]{1,255})",
}
"""What each store allows after `://`.

Source: the stores' API references: Secrets Manager CreateSecret, Systems Manager PutParameter, Kubernetes object names
and Secret keys, Key Vault naming rules, Secret Manager resource names, Cloudflare Secrets Store; read 2026-11-21.
"""


def parse_secret_reference(text: str) -> SecretReference:
    """The secret that a reference names.

    Raises:
        FormError: the text is no reference; its message does not carry the text, which may be a secret itself.
    """
    scheme, separator, rest = text.partition("://")
    if not separator or scheme not in _schemes() or len(text) > _LONGEST:
        raise FormError(text, SECRET_FORM, hidden=True)
    store = SecretStore(scheme)
    match = re.fullmatch(_PATTERNS[store], rest)
    if match is None:
        raise FormError(text, SECRET_FORM, hidden=True)
    found = {part: value for part, value in match.groupdict().items() if value is not None}
    if (
        store is SecretStore.AWS_PARAMETER_STORE
        and "/" in found["name"]
        and not found["name"].startswith(("/", "arn:"))
    ):
        found["name"] = f"/{found['name']}"
    return SecretReference(store=store, **found)


def is_secret_reference(text: str) -> bool:
    """Whether the text begins as a reference does, well formed or not."""
    return text.partition("://")[0] in _schemes() and "://" in text


def _schemes() -> frozenset[str]:
    return frozenset(SecretStore)
