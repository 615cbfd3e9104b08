"""What the stand-in refuses of AWS Lambda, call by call."""

from typing import Any

import pytest

from tests.engine.standin import Cloud, Refusal
from tests.engine.standin.aws import AwsProvider
from tests.engine.standin.cloud import CloudObject
from tests.engine.standin.provider import Target

TRUST = '{"Statement": [{"Principal": {"Service": "lambda.amazonaws.com"}}]}'
ROLE = "arn:aws:iam::111122223333:role/model"


def create(cloud: Cloud, type_: str, **inputs: Any) -> CloudObject:
    """Create a resource as the engine would."""
    target = Target(urn=f"urn:pulumi:dev::p::{type_}::x", type=type_, name="x", region="us-east-1")
    provider = AwsProvider()
    return provider.create(cloud, target, provider.check(target, inputs, olds={}, seed=b"1"))


def update(cloud: Cloud, item: CloudObject, **changes: Any) -> CloudObject:
    """Update a resource as the engine would."""
    target = Target(urn=item.urn, type=item.type, name="x", region=item.region)
    return AwsProvider().update(cloud, item, target, {**item.inputs, **changes})


def create_role(cloud: Cloud, **inputs: Any) -> CloudObject:
    return create(cloud, "aws:iam/role:Role", **{"name": "model", "assumeRolePolicy": TRUST, **inputs})


def create_function(cloud: Cloud, **inputs: Any) -> CloudObject:
    if not cloud.of_type("aws:iam/role:Role"):
        create_role(cloud)
    given = {"name": "fraud", "role": ROLE, "publish": True, **inputs}
    return create(cloud, "aws:lambda/function:Function", **given)


def create_alias(cloud: Cloud, version: str, **inputs: Any) -> CloudObject:
    given = {"name": "live", "functionName": "fraud", "functionVersion": version, **inputs}
    return create(cloud, "aws:lambda/alias:Alias", **given)


def provision(cloud: Cloud, qualifier: str, count: int = 1) -> CloudObject:
    return create(
        cloud,
        "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
        functionName="fraud",
        qualifier=qualifier,
        provisionedConcurrentExecutions=count,
    )


def weights(**versions: float) -> dict[str, Any]:
    return {"additionalVersionWeights": {name.removeprefix("v"): value for name, value in versions.items()}}


def test_versions_rise_and_stay(cloud: Cloud) -> None:
    function = create_function(cloud)
    update(cloud, function, memorySize=512)
    update(cloud, function, memorySize=512)
    update(cloud, function, tags={"a": "b"}, reservedConcurrentExecutions=5)
    update(cloud, function, memorySize=128)
    assert sorted(function.hidden["versions"]) == ["1", "2", "3"]
    assert function.outputs["version"] == "3"
    assert function.outputs["qualifiedArn"].endswith(":function:fraud:3")


def test_an_alias_names_versions_that_exist(cloud: Cloud) -> None:
    create_function(cloud)
    with pytest.raises(Refusal, match=r"Function not found: arn:.*:fraud:7"):
        create_alias(cloud, "7")
    with pytest.raises(Refusal, match=r"Function not found: arn:.*:fraud:2"):
        create_alias(cloud, "1", routingConfig=weights(v2=0.1))


@pytest.mark.parametrize(
    ("version", "routing", "words"),
    [
        ("1", {"2": 1.5}, "less than or equal to 1.0"),
        ("1", {"1": 0.1}, "already included in routing configuration"),
        ("1", {"2": 0.1, "3": 0.1}, "cannot be greater than 1"),
        ("$LATEST", {"2": 0.1}, r"\$LATEST is not supported for an alias pointing to more than 1 version"),
    ],
)
def test_weights_that_make_no_sense(cloud: Cloud, version: str, routing: dict[str, float], words: str) -> None:
    function = create_function(cloud)
    update(cloud, function, memorySize=512)
    update(cloud, function, memorySize=513)
    with pytest.raises(Refusal, match=words):
        create_alias(cloud, version, routingConfig={"additionalVersionWeights": routing})


def test_provisioned_concurrency_and_weights_exclude_each_other_on_an_alias(cloud: Cloud) -> None:
    function = create_function(cloud)
    update(cloud, function, memorySize=512)
    alias = create_alias(cloud, "1", routingConfig=weights(v2=0.1))
    with pytest.raises(Refusal, match="Alias with weights can not be used with Provisioned Concurrency"):
        provision(cloud, "live")
    alias = update(cloud, alias, routingConfig=None)
    provision(cloud, "live")
    with pytest.raises(Refusal, match="Alias with weights can not be used with Provisioned Concurrency"):
        update(cloud, alias, routingConfig=weights(v2=0.1))


def test_provisioned_concurrency_of_a_version_lets_its_alias_split(cloud: Cloud) -> None:
    function = create_function(cloud)
    update(cloud, function, memorySize=512)
    provision(cloud, "1")
    provision(cloud, "2")
    assert create_alias(cloud, "1", routingConfig=weights(v2=0.1)).outputs["arn"].endswith(":live")


def test_provisioned_concurrency_needs_a_published_version(cloud: Cloud) -> None:
    create_function(cloud)
    with pytest.raises(Refusal, match="cannot be applied to unpublished function versions"):
        provision(cloud, "$LATEST")
    with pytest.raises(Refusal, match="Function not found"):
        provision(cloud, "2")


def test_provisioned_concurrency_of_all_versions_fits_into_the_reserved(cloud: Cloud) -> None:
    function = create_function(cloud, reservedConcurrentExecutions=10)
    update(cloud, function, memorySize=512)
    provision(cloud, "1", 6)
    with pytest.raises(Refusal, match="should not be greater than the reservedConcurrentExecution"):
        provision(cloud, "2", 5)
    provision(cloud, "2", 4)
    with pytest.raises(Refusal, match="should not be lower than function's total provisioned concurrency"):
        update(cloud, function, reservedConcurrentExecutions=9)


def test_reserved_concurrency_leaves_a_hundred_to_the_account(cloud: Cloud) -> None:
    create_function(cloud, reservedConcurrentExecutions=900)
    with pytest.raises(Refusal, match=r"below its minimum value of \[100\]"):
        create_function(cloud, name="other", reservedConcurrentExecutions=1)
    cloud.concurrency_quota = 10
    with pytest.raises(Refusal, match=r"below its minimum value of \[100\]"):
        create_function(cloud, name="third", reservedConcurrentExecutions=1)


def test_two_resources_for_one_provisioned_concurrency_lose_it(cloud: Cloud) -> None:
    create_function(cloud)
    first, second = provision(cloud, "1"), provision(cloud, "1", 2)
    assert first.key == second.key
    AwsProvider().delete(cloud, first)
    assert cloud.get(*[second.type, second.id, second.region]) is None


@pytest.mark.parametrize("resource", ["function:fraud:9", "function:fraud:$LATEST", "function:fraud"])
def test_only_published_versions_and_aliases_scale(cloud: Cloud, resource: str) -> None:
    create_function(cloud)
    with pytest.raises(Refusal, match="does not exist, or is not a published version or an alias"):
        register(cloud, resource)


def test_a_scaling_policy_needs_its_target_and_goes_with_it(cloud: Cloud) -> None:
    create_function(cloud)
    scaling = {
        "resourceId": "function:fraud:1",
        "scalableDimension": "lambda:function:ProvisionedConcurrency",
        "serviceNamespace": "lambda",
    }
    with pytest.raises(Refusal, match="No scalable target registered for service namespace: lambda"):
        create(cloud, "aws:appautoscaling/policy:Policy", **scaling)
    target = register(cloud, "function:fraud:1")
    create(cloud, "aws:appautoscaling/policy:Policy", **scaling)
    AwsProvider().delete(cloud, target)
    assert not cloud.of_type("aws:appautoscaling/policy:Policy")


def register(cloud: Cloud, resource: str) -> CloudObject:
    return create(
        cloud,
        "aws:appautoscaling/target:Target",
        resourceId=resource,
        scalableDimension="lambda:function:ProvisionedConcurrency",
        serviceNamespace="lambda",
        minCapacity=1,
        maxCapacity=2,
    )


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"memorySize": 64}, "'memorySize' failed to satisfy"),
        ({"memorySize": 10241}, "'memorySize' failed to satisfy"),
        ({"timeout": 901}, "'timeout' failed to satisfy"),
        ({"environment": {"variables": {"AWS_REGION": "x"}}}, "Reserved keys used in this request: AWS_REGION"),
        ({"environment": {"variables": {"A": "x" * 4096}}}, "exceeded the 4KB limit"),
        ({"imageUri": "docker.io/library/model:1"}, "Source image docker.io/library/model:1 is not valid"),
        ({"imageUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/m:1"}, "is not valid"),
        ({"role": "arn:aws:iam::111122223333:role/none"}, "cannot be assumed by Lambda"),
        (
            {"deadLetterConfig": {"targetArn": "arn:aws:sqs:us-east-1:111122223333:dead"}},
            "does not have permissions to call SendMessage on SQS",
        ),
        ({"tracingConfig": {"mode": "Active"}}, "permissions to call PutTraceSegments on XRAY"),
    ],
)
def test_a_function_that_lambda_refuses(cloud: Cloud, inputs: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        create_function(cloud, **inputs)


def test_the_roles_policy_has_to_be_there_first(cloud: Cloud) -> None:
    create_role(cloud)
    policy = '{"Statement": {"Effect": "Allow", "Action": "xray:Put*", "Resource": "*"}}'
    create(cloud, "aws:iam/rolePolicy:RolePolicy", role="model", policy=policy)
    assert create_function(cloud, tracingConfig={"mode": "Active"}).id == "fraud"
    with pytest.raises(Refusal, match="must delete policies first"):
        AwsProvider().delete(cloud, cloud.the("aws:iam/role:Role"))


@pytest.mark.parametrize("qualifier", ["1", "$LATEST"])
def test_a_url_belongs_to_an_alias_or_the_function(cloud: Cloud, qualifier: str) -> None:
    create_function(cloud)
    url = "aws:lambda/functionUrl:FunctionUrl"
    with pytest.raises(Refusal, match="'qualifier' failed to satisfy"):
        create(cloud, url, functionName="fraud", qualifier=qualifier, authorizationType="AWS_IAM")
    with pytest.raises(Refusal, match="Function not found"):
        create(cloud, url, functionName="fraud", qualifier="live", authorizationType="AWS_IAM")


def test_names_that_are_taken(cloud: Cloud) -> None:
    create_function(cloud)
    create_alias(cloud, "1")
    with pytest.raises(Refusal, match="Function already exist: fraud"):
        create_function(cloud)
    with pytest.raises(Refusal, match="Alias already exists"):
        create_alias(cloud, "1")
