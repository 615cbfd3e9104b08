"""The brake of a Cloud Run service: a small service of its own, which Pub/Sub calls."""

import base64
import json
from typing import Final

import pulumi
import pulumi_gcp as gcp

from apexai.brake.gcp.settings import VARIABLE
from apexai.targets.budgets.code import DEFAULT_IMAGE, brake_files
from apexai.targets.budgets.gcp.access import Access, build_access, let_call
from apexai.targets.budgets.gcp.watch import build_changes
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import CloudRunBrake, GoogleScope
from apexai.units import render_decimal

_NAME_CHARACTERS: Final = 49 - len("-1a2b3c4")
"""Of services, with what Pulumi adds. Source: Cloud Run Admin API v2, services.create, serviceId, read 2026-11-21."""
_HOURLY: Final = "5 * * * *"
_TIMEOUT_SECONDS: Final = 120
_A_DAY: Final = f"{24 * 3600}s"
CODE: Final = "APEXAI_BRAKE_CODE"
"""Variable with the modules, by path: what else could bring them in costs something or needs a build."""
START: Final = f"""\
import json, os, pathlib, sys
root = pathlib.Path("/tmp/brake")
for path, text in json.loads(os.environ["{CODE}"]).items():
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")
sys.path.insert(0, str(root))
from apexai.brake.gcp.main import main
main()
"""
"""Brings the modules in, and serves."""


def build_brake(
    request: GuardRequest,
    scope: GoogleScope,
    brake: CloudRunBrake,
    *,
    budget: gcp.billing.Budget,
    topic: gcp.pubsub.Topic,
) -> gcp.pubsub.Subscription:
    """The service that holds the other one back, with its permissions and what calls it."""
    access = build_access(request, scope, brake)
    service = _build_service(request, scope, brake, access, budget)
    called = let_call(request, scope, access, service, brake.region)
    subscription = gcp.pubsub.Subscription(
        request.child("brake-alerts"),
        topic=topic.id,
        project=scope.project,
        push_config=gcp.pubsub.SubscriptionPushConfigArgs(
            push_endpoint=service.uri,
            oidc_token=gcp.pubsub.SubscriptionPushConfigOidcTokenArgs(service_account_email=access.calls.email),
        ),
        ack_deadline_seconds=_TIMEOUT_SECONDS,
        # what was not heard for a day comes again by itself: budgets notify several times a day
        message_retention_duration=_A_DAY,
        retry_policy=gcp.pubsub.SubscriptionRetryPolicyArgs(minimum_backoff="10s", maximum_backoff="600s"),
        expiration_policy=gcp.pubsub.SubscriptionExpirationPolicyArgs(ttl=""),
        labels=dict(scope.labels),
        opts=request.options(depends_on=[called, *access.grants]),
    )
    _build_clock(request, scope, brake, topic)
    build_changes(request, scope, brake, topic=topic, except_by=access.runs.email)
    return subscription


def _build_service(
    request: GuardRequest, scope: GoogleScope, brake: CloudRunBrake, access: Access, budget: gcp.billing.Budget
) -> gcp.cloudrunv2.Service:
    """One instance that takes one message at a time, from inside of the project only.

    Source: Cloud Run documentation, Restrict network ingress: Pub/Sub of the project is internal; Deploying container
    images: public images of Docker Hub can be used directly; read 2026-11-21.
    """
    return gcp.cloudrunv2.Service(
        request.child("brake", longest=_NAME_CHARACTERS),
        location=brake.region,
        project=scope.project,
        description=f"Holds {request.name} back when its budget is spent",
        ingress="INGRESS_TRAFFIC_INTERNAL_ONLY",
        deletion_protection=False,
        labels=dict(scope.labels),
        template=gcp.cloudrunv2.ServiceTemplateArgs(
            service_account=access.runs.email,
            labels=dict(scope.labels),
            encryption_key=scope.key,
            timeout=f"{_TIMEOUT_SECONDS}s",
            max_instance_request_concurrency=1,
            scaling=gcp.cloudrunv2.ServiceTemplateScalingArgs(max_instance_count=1),
            containers=[_container(request, scope, brake, budget)],
        ),
        opts=request.options(depends_on=access.grants),
    )


def _container(
    request: GuardRequest, scope: GoogleScope, brake: CloudRunBrake, budget: gcp.billing.Budget
) -> gcp.cloudrunv2.ServiceTemplateContainerArgs:
    code = json.dumps(brake_files("gcp"), sort_keys=True)
    variables = {CODE: code, VARIABLE: _settings(request, scope, brake, budget)}
    return gcp.cloudrunv2.ServiceTemplateContainerArgs(
        image=brake.image or DEFAULT_IMAGE,
        commands=["python"],
        args=["-c", START],
        envs=[gcp.cloudrunv2.ServiceTemplateContainerEnvArgs(name=key, value=text) for key, text in variables.items()],
        resources=gcp.cloudrunv2.ServiceTemplateContainerResourcesArgs(
            limits={"cpu": "1", "memory": "512Mi"}, cpu_idle=True
        ),
    )


def _build_clock(
    request: GuardRequest, scope: GoogleScope, brake: CloudRunBrake, topic: gcp.pubsub.Topic
) -> gcp.cloudscheduler.Job:
    """It releases in a new month, and finishes what failed."""
    return gcp.cloudscheduler.Job(
        request.child("brake-clock"),
        region=brake.region,
        project=scope.project,
        description=f"Lets the brake of {request.name} look",
        schedule=_HOURLY,
        time_zone="Etc/UTC",
        pubsub_target=gcp.cloudscheduler.JobPubsubTargetArgs(
            topic_name=topic.id, data=base64.b64encode(json.dumps({"action": "tick"}).encode()).decode()
        ),
        opts=request.options(),
    )


def _settings(
    request: GuardRequest, scope: GoogleScope, brake: CloudRunBrake, budget: gcp.billing.Budget
) -> pulumi.Output[str]:
    limit = request.plan.limit
    return pulumi.Output.json_dumps(
        {
            "service": pulumi.Output.concat(
                "projects/", scope.project, "/locations/", brake.region, "/services/", brake.service
            ),
            "account": pulumi.Output.from_input(scope.billing_account or "").apply(_last),
            "budget": budget.name.apply(_last),
            "limit": render_decimal(limit.amount),
            "currency": limit.currency,
            "mode": str(request.plan.on_breach),
            "throttled": brake.throttled,
            "minimum": brake.minimum,
            "maximum": brake.maximum,
        },
        sort_keys=True,
    )


def _last(name: str) -> str:
    """`billingAccounts/A/budgets/B` → `B`; the provider has had names in both forms."""
    return name.rsplit("/", 1)[-1]
