"""A Lambda service whose budget is spent, under the real engine: what the brake did, no `up` undoes."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from apexai.brake.aws.handler import Brake
from apexai.brake.aws.settings import VARIABLE, load_settings
from tests.brake.notifications import notification
from tests.engine.stack import Stack
from tests.engine.standin import Cloud, CloudObject
from tests.engine.standin.boto import Autoscaling, Functions, Parameters
from tests.engine.standin.cloud import ACCOUNT

PROGRAM = """
    import pathlib
    from apexai.components import AwsBudgetFoundation, InferenceService

    foundation = AwsBudgetFoundation("account")
    for file in sorted(pathlib.Path(".").glob("*.yaml")):
        if file.stem != "Pulumi" and not file.stem.startswith("Pulumi."):
            InferenceService(file.stem, spec=file, foundation=foundation)
"""
FUNCTION = "aws:lambda/function:Function"
BUDGET = "aws:budgets/budget:Budget"
GRANTED = {
    ("lambda:GetFunctionConcurrency", "function:FUNCTION"),
    ("lambda:ListProvisionedConcurrencyConfigs", "function:FUNCTION"),
    ("lambda:PutFunctionConcurrency", "function:FUNCTION"),
    ("lambda:PutProvisionedConcurrencyConfig", "function:FUNCTION:*"),
    ("lambda:DeleteProvisionedConcurrencyConfig", "function:FUNCTION:*"),
    ("application-autoscaling:DescribeScalableTargets", "*"),
    *(
        (f"application-autoscaling:{action}", "scalable-target/*")
        for action in (
            "DeregisterScalableTarget",
            "PutScalingPolicy",
            "PutScheduledAction",
            "RegisterScalableTarget",
            "TagResource",
        )
    ),
    ("ssm:GetParameter", "parameter/apexai/brake/project/dev/fraud/state"),
    ("ssm:PutParameter", "parameter/apexai/brake/project/dev/fraud/state"),
    ("logs:CreateLogStream", "log-group:fraud-budget-brake-audit:*"),
    ("logs:PutLogEvents", "log-group:fraud-budget-brake-audit:*"),
    ("sns:Publish", "account-budgets"),
}
CAPACITY = (
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
    "aws:appautoscaling/target:Target",
    "aws:appautoscaling/policy:Policy",
    "aws:appautoscaling/scheduledAction:ScheduledAction",
)
NOVEMBER = datetime(2026, 11, 21, 20, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 0, 5, tzinfo=UTC)


def document(name: str, **autoscaling: Any) -> str:
    day = {"name": "day", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 3}
    image = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/{name}:1"
    spec = {
        "modelRef": {"name": name, "version": "1"},
        "runtime": {"platform": "aws-lambda", "region": "us-east-1", "image": image},
        "autoscaling": {
            "minReplicas": 2,
            "maxReplicas": 10,
            "targetUtilization": 70,
            "schedules": [day],
            **autoscaling,
        },
        "finops": {"budgetLimit": "$500/month", "alerts": ["finops@example.com"], "onBreach": "throttle"},
    }
    given = {"apiVersion": "ai.apexlogic.com/v1alpha1", "kind": "ServerlessModelDeployment"}
    return json.dumps({**given, "metadata": {"name": name}, "spec": spec})


def function(cloud: Cloud, name: str) -> CloudObject:
    (found,) = [item for item in cloud.of_type(FUNCTION) if item.urn.endswith(f"::{name}-function")]
    return found


def capacity(cloud: Cloud, name: str) -> list[str]:
    """What is provisioned and scaled of a function."""
    of_function = function(cloud, name).id
    return sorted(
        f"{item.type.rsplit(':', 1)[-1]} {item.inputs.get('name') or item.inputs.get('qualifier') or ''}".strip()
        for item in cloud.of_type(*CAPACITY)
        if of_function in str(item.inputs.get("resourceId") or item.inputs.get("functionName"))
    )


def hear(cloud: Cloud, name: str, event: dict[str, Any], *, now: datetime) -> list[dict[str, Any]]:
    """Run the brake of a service, with the settings that the program gave it."""
    (deployed,) = [item for item in cloud.of_type(FUNCTION) if item.urn.endswith(f"::{name}-budget-brake")]
    settings = load_settings({VARIABLE: deployed.inputs["environment"]["variables"][VARIABLE]})
    clients = (Functions(cloud, "us-east-1"), Autoscaling(cloud, "us-east-1"), Parameters(cloud, "us-east-1"))
    brake = Brake(settings, functions=clients[0], autoscaling=clients[1], parameters=clients[2])
    return list(brake.hear(event, now=now))


def alert_of(cloud: Cloud, name: str) -> dict[str, Any]:
    """What AWS Budgets would publish of a service's budget."""
    (budget,) = [item for item in cloud.of_type(BUDGET) if item.urn.endswith(f"::{name}-budget")]
    topic = cloud.the("aws:sns/topic:Topic").id
    return notification(budget=budget.inputs["name"], account=ACCOUNT, topic=topic)


def granted(cloud: Cloud, name: str) -> set[tuple[str, str]]:
    """Action and resource of all that a brake may do, the function's own name left out."""
    kind = "aws:iam/rolePolicy:RolePolicy"
    (policy,) = [item for item in cloud.of_type(kind) if item.urn.endswith(f"::{name}-budget-brake-policy")]
    document = policy.inputs["policy"]
    statements = (json.loads(document) if isinstance(document, str) else document)["Statement"]
    for statement in statements:
        tags = {key for key in statement.get("Condition", {}).get("StringEquals", {}) if key.startswith("aws:")}
        assert bool(tags) == ("scalable-target" in statement["Resource"])
    own = function(cloud, name).id
    resources = {item["Resource"]: item["Resource"].replace(own, "FUNCTION") for item in statements}
    plain = {given: ":".join(re.sub("-[0-9a-f]{7}", "", text).split(":")[5:]) for given, text in resources.items()}
    return {
        (action, plain[statement["Resource"]] or statement["Resource"])
        for statement in statements
        for action in statement["Action"]
    }


def held_back(cloud: Cloud) -> bool:
    return function(cloud, "fraud").inputs["reservedConcurrentExecutions"] == 2 and not capacity(cloud, "fraud")


def test_a_brake_through_two_months(stack: Stack, cloud: Cloud) -> None:
    stack.write(PROGRAM, fraud_yaml=document("fraud"), credit_yaml=document("credit"))
    stack.up()
    whole = capacity(cloud, "fraud")
    assert len(whole) == 5

    assert granted(cloud, "fraud") == GRANTED

    for name in ("credit", "fraud"):
        (record,) = hear(cloud, name, alert_of(cloud, "fraud"), now=NOVEMBER)
        assert record["act"] == ("brake" if name == "fraud" else "nothing")
    assert held_back(cloud)
    assert len(capacity(cloud, "credit")) == 5
    hear(cloud, "fraud", {"action": "release", "reason": "approved"}, now=NOVEMBER)
    run = stack.up("--refresh")
    assert set(run.changes) == {"same"}, run.steps
    assert capacity(cloud, "fraud") == whole
    (record,) = hear(cloud, "fraud", alert_of(cloud, "fraud"), now=NOVEMBER)
    assert record["why"] == "a person released the service for 2026-11"

    hear(cloud, "fraud", {"action": "brake", "reason": "stop it"}, now=NOVEMBER)
    stack.file("fraud.yaml", document("fraud", maxReplicas=20))
    (stack.directory / "credit.yaml").unlink()
    run = stack.up()
    assert any("fraud is held back by its budget's brake" in line for line in run.diagnostics)
    assert held_back(cloud)
    run = stack.up("--refresh")
    assert set(run.changes) == {"same"}, run.steps
    assert held_back(cloud)

    (record,) = hear(cloud, "fraud", {"action": "tick"}, now=DECEMBER)
    assert record["act"] == "release"
    assert function(cloud, "fraud").inputs["reservedConcurrentExecutions"] == 20
    assert capacity(cloud, "fraud") == whole
    stack.up()
    assert function(cloud, "fraud").inputs["reservedConcurrentExecutions"] == 20
    assert capacity(cloud, "fraud") == whole
    resources = stack.resources()
    assert stack.lost(resources) == []
    assert stack.leaked(resources) == []
