"""Autoscaling of one version's provisioned concurrency."""

import pulumi
import pulumi_aws as aws

from apexai.spec.deployment import Schedule
from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.aws_lambda.names import version_key
from apexai.targets.aws_lambda.release import Capacity, Version
from apexai.targets.aws_lambda.schedule_expression import schedule_expression
from apexai.targets.budgets.scopes import ProvisionedCapacity, ScheduledCapacity
from apexai.targets.value import input_of

_METRIC = "LambdaProvisionedConcurrencyUtilization"


def capacity_of(scope: Scope, function: aws.lambda_.Function, version: Version) -> ProvisionedCapacity | None:
    """What one version has provisioned and how it scales; None where it has nothing.

    Policies and actions have names that follow from the version's number, so that the budget's brake, which takes them
    away and gives them back, and the program, which may run in between, mean the same ones.
    """
    capacity = version.capacity
    if capacity is None:
        return None
    number = function.version if version.number is None else input_of(version.number)
    scaled = capacity.maximum > capacity.minimum
    autoscaling = scope.spec.autoscaling
    schedules = autoscaling.schedules if autoscaling is not None and scaled else ()
    tracked = scaled and capacity.target_percent is not None
    return ProvisionedCapacity(
        qualifier=number,
        count=capacity.minimum,
        maximum=capacity.maximum,
        policy=_named(scope, "tracking", number) if tracked else "",
        target=float(capacity.target_percent / 100) if tracked and capacity.target_percent is not None else 0,
        actions=tuple(action for schedule in schedules for action in _window(scope, capacity, schedule, number)),
    )


def build_scaling(
    scope: Scope,
    function: aws.lambda_.Function,
    version: Version,
    capacity: ProvisionedCapacity,
    provisioned: aws.lambda_.ProvisionedConcurrencyConfig,
) -> None:
    """A scalable target on the version, with target tracking and the windows of the schedules."""
    key = version_key(version.model_version)
    target = aws.appautoscaling.Target(
        scope.name(f"scaling-{key}"),
        min_capacity=capacity.count,
        max_capacity=capacity.maximum,
        resource_id=pulumi.Output.concat("function:", function.name, ":", provisioned.qualifier),
        scalable_dimension="lambda:function:ProvisionedConcurrency",
        service_namespace="lambda",
        region=scope.region,
        tags=scope.tags,
        opts=scope.request.options(depends_on=[provisioned]),
    )
    if capacity.target:
        _track(scope, key, target, capacity)
    kinds = [(schedule, kind) for schedule in _schedules(scope) for kind in ("start", "end")]
    for (schedule, kind), action in zip(kinds, capacity.actions, strict=True):
        _act(scope, f"{schedule.name}-{kind}-{key}", target, action)


def _schedules(scope: Scope) -> list[Schedule]:
    return scope.spec.autoscaling.schedules if scope.spec.autoscaling else []


def _track(scope: Scope, key: str, target: aws.appautoscaling.Target, capacity: ProvisionedCapacity) -> None:
    aws.appautoscaling.Policy(
        scope.name(f"tracking-{key}"),
        name=capacity.policy,
        policy_type="TargetTrackingScaling",
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        service_namespace=target.service_namespace,
        target_tracking_scaling_policy_configuration=aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs(
            target_value=capacity.target,
            predefined_metric_specification=aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs(
                predefined_metric_type=_METRIC
            ),
        ),
        region=scope.region,
        opts=scope.request.options(),
    )


def _act(scope: Scope, name: str, target: aws.appautoscaling.Target, action: ScheduledCapacity) -> None:
    aws.appautoscaling.ScheduledAction(
        scope.name(name),
        name=action.name,
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        service_namespace=target.service_namespace,
        schedule=action.schedule,
        timezone=action.timezone,
        scalable_target_action=aws.appautoscaling.ScheduledActionScalableTargetActionArgs(
            min_capacity=action.minimum, max_capacity=action.maximum
        ),
        region=scope.region,
        opts=scope.request.options(),
    )


def _window(
    scope: Scope, capacity: Capacity, schedule: Schedule, number: pulumi.Input[str]
) -> tuple[ScheduledCapacity, ScheduledCapacity]:
    """Two actions: the window's capacity at its start, the usual one at its end."""
    minimum = capacity.minimum if schedule.min_replicas is None else schedule.min_replicas
    maximum = capacity.maximum if schedule.max_replicas is None else min(schedule.max_replicas, capacity.maximum)
    inside = (minimum, max(minimum, maximum))
    times = (("start", schedule.start, inside), ("end", schedule.end, (capacity.minimum, capacity.maximum)))
    start, end = (
        ScheduledCapacity(
            name=_named(scope, f"{schedule.name}-{kind}", number),
            schedule=schedule_expression(cron),
            timezone=schedule.timezone,
            minimum=bounds[0],
            maximum=bounds[1],
        )
        for kind, cron, bounds in times
    )
    return start, end


def _named(scope: Scope, kind: str, number: pulumi.Input[str]) -> pulumi.Output[str]:
    return pulumi.Output.concat(scope.name(kind), "-", number)
