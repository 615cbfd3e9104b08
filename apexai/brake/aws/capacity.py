"""Takes a function's concurrency away and gives it back, in the order that Lambda's couplings ask for.

Reserved concurrency can't be set below what is provisioned, and an autoscaler would provision again: so the scalable
targets go first, then what is provisioned, then the cap comes. Back in the other order. Every call can be repeated.
Source: AWS Lambda Developer Guide, "Configuring reserved concurrency" and "provisioned concurrency", read 2026-11-21.
"""

from collections.abc import Iterator
from typing import Any

from apexai.brake.aws.settings import Provisioned, Settings

_NAMESPACE = "lambda"
_DIMENSION = "lambda:function:ProvisionedConcurrency"
_METRIC = "LambdaProvisionedConcurrencyUtilization"


class Capacity:
    """The concurrency of one function, and of no other."""

    def __init__(self, settings: Settings, *, functions: Any, autoscaling: Any) -> None:
        self._settings = settings
        self._functions = functions
        self._autoscaling = autoscaling

    def take(self) -> Iterator[str]:
        """Hold the function back; yields what was changed."""
        function = self._settings.function
        for target in self._targets():
            self._autoscaling.deregister_scalable_target(**_scaled(target))
            yield f"deregistered {target}"
        for qualifier in self._provisioned():
            self._functions.delete_provisioned_concurrency_config(FunctionName=function, Qualifier=qualifier)
            yield f"deleted provisioned concurrency of {function}:{qualifier}"
        yield from self._reserve(self._settings.capped)

    def give_back(self) -> Iterator[str]:
        """Give the function what its program declares; yields what was changed."""
        yield from self._reserve(self._settings.reserved)
        existing = set(self._provisioned())
        for wanted in self._settings.provisioned:
            yield from self._provision(wanted, exists=wanted.qualifier in existing)

    def _reserve(self, wanted: int | None) -> Iterator[str]:
        function = self._settings.function
        current = self._functions.get_function_concurrency(FunctionName=function).get("ReservedConcurrentExecutions")
        if current == wanted:
            return
        if wanted is None:
            self._functions.delete_function_concurrency(FunctionName=function)
        else:
            self._functions.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=wanted)
        yield f"reserved concurrency of {function}: {_said(current)} → {_said(wanted)}"

    def _provision(self, wanted: Provisioned, *, exists: bool) -> Iterator[str]:
        function = self._settings.function
        if not exists:
            self._functions.put_provisioned_concurrency_config(
                FunctionName=function, Qualifier=wanted.qualifier, ProvisionedConcurrentExecutions=wanted.count
            )
            yield f"provisioned concurrency of {function}:{wanted.qualifier}: {wanted.count}"
        resource = f"function:{function}:{wanted.qualifier}"
        if wanted.is_scaled and resource not in self._targets():
            self._scale(wanted, resource)
            yield f"registered {resource}: {wanted.minimum} to {wanted.maximum}"

    def _scale(self, wanted: Provisioned, resource: str) -> None:
        self._autoscaling.register_scalable_target(
            **_scaled(resource),
            MinCapacity=wanted.minimum,
            MaxCapacity=wanted.maximum,
            Tags=dict(self._settings.tags),
        )
        if wanted.policy:
            self._autoscaling.put_scaling_policy(
                **_scaled(resource),
                PolicyName=wanted.policy,
                PolicyType="TargetTrackingScaling",
                TargetTrackingScalingPolicyConfiguration={
                    "TargetValue": wanted.target,
                    "PredefinedMetricSpecification": {"PredefinedMetricType": _METRIC},
                },
            )
        for action in wanted.actions:
            self._autoscaling.put_scheduled_action(
                **_scaled(resource),
                ScheduledActionName=action["name"],
                Schedule=action["schedule"],
                Timezone=action["timezone"],
                ScalableTargetAction={"MinCapacity": action["minimum"], "MaxCapacity": action["maximum"]},
            )

    def _targets(self) -> list[str]:
        """The function's scalable targets; `function:NAME:` also tells `fraud` from `fraud-2`."""
        pages = self._autoscaling.get_paginator("describe_scalable_targets").paginate(
            ServiceNamespace=_NAMESPACE, ScalableDimension=_DIMENSION
        )
        found = [target["ResourceId"] for page in pages for target in page["ScalableTargets"]]
        return sorted(resource for resource in found if resource.startswith(f"function:{self._settings.function}:"))

    def _provisioned(self) -> list[str]:
        pages = self._functions.get_paginator("list_provisioned_concurrency_configs").paginate(
            FunctionName=self._settings.function
        )
        configs = [config for page in pages for config in page["ProvisionedConcurrencyConfigs"]]
        return sorted(config["FunctionArn"].rsplit(":", 1)[-1] for config in configs)


def _scaled(resource: str) -> dict[str, str]:
    return {"ServiceNamespace": _NAMESPACE, "ResourceId": resource, "ScalableDimension": _DIMENSION}


def _said(count: int | None) -> str:
    return "none" if count is None else str(count)
