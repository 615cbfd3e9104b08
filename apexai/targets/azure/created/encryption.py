"""A key of the service's own, in a vault that takes roles only and forgets nothing by accident."""

from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure

from apexai.targets.azure.created.identity import Identity, build_grant
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure.roles import CRYPTO_USER
from apexai.targets.own_key import has_own_key

_VAULT_NAME = 24
"""Source: Azure documentation, Naming rules and restrictions, Microsoft.KeyVault/vaults: 3-24; read 2026-11-21."""
_KEY_NAME = "service"
_KEPT_DAYS = 90
_KEY_BITS = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKey:
    """The key, and the grant that has to be there before anything uses it."""

    url: pulumi.Output[str]
    """Without a version: what uses it follows its rotation."""
    name: str
    vault_uri: pulumi.Output[str]
    grant: pulumi.Resource


def build_key(scope: Scope, identity: Identity) -> OwnKey | None:
    """The key of a service whose data or policies ask for one, turned over every year; None for the others."""
    if not has_own_key(scope.request.deployment):
        return None
    vault = _vault(scope)
    key = azure.keyvault.Key(
        scope.name("key"),
        key_name=_KEY_NAME,
        vault_name=vault.name,
        resource_group_name=scope.group.name,
        properties=azure.keyvault.KeyPropertiesArgs(
            kty="RSA", key_size=_KEY_BITS, key_ops=["wrapKey", "unwrapKey"], rotation_policy=_yearly()
        ),
        tags=scope.tags,
        opts=scope.request.options(),
    )
    grant = build_grant(scope, "uses-key", identity, role=CRYPTO_USER, on=vault.id)
    return OwnKey(
        url=key.key_uri,
        name=_KEY_NAME,
        vault_uri=pulumi.Output.concat("https://", vault.name, ".vault.azure.net"),
        grant=grant,
    )


def _vault(scope: Scope) -> azure.keyvault.Vault:
    return azure.keyvault.Vault(
        scope.name("vault"),
        vault_name=scope.unique(most=_VAULT_NAME),
        resource_group_name=scope.group.name,
        location=scope.region,
        properties=azure.keyvault.VaultPropertiesArgs(
            tenant_id=scope.tenant,
            sku=azure.keyvault.SkuArgs(family="A", name="standard"),
            enable_rbac_authorization=True,
            enable_purge_protection=True,
            enable_soft_delete=True,
            soft_delete_retention_in_days=_KEPT_DAYS,
        ),
        tags=scope.tags,
        opts=scope.request.options(),
    )


def _yearly() -> azure.keyvault.RotationPolicyArgs:
    return azure.keyvault.RotationPolicyArgs(
        lifetime_actions=[
            azure.keyvault.LifetimeActionArgs(
                action=azure.keyvault.ActionArgs(type="rotate"),
                trigger=azure.keyvault.TriggerArgs(time_after_create="P1Y"),
            )
        ]
    )
