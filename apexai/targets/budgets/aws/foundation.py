"""What exists once an account for all budgets: the topic, the anomaly monitor, and the tags that costs are told by."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

_PUBLISHERS = ("budgets.amazonaws.com", "costalerts.amazonaws.com")


def build_topic(
    name: str, *, region: str | None, tags: Mapping[str, str], options: pulumi.ResourceOptions
) -> aws.sns.Topic:
    """A topic that the account's own budgets and anomaly alerts may publish to, and no other service."""
    parent = options.parent
    identity = aws.get_caller_identity_output(opts=pulumi.InvokeOutputOptions(parent=parent))
    topic = aws.sns.Topic(f"{name}-budgets", region=region, tags=dict(tags), opts=options)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": list(_PUBLISHERS)},
        "Action": "sns:Publish",
        "Resource": topic.arn,
        "Condition": {"StringEquals": {"aws:SourceAccount": identity.account_id}},
    }
    aws.sns.TopicPolicy(
        f"{name}-publishers",
        arn=topic.arn,
        policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [statement]}),
        region=region,
        opts=options,
    )
    return topic


def build_monitor(
    name: str, *, tags: Mapping[str, str], options: pulumi.ResourceOptions
) -> aws.costexplorer.AnomalyMonitor:
    """The monitor of all services, of which an account has one."""
    return aws.costexplorer.AnomalyMonitor(
        f"{name}-anomalies", monitor_type="DIMENSIONAL", monitor_dimension="SERVICE", tags=dict(tags), opts=options
    )


def activate_tags(name: str, keys: Sequence[str], options: pulumi.ResourceOptions) -> None:
    """Let costs be told by tags; only the account that pays may, and it takes up to a day."""
    for key in keys:
        aws.costexplorer.CostAllocationTag(f"{name}-{key}", tag_key=key, status="Active", opts=options)
