"""The Lambda brake against moto: what it takes, what it gives back, what it ignores."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from apexai.brake.aws.handler import Brake
from apexai.brake.aws.settings import VARIABLE, Provisioned, load_settings
from apexai.brake.state import RELEASED, load_state
from tests.brake.notifications import ACCOUNT, TOPIC, event, notification
from tests.brake.provisioned import ProvisionedConcurrency

PARAMETER = "/apexai/brake/project/dev/fraud/state"
NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)
NEXT_MONTH = datetime(2026, 12, 1, 0, 5, tzinfo=UTC)
SETTINGS = load_settings(
    {
        VARIABLE: json.dumps(
            {
                "function": "fraud",
                "budget": "fraud-budget-1a2b3c4",
                "account": ACCOUNT,
                "topic": TOPIC,
                "parameter": PARAMETER,
                "capped": 1,
                "reserved": 10,
                "provisioned": [
                    {
                        "qualifier": "7",
                        "count": 2,
                        "minimum": 2,
                        "maximum": 8,
                        "policy": "fraud-tracking-7",
                        "target": 0.7,
                        "actions": [
                            {
                                "name": "day-start-7",
                                "schedule": "cron(0 8 ? * MON *)",
                                "timezone": "UTC",
                                "minimum": 4,
                                "maximum": 8,
                            }
                        ],
                    }
                ],
                "tags": {"service": "fraud"},
            }
        )
    }
)


@dataclass(kw_only=True)
class World:
    """An account with two functions, of which one has a brake."""

    functions: Any
    autoscaling: Any
    parameters: Any
    provisioned: ProvisionedConcurrency

    def hear(self, event: dict[str, Any], *, now: datetime = NOW, **settings: Any) -> list[dict[str, Any]]:
        brake = Brake(
            replace(SETTINGS, **settings),
            functions=self.functions,
            autoscaling=self.autoscaling,
            parameters=self.parameters,
        )
        return list(brake.hear(event, now=now))

    def reserved(self, function: str) -> int | None:
        answer = self.functions.get_function_concurrency(FunctionName=function)
        found = answer.get("ReservedConcurrentExecutions")
        return None if found is None else int(found)

    def targets(self) -> list[str]:
        found = self.autoscaling.describe_scalable_targets(ServiceNamespace="lambda")["ScalableTargets"]
        return sorted(target["ResourceId"] for target in found)

    def everything(self) -> object:
        """All that a brake could change."""
        policies = self.autoscaling.describe_scaling_policies(ServiceNamespace="lambda")["ScalingPolicies"]
        actions = self.autoscaling.describe_scheduled_actions(ServiceNamespace="lambda")["ScheduledActions"]
        return (
            self.reserved("fraud"),
            self.reserved("fraud-2"),
            dict(self.provisioned.configs),
            self.targets(),
            [
                (item["PolicyName"], item["TargetTrackingScalingPolicyConfiguration"]["TargetValue"])
                for item in policies
            ],
            [(item["ScheduledActionName"], item["Schedule"], item["ScalableTargetAction"]) for item in actions],
        )

    def state(self) -> Any:
        return load_state(self.parameters.get_parameter(Name=PARAMETER)["Parameter"]["Value"])


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        functions, autoscaling = boto3.client("lambda"), boto3.client("application-autoscaling")
        parameters, roles = boto3.client("ssm"), boto3.client("iam")
        role = roles.create_role(RoleName="role", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        for name in ("fraud", "fraud-2"):
            functions.create_function(
                FunctionName=name, Runtime="python3.13", Role=role, Handler="a.b", Code={"ZipFile": _archive()}
            )
            functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=10)
        parameters.put_parameter(Name=PARAMETER, Value=RELEASED.render(), Type="String")
        provisioned = ProvisionedConcurrency(functions, function="fraud", account=ACCOUNT)
        made = World(functions=functions, autoscaling=autoscaling, parameters=parameters, provisioned=provisioned)
        list(made.hear({"action": "release", "reason": "set up"}, now=datetime(2026, 9, 1, tzinfo=UTC)))
        parameters.put_parameter(Name=PARAMETER, Value=RELEASED.render(), Type="String", Overwrite=True)
        autoscaling.register_scalable_target(
            ServiceNamespace="lambda",
            ResourceId="function:fraud-2:1",
            ScalableDimension="lambda:function:ProvisionedConcurrency",
            MinCapacity=1,
            MaxCapacity=2,
        )
        provisioned.calls.clear()
        provisioned.reserved = 10
        yield made


def _archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.py", "")
    return file.getvalue()


def test_a_month_over_budget(world: World) -> None:
    before = world.everything()
    (record,) = world.hear(notification())
    assert world.provisioned.calls == ["unprovision 7", "reserve 1"]
    assert (world.reserved("fraud"), world.reserved("fraud-2")) == (1, 10)
    assert world.targets() == ["function:fraud-2:1"]
    state = world.state()
    assert (state.is_braked, state.period, state.by) == (True, "2026-11", "budget")
    assert record["act"] == "brake"
    assert record["heard"] == "alert 0da238f6-da6c-5214-96e1-635d27a9b79b: 500.59 of 500.00 USD"
    assert record["changes"] == [
        "deregistered function:fraud:7",
        "deleted provisioned concurrency of fraud:7",
        "reserved concurrency of fraud: 10 → 1",
    ]
    replay, *_ = world.hear(notification())
    assert (replay["act"], replay["changes"]) == ("hold", [])
    ticked, *_ = world.hear({"action": "tick"})
    assert (ticked["act"], ticked["changes"]) == ("hold", [])
    world.functions.put_function_concurrency(FunctionName="fraud", ReservedConcurrentExecutions=10)
    repaired, *_ = world.hear({"action": "tick"})
    assert repaired["changes"] == ["reserved concurrency of fraud: 10 → 1"]
    (released,) = world.hear({"action": "tick"}, now=NEXT_MONTH)
    assert released["act"] == "release"
    assert world.everything() == before
    assert (world.state().status, world.state().by) == ("released", "period")
    late, *_ = world.hear(notification(), now=NEXT_MONTH)
    assert (late["act"], late["why"]) == ("nothing", "the alert is of 2026-11-21, the budget of 2026-12")
    assert world.everything() == before


IGNORED: list[tuple[dict[str, Any], str]] = [
    (notification(budget="fraud-2-budget-9f8e7d6"), "another service"),
    (notification(budget="fraud-budget-1a2b3c4-copy"), "another service"),
    (notification(account="999999999999"), "another service"),
    (notification(topic="arn:aws:sns:us-east-1:123456789012:else"), "another service"),
    (notification(kind="FORECASTED"), "not what was spent"),
    (notification(spent="$400.10"), "budget left"),
    (notification(sent="2026-10-31T23:59:59.000Z"), "the alert is of 2026-10-31"),
    (notification(sent="2026-11-22T19:20:37.147Z"), "the alert is of 2026-11-22"),
    (notification(spent="a lot"), "no amounts"),
    (event('{"anomalyId": "1", "monitorName": "services"}'), "no notification"),
    (event(""), "no notification"),
    ({"action": "destroy"}, "nothing to ask for"),
    ({}, "nothing to ask for"),
]


def test_what_is_no_breach_of_this_budget_changes_nothing(world: World) -> None:
    before = world.everything()
    for heard, why in IGNORED:
        (record,) = world.hear(heard)
        assert record["act"] == "nothing"
        assert why in str(record["why"])
    assert world.everything() == before
    assert world.state() == RELEASED


def test_a_person_releases_for_the_rest_of_the_month(world: World) -> None:
    before = world.everything()
    world.hear(notification(kind="Actual", spent="$1,500.59", limit="$1,500.00"), capped=0)
    assert world.reserved("fraud") == 0
    (record,) = world.hear({"action": "release", "reason": "INC-7, approved by finance"})
    assert record["heard"] == "person: INC-7, approved by finance"
    assert world.everything() == before
    again, *_ = world.hear(notification())
    assert again["why"] == "a person released the service for 2026-11"
    assert world.everything() == before
    (later,) = world.hear(notification(sent="2026-12-09T10:00:00Z"), now=datetime(2026, 12, 9, 11, tzinfo=UTC))
    assert later["act"] == "brake"


def test_what_was_declared_meanwhile_is_given_back(world: World) -> None:
    world.hear(notification())
    more = (Provisioned(qualifier="8", count=3), Provisioned(qualifier="7", count=2))
    world.hear({"action": "tick"}, now=NEXT_MONTH, reserved=20, provisioned=more)
    assert world.reserved("fraud") == 20
    assert world.provisioned.configs == {"7": 2, "8": 3}
    assert world.targets() == ["function:fraud-2:1"]
    world.hear({"action": "release", "reason": "unreserved"}, reserved=None)
    assert world.reserved("fraud") is None


def test_what_fails_half_way_is_finished_at_the_next_tick(world: World) -> None:
    def refuse(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "TooManyRequestsException", "Message": "slow down"}}, "any")

    world.functions.meta.events.register_first("before-call.lambda.DeleteProvisionedConcurrencyConfig", refuse)
    with pytest.raises(ClientError):
        world.hear(notification())
    assert world.state().is_braked
    assert world.reserved("fraud") == 10
    world.functions.meta.events.unregister("before-call.lambda.DeleteProvisionedConcurrencyConfig", refuse)
    (record,) = world.hear({"action": "tick"})
    assert record["changes"] == ["deleted provisioned concurrency of fraud:7", "reserved concurrency of fraud: 10 → 1"]
    world.functions.meta.events.register_first("before-call.lambda.PutProvisionedConcurrencyConfig", refuse)
    with pytest.raises(ClientError):
        world.hear({"action": "tick"}, now=NEXT_MONTH)
    assert world.state().is_braked
    world.functions.meta.events.unregister("before-call.lambda.PutProvisionedConcurrencyConfig", refuse)
    (record,) = world.hear({"action": "tick"}, now=NEXT_MONTH)
    assert record["act"] == "release"
    assert world.provisioned.configs == {"7": 2}
