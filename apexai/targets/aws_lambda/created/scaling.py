"""Autoscaling of one version's provisioned concurrency."""

import pulumi
import pulumi_aws as aws

from apexai.spec.deployment import Schedule
from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.aws_lambda.names import version_key
from apexai.targets.aws_lambda.release import Version
from apexai.targets.aws_lambda.schedule_expression import schedule_expression
from apexai.units import Percent

_METRIC = "LambdaProvisionedConcurrencyUtilization"


def build_scaling(
    scope: Scope,
    function: aws.lambda_.Function,
    version: Version,
    provisioned: aws.lambda_.ProvisionedConcurrencyConfig,
) -> None:
    """A scalable target on the version, with target tracking and the windows of the schedules."""
    capacity = version.capacity
    assert capacity is not None
    target = aws.appautoscaling.Target(
        scope.name(f"scaling-{version_key(version.model_version)}"),
        min_capacity=capacity.minimum,
        max_capacity=capacity.maximum,
        resource_id=pulumi.Output.concat("function:", function.name, ":", provisioned.qualifier),
        scalable_dimension="lambda:function:ProvisionedConcurrency",
        service_namespace="lambda",
        region=scope.region,
        tags=scope.tags,
        opts=scope.request.options(depends_on=[provisioned]),
    )
    if capacity.target_percent is not None:
        _track(scope, version, target, capacity.target_percent)
    for schedule in scope.spec.autoscaling.schedules if scope.spec.autoscaling else ():
        _window(scope, version, target, schedule)


def _track(scope: Scope, version: Version, target: aws.appautoscaling.Target, percent: Percent) -> None:
    aws.appautoscaling.Policy(
        scope.name(f"tracking-{version_key(version.model_version)}"),
        policy_type="TargetTrackingScaling",
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        service_namespace=target.service_namespace,
        target_tracking_scaling_policy_configuration=aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs(
            target_value=float(percent / 100),
            predefined_metric_specification=aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs(
                predefined_metric_type=_METRIC
            ),
        ),
        region=scope.region,
        opts=scope.request.options(),
    )


def _window(scope: Scope, version: Version, target: aws.appautoscaling.Target, schedule: Schedule) -> None:
    """Two actions: the window's capacity at its start, the usual one at its end."""
    capacity = version.capacity
    assert capacity is not None
    usual = (capacity.minimum, capacity.maximum)
    minimum = capacity.minimum if schedule.min_replicas is None else schedule.min_replicas
    maximum = capacity.maximum if schedule.max_replicas is None else min(schedule.max_replicas, capacity.maximum)
    _action(scope, version, target, schedule, kind="start", bounds=(minimum, max(minimum, maximum)))
    _action(scope, version, target, schedule, kind="end", bounds=usual)


def _action(
    scope: Scope,
    version: Version,
    target: aws.appautoscaling.Target,
    schedule: Schedule,
    *,
    kind: str,
    bounds: tuple[int, int],
) -> None:
    minimum, maximum = bounds
    aws.appautoscaling.ScheduledAction(
        scope.name(f"{schedule.name}-{kind}-{version_key(version.model_version)}"),
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        service_namespace=target.service_namespace,
        schedule=schedule_expression(schedule.start if kind == "start" else schedule.end),
        timezone=schedule.timezone,
        scalable_target_action=aws.appautoscaling.ScheduledActionScalableTargetActionArgs(
            min_capacity=minimum, max_capacity=maximum
        ),
        region=scope.region,
        opts=scope.request.options(),
    )
