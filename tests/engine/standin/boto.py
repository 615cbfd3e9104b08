"""The stand-in's AWS as boto3 clients, for programs that run in the cloud; they meet the same refusals."""

from collections.abc import Iterator
from typing import Any

from tests.engine.standin import aws_functions, aws_rules, refusals
from tests.engine.standin.aws import AwsProvider
from tests.engine.standin.cloud import Cloud, CloudObject
from tests.engine.standin.provider import Target
from tests.engine.standin.wire import Properties

PARAMETER = "aws:ssm/parameter:Parameter"


class Pages:
    """A paginator with one page."""

    def __init__(self, page: dict[str, Any]) -> None:
        self._page = page

    def paginate(self, **_: Any) -> Iterator[dict[str, Any]]:
        yield self._page


class Functions:
    """Lambda."""

    def __init__(self, cloud: Cloud, region: str) -> None:
        self._cloud, self._region = cloud, region

    def get_function_concurrency(self, *, FunctionName: str) -> dict[str, Any]:
        found = self._function(FunctionName).inputs.get("reservedConcurrentExecutions", -1)
        return {} if found < 0 else {"ReservedConcurrentExecutions": found}

    def put_function_concurrency(self, *, FunctionName: str, ReservedConcurrentExecutions: int) -> None:
        item = self._function(FunctionName)
        target = Target(urn=item.urn, type=item.type, name=FunctionName, region=self._region)
        inputs = {**item.inputs, "reservedConcurrentExecutions": ReservedConcurrentExecutions}
        AwsProvider().update(self._cloud, item, target, inputs)

    def put_provisioned_concurrency_config(
        self, *, FunctionName: str, Qualifier: str, ProvisionedConcurrentExecutions: int
    ) -> None:
        inputs = {
            "functionName": FunctionName,
            "qualifier": Qualifier,
            "provisionedConcurrentExecutions": ProvisionedConcurrentExecutions,
        }
        _create(self._cloud, self._region, aws_functions.PROVISIONED, inputs)

    def delete_provisioned_concurrency_config(self, *, FunctionName: str, Qualifier: str) -> None:
        for item in aws_functions.provisioned(self._cloud, self._function(FunctionName), qualifier=Qualifier):
            self._cloud.remove(item)

    def get_paginator(self, name: str) -> Any:
        assert name == "list_provisioned_concurrency_configs"
        return self

    def paginate(self, *, FunctionName: str) -> Iterator[dict[str, Any]]:
        function = self._function(FunctionName)
        found = aws_functions.provisioned(self._cloud, function)
        configs = [{"FunctionArn": f"{function.outputs['arn']}:{item.inputs['qualifier']}"} for item in found]
        yield {"ProvisionedConcurrencyConfigs": configs}

    def _function(self, name: str) -> CloudObject:
        return aws_functions.find_function(self._cloud, self._region, name)


class Autoscaling:
    """Application Auto Scaling."""

    def __init__(self, cloud: Cloud, region: str) -> None:
        self._cloud, self._region = cloud, region

    def get_paginator(self, name: str) -> Pages:
        assert name == "describe_scalable_targets"
        found = self._cloud.of_type(aws_rules.TARGET, region=self._region)
        return Pages({"ScalableTargets": [{"ResourceId": item.inputs["resourceId"]} for item in found]})

    def deregister_scalable_target(self, *, ResourceId: str, **_: str) -> None:
        for item in self._cloud.of_type(aws_rules.TARGET, region=self._region):
            if item.inputs["resourceId"] == ResourceId:
                AwsProvider().delete(self._cloud, item)

    def register_scalable_target(self, *, MinCapacity: int, MaxCapacity: int, Tags: Any, **scaled: str) -> None:
        inputs = {**_scaled(scaled), "minCapacity": MinCapacity, "maxCapacity": MaxCapacity, "tags": Tags}
        _create(self._cloud, self._region, aws_rules.TARGET, inputs)

    def put_scaling_policy(
        self, *, PolicyName: str, PolicyType: str, TargetTrackingScalingPolicyConfiguration: Any, **scaled: str
    ) -> None:
        inputs = {
            **_scaled(scaled),
            "name": PolicyName,
            "policyType": PolicyType,
            "targetTrackingScalingPolicyConfiguration": _camel(TargetTrackingScalingPolicyConfiguration),
        }
        _create(self._cloud, self._region, aws_rules.POLICY, inputs)

    def put_scheduled_action(self, *, ScheduledActionName: str, **action: Any) -> None:
        inputs = {
            **_scaled(action),
            "name": ScheduledActionName,
            "schedule": action["Schedule"],
            "timezone": action["Timezone"],
            "scalableTargetAction": _camel(action["ScalableTargetAction"]),
        }
        _create(self._cloud, self._region, aws_rules.SCHEDULED, inputs)


class Parameters:
    """Parameter Store."""

    def __init__(self, cloud: Cloud, region: str) -> None:
        self._cloud, self._region = cloud, region

    def get_parameter(self, *, Name: str) -> dict[str, Any]:
        return {"Parameter": {"Value": self._parameter(Name).outputs["insecureValue"]}}

    def put_parameter(self, *, Name: str, Value: str, Overwrite: bool) -> None:
        item = self._parameter(Name)
        item.inputs["insecureValue"] = item.outputs["insecureValue"] = Value
        self._cloud.put(item)

    def _parameter(self, name: str) -> CloudObject:
        found = self._cloud.get(PARAMETER, name, self._region)
        if found is None:
            raise refusals.Refusal(f"ParameterNotFound: {name}")
        return found


def _create(cloud: Cloud, region: str, type_: str, inputs: Properties) -> None:
    """Create or overwrite; what exists keeps what only its API knows."""
    urn = f"urn:pulumi:none::brake::{type_}::made-by-the-brake"
    target = Target(urn=urn, type=type_, name="made-by-the-brake", region=region)
    provider = AwsProvider()
    given = {**inputs, "region": region}
    provider.create(cloud, target, provider.check(target, given, olds={}, seed=b"brake"))


def _scaled(arguments: dict[str, Any]) -> Properties:
    return {
        "resourceId": arguments["ResourceId"],
        "scalableDimension": arguments["ScalableDimension"],
        "serviceNamespace": arguments["ServiceNamespace"],
    }


def _camel(value: Any) -> Any:
    """An API's object as Pulumi names its properties."""
    if not isinstance(value, dict):
        return value
    return {f"{name[0].lower()}{name[1:]}": _camel(item) for name, item in value.items()}
