"""What the budget's guard may hold back, and what the function has while it is held back."""

import pulumi
import pulumi_aws as aws

from apexai.spec.finops import OnBreach
from apexai.targets.aws_lambda.created.scaling import capacity_of
from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.aws_lambda.release import release_of
from apexai.targets.budgets.plan import throttled
from apexai.targets.budgets.scopes import AwsScope, LambdaBrake
from apexai.targets.value import input_of

_TAG = "service"


def reserved_concurrency(scope: Scope) -> int | None:
    """What the program declares: the brake's cap while the service is held back, else `maxReplicas`."""
    if scope.is_braked:
        return 0 if scope.spec.finops.on_breach is OnBreach.PAUSE else _throttled(scope)
    return _declared(scope)


def build_guard_scope(scope: Scope, function: aws.lambda_.Function, key: aws.kms.Key | None) -> AwsScope:
    """The costs that carry the service's tag, and the function that the brake may hold back."""
    foundation = scope.request.surroundings.foundation
    return AwsScope(
        tag=(_TAG, scope.tags[_TAG]),
        region=scope.region,
        topic=None if foundation.topic is None else input_of(foundation.topic),
        anomaly_monitor=None if foundation.anomaly_monitor is None else input_of(foundation.anomaly_monitor),
        key=None if key is None else key.arn,
        tags=scope.tags,
        brake=_brake(scope, function),
    )


def _brake(scope: Scope, function: aws.lambda_.Function) -> LambdaBrake | None:
    if scope.brake is None:
        return None
    _tell(scope)
    planned = [capacity_of(scope, function, version) for version in release_of(scope.request.deployment).versions]
    return LambdaBrake(
        function=function.name,
        state=scope.brake.parameter,
        reserved=_declared(scope),
        throttled=_throttled(scope),
        provisioned=tuple(capacity for capacity in planned if capacity is not None),
    )


def _tell(scope: Scope) -> None:
    """Say which settings wait: nothing is lost, and nothing is done behind anybody's back."""
    if scope.brake is None or not scope.is_braked:
        return
    state = scope.brake.state
    pulumi.warn(
        f"{scope.request.name} is held back by its budget's brake since {state.since} ({state.reason}): reserved "
        f"concurrency is {reserved_concurrency(scope)} and nothing is provisioned; autoscaling takes effect when the "
        f"brake is released, in the month after {state.period} or by a person [APX-BGT-011]"
    )


def _declared(scope: Scope) -> int | None:
    return None if scope.spec.autoscaling is None else scope.spec.autoscaling.max_replicas


def _throttled(scope: Scope) -> int:
    return throttled(0 if scope.spec.autoscaling is None else scope.spec.autoscaling.min_replicas)
