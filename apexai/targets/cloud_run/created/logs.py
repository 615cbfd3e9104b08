"""Logs with a retention of their own: a log bucket, the sink that fills it, the exclusion that keeps them out of the
project's."""

from __future__ import annotations  # an annotation would import a whole service of the SDK

import pulumi_gcp as gcp

from apexai.targets.cloud_run.created.encryption import build_log_use
from apexai.targets.cloud_run.created.scope import Scope
from apexai.targets.cloud_run.names import EXPLAINER

_DEFAULT_DAYS = 30


def build_logs(scope: Scope, key: gcp.kms.CryptoKey | None) -> None:
    """Nothing where neither retention nor an own key is asked for: the project's bucket keeps logs for 30 days."""
    days = scope.spec.monitoring.logs_retention_days
    if days is None and key is None:
        return
    uses = [] if key is None else [build_log_use(scope, key)]
    bucket = gcp.logging.ProjectBucketConfig(
        scope.name("logs"),
        project=scope.project,
        location=scope.region,
        bucket_id=scope.service_name,
        retention_days=days or _DEFAULT_DAYS,
        description=f"Logs of {scope.service_name}",
        cmek_settings=None if key is None else gcp.logging.ProjectBucketConfigCmekSettingsArgs(kms_key_name=key.id),
        opts=scope.request.options(depends_on=uses),
    )
    sink = gcp.logging.ProjectSink(
        scope.name("logs-sink"),
        destination=bucket.name.apply(lambda name: f"logging.googleapis.com/{name}"),
        filter=_of_the_service(scope),
        unique_writer_identity=True,
        opts=scope.request.options(),
    )
    gcp.logging.ProjectExclusion(
        scope.name("logs-exclusion"),
        filter=_of_the_service(scope),
        description=f"Logs of {scope.service_name} are in a bucket of their own",
        opts=scope.request.options(depends_on=[sink]),
    )


def _of_the_service(scope: Scope) -> str:
    name = scope.service_name
    return (
        'resource.type="cloud_run_revision" AND '
        f'resource.labels.service_name=("{name}" OR "{name}{EXPLAINER}") AND '
        f'resource.labels.location="{scope.region}"'
    )
