"""Tells the brake when somebody changes its service, and people when the brake does not answer."""

from typing import Final

import pulumi
import pulumi_gcp as gcp

from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import CloudRunBrake, GoogleScope

_SILENT_SECONDS: Final = 2 * 3600


def build_changes(
    request: GuardRequest,
    scope: GoogleScope,
    brake: CloudRunBrake,
    *,
    topic: gcp.pubsub.Topic,
    except_by: pulumi.Input[str],
) -> None:
    """Entries of the audit log on the service go to the brake, which holds back again what was set free meanwhile.

    That may be a window of its schedules, a person in the console, or a provider that leaves out a count of zero.
    """
    sink = gcp.logging.ProjectSink(
        request.child("brake-changes"),
        project=scope.project,
        description=f"Changes of the service that the brake of {request.name} holds back",
        destination=pulumi.Output.concat("pubsub.googleapis.com/", topic.id),
        filter=_filter(brake, except_by),
        unique_writer_identity=True,
        opts=request.options(),
    )
    gcp.pubsub.TopicIAMMember(
        request.child("brake-told"),
        topic=topic.id,
        project=scope.project,
        role="roles/pubsub.publisher",
        member=sink.writer_identity,
        opts=request.options(),
    )


def build_alarm(
    request: GuardRequest,
    scope: GoogleScope,
    subscription: gcp.pubsub.Subscription,
    channels: list[pulumi.Input[str]],
) -> None:
    """People hear when messages to the brake stay unheard: a brake that fails must be heard of."""
    threshold = gcp.monitoring.AlertPolicyConditionConditionThresholdArgs(
        filter=pulumi.Output.concat(
            'metric.type="pubsub.googleapis.com/subscription/oldest_unacked_message_age" AND '
            'resource.type="pubsub_subscription" AND resource.label.subscription_id="',
            subscription.name,
            '"',
        ),
        aggregations=[
            gcp.monitoring.AlertPolicyConditionConditionThresholdAggregationArgs(
                alignment_period="300s", per_series_aligner="ALIGN_MAX"
            )
        ],
        comparison="COMPARISON_GT",
        threshold_value=_SILENT_SECONDS,
        duration="0s",
    )
    text = f"The brake of {request.name} does not answer"
    gcp.monitoring.AlertPolicy(
        request.child("brake-silent"),
        display_name=text,
        combiner="OR",
        conditions=[gcp.monitoring.AlertPolicyConditionArgs(display_name=text, condition_threshold=threshold)],
        notification_channels=channels,
        project=scope.project,
        user_labels=dict(scope.labels),
        opts=request.options(),
    )


def _filter(brake: CloudRunBrake, except_by: pulumi.Input[str]) -> pulumi.Output[str]:
    """Source: Cloud Run documentation, Audit logging: changes are in the log of admin activity, with the resource type
    cloud_run_revision; read 2026-11-21."""
    return pulumi.Output.concat(
        'log_id("cloudaudit.googleapis.com/activity") AND protoPayload.serviceName="run.googleapis.com" AND '
        'resource.type="cloud_run_revision" AND resource.labels.service_name="',
        brake.service,
        f'" AND resource.labels.location="{brake.region}" AND protoPayload.authenticationInfo.principalEmail!="',
        except_by,
        '"',
    )
