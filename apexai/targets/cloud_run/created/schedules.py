"""Windows of the schedules: jobs that set the service's instances when a window begins and when it ends."""

from __future__ import annotations  # an annotation would import a whole service of the SDK

import base64
import json

import pulumi
import pulumi_gcp as gcp

from apexai.spec.deployment import Autoscaling, Schedule
from apexai.targets.cloud_run.created.identity import Identity, build_identity
from apexai.targets.cloud_run.created.scope import Scope
from apexai.targets.cloud_run.names import SCHEDULER

_MASK = "scaling.minInstanceCount,scaling.maxInstanceCount"
_CLOUD = "https://www.googleapis.com/auth/cloud-platform"


def build_schedules(scope: Scope, service: gcp.cloudrunv2.Service, identity: Identity) -> None:
    """Two jobs for each window, as an account that may change just this service."""
    autoscaling = scope.spec.autoscaling
    if autoscaling is None or not autoscaling.schedules:
        return
    name = f"{scope.service_name}{SCHEDULER}"
    scheduler = build_identity(scope, "scheduler", name, f"Sets the instances of {scope.service_name}")
    allowed = _allow(scope, service, scheduler, identity)
    for schedule in autoscaling.schedules:
        least, most = schedule.min_replicas, schedule.max_replicas
        inside = (
            autoscaling.min_replicas if least is None else least,
            autoscaling.max_replicas if most is None else most,
        )
        _job(scope, scheduler, schedule, kind="start", bounds=inside, after=allowed)
        _job(scope, scheduler, schedule, kind="end", bounds=_usual(autoscaling), after=allowed)


def _usual(autoscaling: Autoscaling) -> tuple[int, int]:
    return autoscaling.min_replicas, autoscaling.max_replicas


def _allow(
    scope: Scope, service: gcp.cloudrunv2.Service, scheduler: Identity, identity: Identity
) -> list[pulumi.Resource]:
    """Change the service, which takes the right to act as its account too.

    Source: Cloud Run documentation, Deployment permissions: run.services.update and iam.serviceAccounts.actAs; read
    2026-11-21.
    """
    change = gcp.cloudrunv2.ServiceIamMember(
        scope.name("scheduler-change"),
        name=service.name,
        location=scope.region,
        role="roles/run.developer",
        member=scheduler.member,
        opts=scope.request.options(),
    )
    act = gcp.serviceaccount.IAMMember(
        scope.name("scheduler-act"),
        service_account_id=identity.account,
        role="roles/iam.serviceAccountUser",
        member=scheduler.member,
        opts=scope.request.options(),
    )
    return [change, act]


def _job(
    scope: Scope,
    scheduler: Identity,
    schedule: Schedule,
    *,
    kind: str,
    bounds: tuple[int, int],
    after: list[pulumi.Resource],
) -> None:
    least, most = bounds
    body = json.dumps({"scaling": {"minInstanceCount": least, "maxInstanceCount": most}})
    service = f"/locations/{scope.region}/services/{scope.service_name}"
    gcp.cloudscheduler.Job(
        scope.name(f"{schedule.name}-{kind}"),
        region=scope.region,
        description=f"{schedule.name} {kind}: {least} to {most} instances",
        schedule=schedule.start if kind == "start" else schedule.end,
        time_zone=schedule.timezone,
        http_target=gcp.cloudscheduler.JobHttpTargetArgs(
            http_method="PATCH",
            uri=pulumi.Output.concat(
                "https://run.googleapis.com/v2/projects/", scope.project, service, "?updateMask=", _MASK
            ),
            headers={"Content-Type": "application/json"},
            body=base64.b64encode(body.encode()).decode(),
            oauth_token=gcp.cloudscheduler.JobHttpTargetOauthTokenArgs(
                service_account_email=scheduler.email, scope=_CLOUD
            ),
        ),
        retry_config=gcp.cloudscheduler.JobRetryConfigArgs(retry_count=3),
        opts=scope.request.options(depends_on=after),
    )
