"""What the brake may do: change the concurrency of one function, and write its state and its log.

Source: AWS Service Authorization Reference, Lambda and Application Auto Scaling: describing scalable targets knows no
resources; their ARNs have ids that a new registration changes, so that tags and the dimension bound the rest;
https://docs.aws.amazon.com/service-authorization/latest/reference/, read 2026-11-21.
"""

import pulumi

from apexai.targets.aws_lambda.regions import regions
from apexai.targets.budgets.scopes import AwsScope, LambdaBrake

_DIMENSION = {
    "application-autoscaling:service-namespace": "lambda",
    "application-autoscaling:scalable-dimension": "lambda:function:ProvisionedConcurrency",
}
_ON_TARGETS = ("DeregisterScalableTarget", "PutScalingPolicy", "PutScheduledAction")
_ON_NEW_TARGETS = ("RegisterScalableTarget", "TagResource")


def permissions_of(
    scope: AwsScope,
    brake: LambdaBrake,
    *,
    state: pulumi.Input[str],
    logs: pulumi.Input[str],
    topic: pulumi.Input[str],
    account: pulumi.Input[str],
) -> list[dict[str, object]]:
    """Statements of the brake's policy."""
    partition = regions()[scope.region].partition

    def arn(service: str, *resource: pulumi.Input[str]) -> pulumi.Output[str]:
        return pulumi.Output.concat("arn:", partition, ":", service, ":", scope.region, ":", account, ":", *resource)

    return [
        _allow(_lambda(*_on_function(brake)), arn("lambda", "function:", brake.function)),
        _allow(["application-autoscaling:DescribeScalableTargets"], "*"),
        _allow(["ssm:GetParameter", "ssm:PutParameter"], state),
        _allow(["logs:CreateLogStream", "logs:PutLogEvents"], pulumi.Output.concat(logs, ":*")),
        _allow(["sns:Publish"], topic),
        *([] if scope.key is None else [_allow(["kms:Decrypt", "kms:GenerateDataKey"], scope.key)]),
        *(_on_versions(arn("lambda", "function:", brake.function, ":*")) if brake.provisioned else ()),
        *(_on_scaling(scope, arn("application-autoscaling", "scalable-target/*")) if _is_scaled(brake) else ()),
    ]


def _on_versions(versions: pulumi.Input[str]) -> list[dict[str, object]]:
    return [_allow(_lambda("PutProvisionedConcurrencyConfig", "DeleteProvisionedConcurrencyConfig"), versions)]


def _on_scaling(scope: AwsScope, targets: pulumi.Input[str]) -> list[dict[str, object]]:
    key, value = scope.tag
    return [
        {**_allow(_scaling(*_ON_TARGETS), targets), "Condition": _where({f"aws:ResourceTag/{key}": value})},
        {**_allow(_scaling(*_ON_NEW_TARGETS), targets), "Condition": _where({f"aws:RequestTag/{key}": value})},
    ]


def _is_scaled(brake: LambdaBrake) -> bool:
    return any(item.maximum > item.count or item.actions for item in brake.provisioned)


def _on_function(brake: LambdaBrake) -> tuple[str, ...]:
    always = ("GetFunctionConcurrency", "ListProvisionedConcurrencyConfigs", "PutFunctionConcurrency")
    return always if brake.reserved is not None else (*always, "DeleteFunctionConcurrency")


def _lambda(*actions: str) -> list[str]:
    return [f"lambda:{action}" for action in actions]


def _scaling(*actions: str) -> list[str]:
    return [f"application-autoscaling:{action}" for action in actions]


def _allow(actions: list[str], resource: pulumi.Input[str]) -> dict[str, object]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


def _where(tag: dict[str, str]) -> dict[str, object]:
    return {"StringEquals": {**_DIMENSION, **tag}}
