"""What a deployment makes on AWS Lambda, held against AWS's own service models."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import botocore.session
import pytest
from botocore.validate import ParamValidator

from apexai.graph import UNKNOWN, Asset, Resource, Value
from apexai.spec.fields import Platform
from tests.targets.captured import capture_deployments
from tests.targets.change import Document, at, merged
from tests.targets.changes import document_with

SCALED: Final = at("spec.autoscaling", {"minReplicas": 1, "maxReplicas": 10, "targetUtilization": 70})
DOCUMENTS: Final[Mapping[str, Document]] = {
    "plain": {},
    "public": at("spec.runtime.access", "public"),
    "internal": at("spec.runtime.access", "internal"),
    "jwt": at("spec.runtime.auth.jwt", {"issuer": "https://id.example.com", "audiences": ["a"]}),
    "iam gateway": at("spec.runtime.auth.gateway", True),
    "package": at(
        "spec.runtime",
        {"image": None, "package": {"path": "package", "handler": "a.b", "runtime": "python3.13"}},
    ),
    "split": merged(
        SCALED,
        at(
            "spec.trafficSplit",
            {"blue": "90%", "green": "10%", "stable": {"modelVersion": "0.9.0", "revision": "6"}},
        ),
    ),
    "full": merged(
        SCALED,
        at(
            "spec.runtime.network",
            {
                "vpc": "vpc-1",
                "subnets": ["subnet-1"],
                "egress": ["10.0.0.0/8:443", "fd00::/8", "0.0.0.0/0:443", "fd00::/8"],
            },
        ),
        at("spec.runtime.ephemeralStorage", "1GiB"),
        at("spec.runtime.environment", {"LOG_LEVEL": "INFO"}),
        at("spec.runtime.command", ["python"]),
        at("spec.runtime.args", ["serve.py"]),
        at("spec.slo", {"latencyP95": "300ms", "availability": "99.9%"}),
        at("spec.finops", {"costCenter": "Fraud Detection", "tier": "gold", "tags": {"owner!": "a<b"}}),
        at("spec.responsibleAI.dataClassification", "personal"),
        at(
            "spec.responsibleAI.explainability",
            {"method": "shap", "image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/explainer:1"},
        ),
        at(
            "spec.autoscaling.schedules",
            [{"name": "day", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 3, "maxReplicas": 9}],
        ),
    ),
}
API_OF: Final = {
    "aws:lambda/function:Function": ("lambda", "CreateFunction"),
    "aws:lambda/alias:Alias": ("lambda", "CreateAlias"),
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": (
        "lambda",
        "PutProvisionedConcurrencyConfig",
    ),
    "aws:lambda/functionUrl:FunctionUrl": ("lambda", "CreateFunctionUrlConfig"),
    "aws:lambda/permission:Permission": ("lambda", "AddPermission"),
    "aws:appautoscaling/target:Target": ("application-autoscaling", "RegisterScalableTarget"),
    "aws:appautoscaling/policy:Policy": ("application-autoscaling", "PutScalingPolicy"),
    "aws:appautoscaling/scheduledAction:ScheduledAction": ("application-autoscaling", "PutScheduledAction"),
    "aws:cloudwatch/logGroup:LogGroup": ("logs", "CreateLogGroup"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("cloudwatch", "PutMetricAlarm"),
    "aws:apigatewayv2/api:Api": ("apigatewayv2", "CreateApi"),
    "aws:apigatewayv2/integration:Integration": ("apigatewayv2", "CreateIntegration"),
    "aws:apigatewayv2/route:Route": ("apigatewayv2", "CreateRoute"),
    "aws:apigatewayv2/stage:Stage": ("apigatewayv2", "CreateStage"),
    "aws:apigatewayv2/authorizer:Authorizer": ("apigatewayv2", "CreateAuthorizer"),
    "aws:kms/key:Key": ("kms", "CreateKey"),
    "aws:iam/role:Role": ("iam", "CreateRole"),
    "aws:iam/rolePolicy:RolePolicy": ("iam", "PutRolePolicy"),
}
"""Type → the call that makes it; the others are held to the SDK's own types."""

OTHER_WORDS: Final = {
    "code": None,
    "imageUri": None,
    "reservedConcurrentExecutions": None,
    "region": None,
    "tags": None,
    "sqsManagedSseEnabled": None,
    "kmsMasterKeyId": None,
    "messageRetentionSeconds": None,
    "retentionInDays": None,
    "enableKeyRotation": None,
    "deletionWindowInDays": None,
    "forceDetachPolicies": None,
    "timeoutMilliseconds": "TimeoutInMillis",
    "identitySources": "IdentitySource",
    "audiences": "Audience",
    "alarmDescription": "AlarmDescription",
    "assumeRolePolicy": "AssumeRolePolicyDocument",
    "metricQueries": "Metrics",
    "metric": "MetricStat",
    "evaluationPeriods": "EvaluationPeriods",
    "function": "FunctionName",
    "policy": "Policy",
    "name": "Name",
    "dimensions": "Dimensions",
    "commands": "Command",
    "entryPoints": "EntryPoint",
}
"""Words of the provider that are not those of the call; None for what another call sets."""
URL_WORDS: Final = {"authorizationType": "AuthType"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Resource, ...]]:
    documents = [document_with(Platform.AWS_LAMBDA, patch) for patch in DOCUMENTS.values()]
    captured = capture_deployments(tmp_path_factory.mktemp("lambda"), documents)
    return dict(zip(DOCUMENTS, captured, strict=True))


def of_type(resources: tuple[Resource, ...], suffix: str) -> list[Resource]:
    return [resource for resource in resources if resource.type.endswith(f":{suffix}")]


def test_a_steady_service_makes_what_a_reviewer_expects(made: Mapping[str, tuple[Resource, ...]]) -> None:
    assert sorted(f"{resource.type.split(':')[-1]} {resource.name}" for resource in made["plain"]) == [
        "Alias subject-live",
        "Function subject-function",
        "FunctionUrl subject-url",
        "LogGroup subject-logs",
        "Permission subject-url-call",
        "Permission subject-url-invoke",
        "Queue subject-dead-letters",
        "Role subject-role",
        "RolePolicy subject-policy",
    ]


@pytest.mark.parametrize("case", DOCUMENTS)
def test_arguments_are_those_of_the_service_model(case: str, made: Mapping[str, tuple[Resource, ...]]) -> None:
    session = botocore.session.get_session()
    for resource in made[case]:
        if resource.type not in API_OF:
            continue
        service, operation = API_OF[resource.type]
        shape = session.get_service_model(service).operation_model(operation).input_shape
        report = ParamValidator().validate(parameters(resource, shape), shape)
        problems = [line for line in report.generate_report().splitlines() if not line.startswith("Missing required")]
        assert problems == [], resource.type


def parameters(resource: Resource, shape: Any) -> dict[str, Any]:
    found = {}
    for key, value in resource.inputs.items():
        word = URL_WORDS.get(key) if resource.type.endswith(":FunctionUrl") else None
        word = word or OTHER_WORDS.get(key, key[0].upper() + key[1:])
        if word == "Name" and "Name" not in shape.members:
            continue
        if word is not None and value is not UNKNOWN:
            name = spelled(word, shape)
            found[name] = parameter(value, shape.members[name])
    return found


def parameter(value: Value, shape: Any) -> Any:
    if value is UNKNOWN or isinstance(value, Asset):
        return {"string": "unknown", "integer": 1, "list": [], "map": {}, "structure": {}}.get(
            shape.type_name, "unknown"
        )
    match shape.type_name:
        case "structure":
            assert isinstance(value, dict)
            known = {key: item for key, item in grouped(value, shape).items() if item is not UNKNOWN}
            words = {key: OTHER_WORDS.get(key) or key[0].upper() + key[1:] for key in known}
            return {
                spelled(words[key], shape): parameter(item, shape.members[spelled(words[key], shape)])
                for key, item in known.items()
            }
        case "list" if isinstance(value, dict):
            return [{"Name": key, "Value": "unknown" if item is UNKNOWN else item} for key, item in value.items()]
        case "list":
            assert isinstance(value, list)
            return [parameter(item, shape.member) for item in value]
        case "map":
            assert isinstance(value, dict)
            return {key: parameter(item, shape.value) for key, item in value.items()}
        case _:
            return value


def grouped(value: dict[str, Value], shape: Any) -> dict[str, Value]:
    """The provider's flat metric as the call nests it."""
    if shape.name != "MetricStat":
        return value
    inner: dict[str, Value] = {key: value[key] for key in ("namespace", "metricName", "dimensions")}
    return {"Metric": inner, **{key: item for key, item in value.items() if key not in inner}}


def spelled(word: str, shape: Any) -> str:
    """The member that a word means; fails for an argument that the call does not have."""
    names = {name.casefold(): name for name in shape.members}
    assert word.casefold() in names, f"{shape.name} has no {word}"
    return names[word.casefold()]


def test_a_function_url_has_both_of_its_permissions(made: Mapping[str, tuple[Resource, ...]]) -> None:
    for case, kind, principal in (("plain", "AWS_IAM", UNKNOWN), ("public", "NONE", "*")):
        call, invoke = sorted(of_type(made[case], "Permission"), key=lambda item: item.name)
        assert (call.inputs["action"], call.inputs["functionUrlAuthType"]) == ("lambda:InvokeFunctionUrl", kind)
        assert (invoke.inputs["action"], invoke.inputs["invokedViaFunctionUrl"]) == ("lambda:InvokeFunction", True)
        assert {call.inputs["qualifier"], invoke.inputs["qualifier"]} == {"live"}
        assert call.inputs["principal"] is principal or call.inputs["principal"] == principal


def test_internal_access_has_no_entry(made: Mapping[str, tuple[Resource, ...]]) -> None:
    assert not of_type(made["internal"], "FunctionUrl")
    assert not of_type(made["internal"], "Api")
    assert not of_type(made["internal"], "Permission")


def test_provisioned_concurrency_is_on_versions_and_the_alias_waits_for_it(
    made: Mapping[str, tuple[Resource, ...]],
) -> None:
    stable, candidate = sorted(of_type(made["split"], "ProvisionedConcurrencyConfig"), key=lambda item: item.name)
    (alias,) = of_type(made["split"], "Alias")
    assert (stable.name, stable.inputs["qualifier"]) == ("subject-provisioned-0.9.0", "6")
    assert (candidate.name, candidate.inputs["qualifier"]) == ("subject-provisioned-1.0.0", UNKNOWN)
    assert {stable.urn, candidate.urn} <= set(alias.dependencies)
    assert alias.inputs["routingConfig"] == {"additionalVersionWeights": {"6": 0.9}}
    assert stable.options.ignore_changes == ("provisionedConcurrentExecutions",)
    assert candidate.options.ignore_changes == ()


def test_the_scaling_target_is_a_fraction_of_one_version(made: Mapping[str, tuple[Resource, ...]]) -> None:
    (policy,) = of_type(made["full"], "Policy")
    configuration = policy.inputs["targetTrackingScalingPolicyConfiguration"]
    assert isinstance(configuration, dict)
    assert configuration["targetValue"] == 0.7


def test_schedules_end_as_they_began(made: Mapping[str, tuple[Resource, ...]]) -> None:
    end, start = sorted(of_type(made["full"], "ScheduledAction"), key=lambda item: item.name)
    assert (start.inputs["schedule"], end.inputs["schedule"]) == (
        "cron(0 8 ? * MON,TUE,WED,THU,FRI *)",
        "cron(0 18 ? * MON,TUE,WED,THU,FRI *)",
    )
    assert start.inputs["scalableTargetAction"] == {"minCapacity": 3, "maxCapacity": 9}
    assert end.inputs["scalableTargetAction"] == {"minCapacity": 1, "maxCapacity": 9}


def test_logs_are_made_first_and_do_not_stay_for_ever(made: Mapping[str, tuple[Resource, ...]]) -> None:
    for resources in made.values():
        groups = of_type(resources, "LogGroup")
        assert all(group.inputs["retentionInDays"] == 30 for group in groups)
        for function in of_type(resources, "Function"):
            assert {group.urn for group in groups} & set(function.dependencies)


def test_only_sensitive_data_gets_an_own_key(made: Mapping[str, tuple[Resource, ...]]) -> None:
    assert not of_type(made["plain"], "Key")
    (key,) = of_type(made["full"], "Key")
    assert key.inputs["enableKeyRotation"] is True
    for resource in of_type(made["full"], "LogGroup") + of_type(made["full"], "Function"):
        assert {"kmsKeyId", "kmsKeyArn"} & set(resource.inputs)


TAGGABLE: Final = re.compile(r"Function|Queue|LogGroup|Role|Key|Target|MetricAlarm|Api|Stage|SecurityGroup")


def test_everything_taggable_has_the_cost_tags(made: Mapping[str, tuple[Resource, ...]]) -> None:
    for resource in made["full"]:
        if TAGGABLE.fullmatch(resource.type.rsplit(":", 1)[-1]):
            tags = resource.inputs["tags"]
            assert isinstance(tags, dict)
            assert tags["costCenter"] == "Fraud Detection"
            assert tags["owner-"] == "a-b"


def test_every_resource_is_in_the_region_of_the_spec(made: Mapping[str, tuple[Resource, ...]]) -> None:
    global_ = re.compile(r"aws:iam/.*")
    for resource in made["full"]:
        assert global_.match(resource.type) or resource.inputs["region"] == "us-east-1", resource.type


def test_the_role_can_be_taken_on_by_lambda_only(made: Mapping[str, tuple[Resource, ...]]) -> None:
    for role in of_type(made["full"], "Role"):
        document = json.loads(str(role.inputs["assumeRolePolicy"]))
        assert [statement["Principal"] for statement in document["Statement"]] == [{"Service": "lambda.amazonaws.com"}]


def test_no_relative_path_leaves_the_graph(made: Mapping[str, tuple[Resource, ...]], tmp_path: Path) -> None:
    (function,) = of_type(made["package"], "Function")
    assert isinstance(function.inputs["code"], Asset)
    assert str(tmp_path.parent) not in repr(function.inputs["code"])


def test_a_security_group_has_each_permission_once(made: Mapping[str, tuple[Resource, ...]]) -> None:
    (group,) = (resource for resource in made["full"] if resource.type == "aws:ec2/securityGroup:SecurityGroup")
    blocks = [
        (*rule.get("cidrBlocks", ()), *rule.get("ipv6CidrBlocks", ()), rule["fromPort"])
        for rule in group.inputs["egress"]
    ]
    assert blocks == [("0.0.0.0/0", 443), ("10.0.0.0/8", 443), ("fd00::/8", 0)]


def test_the_alarm_on_latency_says_how_many_requests_are_too_slow(made: Mapping[str, tuple[Resource, ...]]) -> None:
    (alarm,) = (resource for resource in made["full"] if resource.name == "subject-latency")
    assert alarm.inputs["alarmDescription"] == "5 % of the requests take longer than 0.3 s"
