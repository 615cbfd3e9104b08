"""Storage: what the Functions host keeps, which only identities reach, and the package of the code."""

import pulumi
import pulumi_azure_native as azure

from apexai.spec.runtime import Package
from apexai.targets.azure.created.encryption import OwnKey
from apexai.targets.azure.created.identity import Identity, build_grant
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure.roles import BLOB_CONTRIBUTOR, BLOB_OWNER

_ACCOUNT_NAME = 24
_PACKAGE = "released-package.zip"
"""Source: Azure documentation, Automate resource deployment for your function app, deployment package: the name that an
app on Flex Consumption looks for in its container; read 2026-11-21."""


def build_host_storage(
    scope: Scope, identity: Identity, key: OwnKey | None
) -> tuple[azure.storage.StorageAccount, pulumi.Resource]:
    """The host's account, and the grant on it; it takes no shared keys."""
    account = _account(scope, "host", identity, key, shared_keys=False)
    return account, build_grant(scope, "owns-host", identity, role=BLOB_OWNER, on=account.id)


def build_package(
    scope: Scope, identity: Identity, key: OwnKey | None, package: Package
) -> tuple[pulumi.Output[str], list[pulumi.Resource]]:
    """URL of the container with the code, and what has to be there before the app.

    The account has nothing but the package. It takes shared keys because the provider writes blobs with them:
    https://github.com/pulumi/pulumi-azure-native/issues/2015.
    """
    account = _account(scope, "code", identity, key, shared_keys=True)
    container = azure.storage.BlobContainer(
        scope.name("code-container"),
        container_name="package",
        account_name=account.name,
        resource_group_name=scope.group.name,
        public_access="None",
        opts=scope.request.options(),
    )
    path = package.path
    blob = azure.storage.Blob(
        scope.name("package"),
        blob_name=_PACKAGE,
        account_name=account.name,
        container_name=container.name,
        resource_group_name=scope.group.name,
        type="Block",
        source=pulumi.FileAsset(path) if path.endswith(".zip") else pulumi.FileArchive(path),
        opts=scope.request.options(),
    )
    grant = build_grant(scope, "reads-code", identity, role=BLOB_CONTRIBUTOR, on=account.id)
    url = pulumi.Output.concat("https://", account.name, ".blob.core.windows.net/", container.name)
    return url, [blob, grant]


def _account(
    scope: Scope, kind: str, identity: Identity, key: OwnKey | None, *, shared_keys: bool
) -> azure.storage.StorageAccount:
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
