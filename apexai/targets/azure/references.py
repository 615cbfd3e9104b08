"""What a spec refers to on Azure: blobs, and secrets in Key Vault."""

import re
from dataclasses import dataclass
from typing import Final

from apexai.spec.fields import Text
from apexai.spec.secret_reference import SecretStore, parse_secret_reference
from apexai.targets.value import known_text

AZ_SCHEME: Final = "az://"
_ACCOUNT: Final = re.compile("[a-z0-9]{3,24}")
_CONTAINER: Final = re.compile("[a-z0-9](-?[a-z0-9]){2,62}")
"""Source: Azure documentation, Naming rules and restrictions, Microsoft.Storage; read 2026-11-21."""
_QUOTED: Final = re.compile(r"['\"\\\n\r]")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobLocation:
    """A blob, or all blobs below a prefix that ends with a slash."""

    account: str
    container: str
    key: str

    @property
    def is_grantable(self) -> bool:
        """Whether a condition can name just this."""
        named = _ACCOUNT.fullmatch(self.account) and _CONTAINER.fullmatch(self.container) and self.key.strip("/")
        return bool(named) and not _QUOTED.search(self.key)

    @property
    def condition(self) -> str:
        """The condition of a role assignment that lets read just this.

        Source: Azure documentation, Actions and attributes for Azure role assignment conditions for Azure Blob Storage;
        read 2026-11-21.
        """
        read = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"
        path = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path]"
        container = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name]"
        compared = "StringStartsWith" if self.key.endswith("/") else "StringEquals"
        return (
            f"((!(ActionMatches{{'{read}'}} AND NOT SubOperationMatches{{'Blob.List'}})) OR "
            f"({container} StringEquals '{self.container}' AND {path} {compared} '{self.key}'))"
        )


def blob_location(uri: str) -> BlobLocation | None:
    """The place that an `az://account/container/key` names; None for other URIs."""
    if not uri.startswith(AZ_SCHEME):
        return None
    account, _, rest = uri.removeprefix(AZ_SCHEME).partition("/")
    container, _, key = rest.partition("/")
    return BlobLocation(account=account, container=container, key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultSecret:
    """A secret in a Key Vault."""

    vault: str
    name: str
    version: str
    """Empty for the latest, which is read again when it changes."""

    @property
    def url(self) -> str:
        place = f"https://{self.vault}.vault.azure.net/secrets/{self.name}"
        return f"{place}/{self.version}" if self.version else place


def vault_secret(written: Text) -> VaultSecret | None:
    """The secret that a reference names; None for Outputs, which are its URL, and for other stores."""
    text = known_text(written)
    reference = None if text is None else parse_secret_reference(text)
    if reference is None or reference.store is not SecretStore.AZURE_KEY_VAULT:
        return None
    return VaultSecret(vault=reference.scope, name=reference.name, version=reference.version)
