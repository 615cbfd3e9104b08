"""What exists of a Lambda function: its versions, aliases and concurrency."""

from typing import Final

from tests.engine.standin import refusals
from tests.engine.standin.cloud import ACCOUNT, Cloud, CloudObject
from tests.engine.standin.wire import Properties

FUNCTION: Final = "aws:lambda/function:Function"
ALIAS: Final = "aws:lambda/alias:Alias"
PROVISIONED: Final = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
URL: Final = "aws:lambda/functionUrl:FunctionUrl"
PERMISSION: Final = "aws:lambda/permission:Permission"
EVENT_INVOKE: Final = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
ROLE: Final = "aws:iam/role:Role"
ROLE_POLICY: Final = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT: Final = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"

CODE: Final = frozenset(
    ["code", "codeSha256", "sourceCodeHash", "s3Bucket", "s3Key", "s3ObjectVersion", "imageUri", "architectures"]
)
CONFIGURATION: Final = frozenset(
    [
        "capacityProviderConfig",
        "deadLetterConfig",
        "description",
        "durableConfig",
        "environment",
        "ephemeralStorage",
        "fileSystemConfig",
        "handler",
        "imageConfig",
        "kmsKeyArn",
        "layers",
        "loggingConfig",
        "memorySize",
        "role",
        "runtime",
        "snapStart",
        "timeout",
        "tracingConfig",
        "vpcConfig",
    ]
)
"""A change of these or of the code publishes a version, where `publish` is set.

Source: terraform-provider-aws internal/service/lambda/function.go `needsFunctionConfigUpdate`,
`needsFunctionCodeUpdate`, `updateComputedAttributesOnPublish`.
"""


def function_name(reference: str) -> str:
    """A function's name, out of its name or an ARN."""
    return reference.split(":function:", 1)[1].split(":")[0] if ":function:" in reference else reference


def publishes(old: Properties, new: Properties) -> bool:
    """Whether this change makes a new version."""
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    return bool(new.get("publish")) and bool(changed & (CODE | CONFIGURATION | {"publish"}))


def published(item: CloudObject) -> None:
    """Publish a version: numbers only ever rise, and the older versions stay."""
    versions = item.hidden.setdefault("versions", {})
    number = str(item.hidden.get("published", 0) + 1)
    item.hidden["published"] = int(number)
    versions[number] = {name: item.inputs[name] for name in (CODE | CONFIGURATION) & set(item.inputs)}
    qualify(item, version=number)


def qualify(item: CloudObject, *, version: str) -> None:
    """Set the outputs that name a version."""
    arn = item.outputs["arn"]
    item.outputs["version"] = version
    item.outputs["qualifiedArn"] = f"{arn}:{version}"
    item.outputs["qualifiedInvokeArn"] = item.outputs["invokeArn"].replace(arn, f"{arn}:{version}")


def find_function(cloud: Cloud, region: str, reference: str) -> CloudObject:
    """The function of a name or an ARN.

    Raises: Refusal.
    """
    name = function_name(reference)
    found = cloud.get(FUNCTION, name, region)
    if found is None:
        refusals.LAMBDA_NOT_FOUND.refuse(arn=f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}")
    assert found is not None
    return found


def check_version(function: CloudObject, version: str) -> None:
    """Refuse a version that was never published."""
    if version != "$LATEST" and version not in function.hidden.get("versions", {}):
        refusals.LAMBDA_NOT_FOUND.refuse(arn=f"{function.outputs['arn']}:{version}")


def has_alias(cloud: Cloud, function: CloudObject, name: str) -> bool:
    return any(alias.inputs["name"] == name for alias in aliases(cloud, function))


def aliases(cloud: Cloud, function: CloudObject) -> list[CloudObject]:
    return _belonging(cloud, ALIAS, function)


def provisioned(cloud: Cloud, function: CloudObject, *, qualifier: str = "") -> list[CloudObject]:
    """The function's provisioned concurrency, or that of one qualifier."""
    found = _belonging(cloud, PROVISIONED, function)
    return [item for item in found if not qualifier or item.inputs["qualifier"] == qualifier]


def unreserved(cloud: Cloud, region: str, *, without: str = "") -> int:
    """The account's concurrency that no function reserves."""
    reserved = [
        item.inputs.get("reservedConcurrentExecutions", -1)
        for item in cloud.of_type(FUNCTION, region=region)
        if item.id != without
    ]
    return cloud.concurrency_quota - sum(value for value in reserved if value > 0)


def belongings(cloud: Cloud, function: CloudObject) -> list[CloudObject]:
    """What goes when the function goes."""
    return [
        item
        for type_ in (ALIAS, PROVISIONED, URL, PERMISSION, EVENT_INVOKE)
        for item in _belonging(cloud, type_, function)
    ]


def _belonging(cloud: Cloud, type_: str, function: CloudObject) -> list[CloudObject]:
    return [
        item
        for item in cloud.of_type(type_, region=function.region)
        if function_name(item.inputs.get("functionName") or item.inputs.get("function", "")) == function.id
    ]
