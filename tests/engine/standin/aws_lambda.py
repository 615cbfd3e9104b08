"""What AWS Lambda refuses of a function: its size, variables, image, role, reserved concurrency."""

import json
import re
from fnmatch import fnmatchcase
from typing import Any, Final

from tests.engine.standin import aws_functions, refusals
from tests.engine.standin.cloud import ACCOUNT, Cloud, CloudObject
from tests.engine.standin.wire import Properties

MINIMUM_UNRESERVED: Final = 100
"""Source: docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"""

RESERVED_VARIABLES: Final = frozenset(
    [
        "_HANDLER",
        "_X_AMZN_TRACE_ID",
        "AWS_DEFAULT_REGION",
        "AWS_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API",
        "LAMBDA_TASK_ROOT",
        "LAMBDA_RUNTIME_DIR",
        "AWS_LAMBDA_MAX_CONCURRENCY",
        "AWS_LAMBDA_METADATA_API",
        "AWS_LAMBDA_METADATA_TOKEN",
    ]
)
"""Source: docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"""

ECR_IMAGE: Final = re.compile(r"\d{12}\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?/.+")


def check_function(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse what CreateFunction and UpdateFunctionConfiguration refuse."""
    memory, timeout = inputs.get("memorySize", 128), inputs.get("timeout", 3)
    if not 128 <= memory <= 10240:
        refusals.LAMBDA_MEMORY.refuse(value=memory)
    if not 1 <= timeout <= 900:
        refusals.LAMBDA_TIMEOUT.refuse(value=timeout)
    _check_variables(inputs.get("environment", {}).get("variables", {}))
    _check_image(region, str(inputs.get("imageUri", "")))
    _check_role(cloud, inputs)
    _check_reserved(cloud, region, inputs)


def _check_variables(variables: dict[str, Any]) -> None:
    if names := sorted(RESERVED_VARIABLES & set(variables)):
        refusals.LAMBDA_RESERVED_VARIABLES.refuse(names=", ".join(names))
    measured = json.dumps(variables, separators=(",", ":"))
    if sum(len(str(part).encode()) for item in variables.items() for part in item) > 4096:
        refusals.LAMBDA_VARIABLES_SIZE.refuse(size=measured)


def _check_image(region: str, image: str) -> None:
    if not image:
        return
    parts = ECR_IMAGE.fullmatch(image)
    if parts is None or parts["region"] != region:
        refusals.LAMBDA_IMAGE.refuse(image=image)


def _check_role(cloud: Cloud, inputs: Properties) -> None:
    arn = str(inputs.get("role", ""))
    if f"::{ACCOUNT}:" not in arn:
        return  # another account's role, which only AWS can judge
    role = next((item for item in cloud.of_type(aws_functions.ROLE) if item.outputs.get("arn") == arn), None)
    if role is None or "lambda.amazonaws.com" not in json.dumps(role.inputs.get("assumeRolePolicy", "")):
        refusals.LAMBDA_ROLE.refuse()
        return
    for action, service, call in _needed_actions(inputs):
        if not _allows(cloud, role, action):
            refusals.LAMBDA_ROLE_PERMISSION.refuse(action=call, service=service)


def _needed_actions(inputs: Properties) -> list[tuple[str, str, str]]:
    needed = []
    dead_letters = str((inputs.get("deadLetterConfig") or {}).get("targetArn", ""))
    if ":sqs:" in dead_letters:
        needed.append(("sqs:SendMessage", "SQS", "SendMessage"))
    if ":sns:" in dead_letters:
        needed.append(("sns:Publish", "SNS", "Publish"))
    if (inputs.get("tracingConfig") or {}).get("mode") == "Active":
        needed.append(("xray:PutTraceSegments", "XRAY", "PutTraceSegments"))
    if (inputs.get("vpcConfig") or {}).get("subnetIds"):
        needed.append(("ec2:CreateNetworkInterface", "EC2", "CreateNetworkInterface"))
    return needed


def _allows(cloud: Cloud, role: CloudObject, action: str) -> bool:
    if any(item.inputs["role"] in (role.id, role.outputs["arn"]) for item in cloud.of_type(aws_functions.ATTACHMENT)):
        return True  # managed policies are not resolved
    return any(
        fnmatchcase(action.lower(), pattern.lower())
        for item in cloud.of_type(aws_functions.ROLE_POLICY)
        if item.inputs["role"] in (role.id, role.outputs["arn"])
        for pattern in _allowed_actions(item.inputs["policy"])
    )


def _allowed_actions(policy: Any) -> list[str]:
    document = json.loads(policy) if isinstance(policy, str) else policy
    statements = document["Statement"]
    return [
        action
        for statement in (statements if isinstance(statements, list) else [statements])
        if statement.get("Effect") == "Allow"
        for action in _as_list(statement.get("Action", []))
    ]


def _as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _check_reserved(cloud: Cloud, region: str, inputs: Properties) -> None:
    reserved = inputs.get("reservedConcurrentExecutions", -1)
    if reserved < 0:
        return
    if aws_functions.unreserved(cloud, region, without=inputs["name"]) - reserved < MINIMUM_UNRESERVED:
        refusals.LAMBDA_QUOTA.refuse(minimum=MINIMUM_UNRESERVED)
    function = cloud.get(aws_functions.FUNCTION, inputs["name"], region)
    if function is None:
        return
    total = sum(item.inputs["provisionedConcurrentExecutions"] for item in aws_functions.provisioned(cloud, function))
    if reserved < total:
        refusals.LAMBDA_RESERVED_BELOW_PROVISIONED.refuse(reserved=reserved, provisioned=total)
