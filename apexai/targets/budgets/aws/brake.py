"""The brake of a Lambda function: what it is, hears, may do and writes down."""

import json
from typing import Final

import pulumi
import pulumi_aws as aws

from apexai.brake.aws.settings import VARIABLE
from apexai.brake.state import RELEASED
from apexai.spec.finops import OnBreach
from apexai.targets.budgets.aws.permissions import permissions_of
from apexai.targets.budgets.code import brake_archive
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import AwsScope, LambdaBrake, ProvisionedCapacity

_NAME_CHARACTERS: Final = 64 - len("-1a2b3c4")
"""Of functions, roles and rules, with what Pulumi adds."""
_RETENTION_DAYS: Final = 365
"""The log is the record of what was done, and outlives the budget year."""
_HOURLY: Final = "cron(5 * * * ? *)"
_RUNTIME: Final = "python3.13"
_TIMEOUT_SECONDS: Final = 120


def build_brake(
    request: GuardRequest, scope: AwsScope, brake: LambdaBrake, budget: aws.budgets.Budget, topic: pulumi.Input[str]
) -> aws.lambda_.Function:
    """The function that holds the service back, with its state, its permissions and what calls it."""
    identity = aws.get_caller_identity_output(opts=pulumi.InvokeOutputOptions(parent=request.parent))
    state = _build_state(request, scope, brake)
    logs = aws.cloudwatch.LogGroup(
        request.child("brake-audit"),
        retention_in_days=_RETENTION_DAYS,
        kms_key_id=scope.key,
        region=scope.region,
        tags=dict(scope.tags),
        opts=request.options(),
    )
    role = _build_role(request, scope)
    statements = permissions_of(scope, brake, state=state.arn, logs=logs.arn, topic=topic, account=identity.account_id)
    grant = aws.iam.RolePolicy(
        request.child("brake-policy", longest=100),
        role=role.name,
        policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements}),
        opts=request.options(),
    )
    settings = _settings(request, scope, brake, budget=budget.name, account=identity.account_id, topic=topic)
    function = aws.lambda_.Function(
        request.child("brake", longest=_NAME_CHARACTERS),
        role=role.arn,
        package_type="Zip",
        code=brake_archive("aws"),
        handler="apexai.brake.aws.handler.handle",
        runtime=_RUNTIME,
        architectures=["arm64"],
        memory_size=256,
        timeout=_TIMEOUT_SECONDS,
        # one event after another: a second one reads what the first wrote down; and where an account may reserve
        # nothing, which the brake could not either, this fails with the deployment and not with the budget
        reserved_concurrent_executions=1,
        environment=aws.lambda_.FunctionEnvironmentArgs(variables={VARIABLE: settings}),
        kms_key_arn=scope.key,
        logging_config=aws.lambda_.FunctionLoggingConfigArgs(log_format="JSON", log_group=logs.name),
        region=scope.region,
        tags=dict(scope.tags),
        opts=request.options(depends_on=[logs, grant]),
    )
    _build_callers(request, scope, function, topic)
    return function


def _build_state(request: GuardRequest, scope: AwsScope, brake: LambdaBrake) -> aws.ssm.Parameter:
    return aws.ssm.Parameter(
        request.child("brake-state"),
        name=brake.state,
        type="String",
        insecure_value=RELEASED.render(),
        description="Whether the budget's brake holds the service back",
        region=scope.region,
        tags=dict(scope.tags),
        # the value is the brake's to write; the program reads it and declares accordingly
        opts=request.options(ignore_changes=["insecureValue"]),
    )


def _build_role(request: GuardRequest, scope: AwsScope) -> aws.iam.Role:
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    return aws.iam.Role(
        request.child("brake-role", longest=_NAME_CHARACTERS),
        assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        tags=dict(scope.tags),
        opts=request.options(),
    )


def _build_callers(
    request: GuardRequest, scope: AwsScope, function: aws.lambda_.Function, topic: pulumi.Input[str]
) -> None:
    """The account's topic, and a clock: it releases in a new month, and finishes what failed half-way."""
    rule = aws.cloudwatch.EventRule(
        request.child("brake-clock", longest=_NAME_CHARACTERS),
        schedule_expression=_HOURLY,
        region=scope.region,
        tags=dict(scope.tags),
        opts=request.options(),
    )
    heard = _permit(request, scope, function, kind="brake-heard", principal="sns.amazonaws.com", source=topic)
    ticked = _permit(request, scope, function, kind="brake-ticked", principal="events.amazonaws.com", source=rule.arn)
    aws.cloudwatch.EventTarget(
        request.child("brake-tick"),
        rule=rule.name,
        arn=function.arn,
        input=json.dumps({"action": "tick"}),
        region=scope.region,
        opts=request.options(depends_on=[ticked]),
    )
    aws.sns.TopicSubscription(
        request.child("brake-alerts"),
        topic=topic,
        protocol="lambda",
        endpoint=function.arn,
        # a topic takes subscriptions in its own region
        region=pulumi.Output.from_input(topic).apply(lambda arn: arn.split(":")[3]),
        opts=request.options(depends_on=[heard]),
    )
    aws.lambda_.FunctionEventInvokeConfig(
        request.child("brake-failures"),
        function_name=function.name,
        maximum_retry_attempts=2,
        # a brake that fails must be heard of
        destination_config=aws.lambda_.FunctionEventInvokeConfigDestinationConfigArgs(
            on_failure=aws.lambda_.FunctionEventInvokeConfigDestinationConfigOnFailureArgs(destination=topic)
        ),
        region=scope.region,
        opts=request.options(),
    )


def _permit(
    request: GuardRequest,
    scope: AwsScope,
    function: aws.lambda_.Function,
    *,
    kind: str,
    principal: str,
    source: pulumi.Input[str],
) -> aws.lambda_.Permission:
    return aws.lambda_.Permission(
        request.child(kind),
        action="lambda:InvokeFunction",
        function=function.name,
        principal=principal,
        source_arn=source,
        region=scope.region,
        opts=request.options(),
    )


def _settings(
    request: GuardRequest,
    scope: AwsScope,
    brake: LambdaBrake,
    *,
    budget: pulumi.Input[str],
    account: pulumi.Input[str],
    topic: pulumi.Input[str],
) -> pulumi.Output[str]:
    capped = 0 if request.plan.on_breach is OnBreach.PAUSE else brake.throttled
    return pulumi.Output.json_dumps(
        {
            "function": brake.function,
            "budget": budget,
            "account": account,
            "topic": topic,
            "parameter": brake.state,
            "capped": capped,
            "reserved": brake.reserved,
            "provisioned": [_provisioned(item) for item in brake.provisioned],
            "tags": dict(scope.tags),
        },
        sort_keys=True,
    )


def _provisioned(item: ProvisionedCapacity) -> dict[str, object]:
    found: dict[str, object] = {"qualifier": item.qualifier, "count": item.count}
    if item.maximum > item.count or item.actions:
        found |= {"minimum": item.count, "maximum": item.maximum}
    if item.target:
        found |= {"policy": item.policy, "target": item.target}
    if item.actions:
        found["actions"] = [
            {
                "name": action.name,
                "schedule": action.schedule,
                "timezone": action.timezone,
                "minimum": action.minimum,
                "maximum": action.maximum,
            }
            for action in item.actions
        ]
    return found
