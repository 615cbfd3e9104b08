"""Storage: what the Functions host keeps, which only identities reach, and the package of the code."""

import pulumi
import pulumi_azure_native as azure

from apexai.spec.runtime import Package
from apexai.targets.azure.code import FLEX_PACKAGE
from apexai.targets.azure.created.encryption import OwnKey
from apexai.targets.azure.created.identity import Identity, build_grant
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure.created.storage import build_account
from apexai.targets.azure.roles import BLOB_CONTRIBUTOR, BLOB_OWNER


def build_host_storage(
    scope: Scope, identity: Identity, key: OwnKey | None
) -> tuple[azure.storage.StorageAccount, pulumi.Resource]:
    """The host's account, and the grant on it; it takes no shared keys."""
    account = build_account(scope, "host", identity, key, shared_keys=False)
    return account, build_grant(scope, "owns-host", identity, role=BLOB_OWNER, on=account.id)


def build_package(
    scope: Scope, identity: Identity, key: OwnKey | None, package: Package
) -> tuple[pulumi.Output[str], list[pulumi.Resource]]:
    """URL of the container with the code, and what has to be there before the app.

    The account has nothing but the package. It takes shared keys because the provider writes blobs with them:
    https://github.com/pulumi/pulumi-azure-native/issues/2015.
    """
    account = build_account(scope, "code", identity, key, shared_keys=True)
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
        blob_name=FLEX_PACKAGE,
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
