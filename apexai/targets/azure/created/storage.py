"""Storage accounts of a service, in its own key where it has one."""

import pulumi_azure_native as azure

from apexai.targets.azure.created.encryption import OwnKey
from apexai.targets.azure.created.identity import Identity
from apexai.targets.azure.created.scope import Scope

_ACCOUNT_NAME = 24


def build_account(
    scope: Scope, kind: str, identity: Identity, key: OwnKey | None, *, shared_keys: bool
) -> azure.storage.StorageAccount:
    """An account of the service's own; where it takes no shared keys, only identities reach it."""
    return azure.storage.StorageAccount(
        scope.name(kind),
        account_name=scope.unique(most=_ACCOUNT_NAME - len(kind), separator="").apply(lambda name: f"{name}{kind}"),
        resource_group_name=scope.group.name,
        location=scope.region,
        kind="StorageV2",
        sku=azure.storage.SkuArgs(name="Standard_LRS"),
        access_tier="Hot",
        allow_shared_key_access=shared_keys,
        allow_blob_public_access=False,
        allow_cross_tenant_replication=False,
        minimum_tls_version="TLS1_2",
        enable_https_traffic_only=True,
        tags=scope.tags,
        opts=scope.request.options(depends_on=[] if key is None else [key.grant]),
        **_encryption(identity, key),
    )


def _encryption(identity: Identity, key: OwnKey | None) -> dict[str, object]:
    """Blobs in the service's own key."""
    if key is None:
        return {}
    return {
        "identity": azure.storage.IdentityArgs(type="UserAssigned", user_assigned_identities=[identity.id]),
        "encryption": azure.storage.EncryptionArgs(
            key_source="Microsoft.Keyvault",
            encryption_identity=azure.storage.EncryptionIdentityArgs(encryption_user_assigned_identity=identity.id),
            key_vault_properties=azure.storage.KeyVaultPropertiesArgs(key_name=key.name, key_vault_uri=key.vault_uri),
        ),
    }
