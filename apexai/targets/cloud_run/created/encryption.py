"""The service's own key."""

from __future__ import annotations  # an annotation would import a whole service of the SDK

import pulumi
import pulumi_gcp as gcp

from apexai.targets.cloud_run.created.scope import Scope
from apexai.targets.own_key import has_own_key

_USES = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
_QUARTER = f"{90 * 24 * 3600}s"


def build_key(scope: Scope) -> gcp.kms.CryptoKey | None:
    """A key for the service's image and logs, turned over every 90 days; None where nothing asks for one."""
    if not has_own_key(scope.request.deployment):
        return None
    ring = gcp.kms.KeyRing(scope.name("keys"), location=scope.region, opts=scope.request.options())
    return gcp.kms.CryptoKey(
        scope.name("key"),
        key_ring=ring.id,
        rotation_period=_QUARTER,
        labels=scope.labels,
        opts=scope.request.options(),
    )


def build_run_use(scope: Scope, key: gcp.kms.CryptoKey | None) -> list[pulumi.Resource]:
    """Let Cloud Run's own agent use the key.

    Source: Cloud Run documentation, Using customer managed encryption keys: the Cloud Run service agent,
    service-PROJECT_NUMBER@serverless-robot-prod.iam.gserviceaccount.com; read 2026-11-21.
    """
    if key is None:
        return []
    project = gcp.organizations.get_project_output(opts=pulumi.InvokeOutputOptions(parent=scope.request.parent))
    agent = pulumi.Output.concat("service-", project.number, "@serverless-robot-prod.iam.gserviceaccount.com")
    return [_use(scope, "key-service", key, agent)]


def build_log_use(scope: Scope, key: gcp.kms.CryptoKey) -> gcp.kms.CryptoKeyIAMMember:
    """Let Cloud Logging's agent of the project use the key.

    Source: Cloud Logging documentation, Configure CMEK for log buckets: the account in the project's CMEK settings;
    read 2026-11-21.
    """
    settings = gcp.logging.get_project_cmek_settings_output(
        project=scope.project, opts=pulumi.InvokeOutputOptions(parent=scope.request.parent)
    )
    return _use(scope, "key-logs", key, settings.service_account_id)


def _use(scope: Scope, kind: str, key: gcp.kms.CryptoKey, agent: pulumi.Input[str]) -> gcp.kms.CryptoKeyIAMMember:
    return gcp.kms.CryptoKeyIAMMember(
        scope.name(kind),
        crypto_key_id=key.id,
        role=_USES,
        member=pulumi.Output.concat("serviceAccount:", agent),
        opts=scope.request.options(),
    )
