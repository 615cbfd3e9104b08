"""Managed node groups on EKS, with scale from zero and schedules on their Auto Scaling groups."""

import json
from collections.abc import Iterator
from typing import Final

import pulumi
import pulumi_aws as aws

from apexai.targets.gpu_pools.choice import accelerators_per_node, is_arm, machine_types_of
from apexai.targets.gpu_pools.labels import GPU_RESOURCE, POOL_LABEL, TAINT_VALUE
from apexai.targets.gpu_pools.nodes import labels_of
from apexai.targets.gpu_pools.plan import PoolPart, PoolPlan
from apexai.targets.gpu_pools.request import PoolRequest
from apexai.targets.value import input_of

_POLICIES: Final = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy")
"""What nodes need, and no more. Source: https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html."""
_IMAGES: Final = {False: "AL2023_x86_64_NVIDIA", True: "AL2023_ARM_64_NVIDIA"}
_TEMPLATE_TAGS: Final = "k8s.io/cluster-autoscaler/node-template"
"""How cluster-autoscaler knows what an empty group's node would have.

Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md.
"""
_ROOT_DEVICE: Final = "/dev/xvda"


def build_nodes(request: PoolRequest) -> None:
    """Register one group, or one of spot machines and one on demand."""
    role, attachments = _role(request)
    template = _launch_template(request)
    for part in request.plan.parts:
        group = _node_group(request, part, role=role, template=template, after=attachments)
        scaling_group = group.resources.apply(lambda found: found[0].autoscaling_groups[0].name)
        _build_template_tags(request, part, scaling_group)
        _build_schedules(request, part, scaling_group)


def _tags(plan: PoolPlan) -> dict[str, pulumi.Input[str]]:
    return {**plan.tags, **{key: input_of(value) for key, value in plan.pool.tags.items()}}


def _role(request: PoolRequest) -> tuple[pulumi.Input[str], list[pulumi.Resource]]:
    """ARN of the nodes' role, and what has to be there before nodes take it."""
    given = request.plan.pool.cluster.node_role
    if given is not None:
        return input_of(given), []
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
    role = aws.iam.Role(
        f"{request.name}-nodes-role",
        assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        description=f"Nodes of the pool {request.plan.name}",
        tags=_tags(request.plan),
        opts=request.options(),
    )
    attachments: list[pulumi.Resource] = [
        aws.iam.RolePolicyAttachment(
            f"{request.name}-nodes-{policy.lower().replace('_', '-')}",
            role=role.name,
            policy_arn=f"arn:aws:iam::aws:policy/{policy}",
            opts=request.options(),
        )
        for policy in _POLICIES
    ]
    return role.arn, attachments


def _launch_template(request: PoolRequest) -> aws.ec2.LaunchTemplate:
    """What a group can't say itself: an encrypted disk, IMDSv2 for the node alone, tags on machines and disks."""
    tags = _tags(request.plan)
    return aws.ec2.LaunchTemplate(
        f"{request.name}-nodes-template",
        update_default_version=True,
        metadata_options=aws.ec2.LaunchTemplateMetadataOptionsArgs(
            http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=1
        ),
        block_device_mappings=[
            aws.ec2.LaunchTemplateBlockDeviceMappingArgs(
                device_name=_ROOT_DEVICE,
                ebs=aws.ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
                    volume_size=request.plan.disk_gib, volume_type="gp3", encrypted="true", delete_on_termination="true"
                ),
            )
        ],
        tag_specifications=[
            aws.ec2.LaunchTemplateTagSpecificationArgs(resource_type=kind, tags=tags)
            for kind in ("instance", "volume")
            if tags
        ],
        tags=tags,
        opts=request.options(),
    )


def _node_group(
    request: PoolRequest,
    part: PoolPart,
    *,
    role: pulumi.Input[str],
    template: aws.ec2.LaunchTemplate,
    after: list[pulumi.Resource],
) -> aws.eks.NodeGroup:
    plan, cluster = request.plan, request.plan.pool.cluster
    assert cluster.name is not None
    return aws.eks.NodeGroup(
        f"{request.name}-nodes{part.suffix}",
        cluster_name=input_of(cluster.name),
        node_role_arn=role,
        subnet_ids=[input_of(subnet) for subnet in cluster.subnets],
        ami_type=_IMAGES[is_arm(plan)],
        capacity_type="SPOT" if part.spot else "ON_DEMAND",
        instance_types=list(machine_types_of(plan)),
        launch_template=aws.eks.NodeGroupLaunchTemplateArgs(
            id=template.id, version=template.latest_version.apply(lambda version: str(version))
        ),
        labels=labels_of(plan),
        taints=[aws.eks.NodeGroupTaintArgs(key=GPU_RESOURCE, value=TAINT_VALUE, effect="NO_SCHEDULE")],
        scaling_config=aws.eks.NodeGroupScalingConfigArgs(
            min_size=part.least, max_size=part.most, desired_size=part.least
        ),
        update_config=aws.eks.NodeGroupUpdateConfigArgs(max_unavailable=1),
        node_repair_config=aws.eks.NodeGroupNodeRepairConfigArgs(enabled=True),
        tags=_tags(plan),
        opts=request.options(depends_on=after, ignore_changes=["scalingConfig.desiredSize"]),
    )


def _build_template_tags(request: PoolRequest, part: PoolPart, scaling_group: pulumi.Output[str]) -> None:
    for kind, key, value in _template_tags(request.plan):
        aws.autoscaling.Tag(
            f"{request.name}-nodes{part.suffix}-{kind}-tag" + ("" if key != POOL_LABEL else "-pool"),
            autoscaling_group_name=scaling_group,
            tag=aws.autoscaling.TagTagArgs(
                key=f"{_TEMPLATE_TAGS}/{kind}/{key}", value=value, propagate_at_launch=False
            ),
            opts=request.options(),
        )


def _template_tags(plan: PoolPlan) -> Iterator[tuple[str, str, str]]:
    yield "resources", GPU_RESOURCE, str(accelerators_per_node(plan))
    yield "taint", GPU_RESOURCE, f"{TAINT_VALUE}:NoSchedule"
    yield "label", POOL_LABEL, plan.name


def _build_schedules(request: PoolRequest, part: PoolPart, scaling_group: pulumi.Output[str]) -> None:
    """Bounds at the start of each window, and those of the pool at its end."""
    for schedule in request.plan.pool.schedules:
        least = 0 if part.stands_in else schedule.min_nodes
        windows = (("start", schedule.start, least, schedule.max_nodes), ("end", schedule.end, part.least, part.most))
        for edge, cron, minimum, maximum in windows:
            aws.autoscaling.Schedule(
                f"{request.name}-nodes{part.suffix}-{schedule.name}-{edge}",
                autoscaling_group_name=scaling_group,
                scheduled_action_name=f"{request.plan.name}-{schedule.name}-{edge}",
                min_size=minimum,
                max_size=maximum,
                desired_capacity=minimum,
                recurrence=cron,
                time_zone=schedule.timezone,
                opts=request.options(),
            )
