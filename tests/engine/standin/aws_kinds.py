"""The AWS types that the tests' programs use.

`replaces` are the `ForceNew` attributes, `defaults` the schema's defaults, of the version of
github.com/hashicorp/terraform-provider-aws that pulumi-aws 7 bridges. Read there on 2026-11-21: Lambda (but for
event-invoke configurations), scalable targets, integrations, stages, log groups and role policies; the others are known
and not looked up, with the file to look in. Autonaming: pulumi-aws names each type that has a `name`
(provider/resources.go, `SetAutonaming(255, "-")`).
"""

from typing import Final

from tests.engine.standin.aws_edge import EDGE
from tests.engine.standin.aws_other_kinds import GATEWAY, IAM, OTHERS
from tests.engine.standin.kinds import Kind

LAMBDA_ARN = "arn:aws:lambda:{region}:{account}:function:{name}"
INVOKE = "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/"

LAMBDA: Final = (
    Kind(
        token="aws:lambda/function:Function",
        source="lambda/function.go",
        replaces=("name", "packageType", "tenancyConfig"),
        autoname_max=64,
        defaults={
            "memorySize": 128,
            "packageType": "Zip",
            "publish": False,
            "reservedConcurrentExecutions": -1,
            "skipDestroy": False,
            "timeout": 3,
        },
        id="{name}",
        outputs={
            "arn": LAMBDA_ARN,
            "invokeArn": INVOKE + LAMBDA_ARN + "/invocations",
            "codeSha256": "{suffix}",
            "lastModified": "2026-11-21T00:00:00.000+0000",
            "signingJobArn": "",
        },
        exists="ResourceConflictException",
    ),
    Kind(
        token="aws:lambda/alias:Alias",
        source="lambda/alias.go",
        replaces=("functionName", "name"),
        id="arn:aws:lambda:{region}:{account}:function:{function}:{name}",
        outputs={
            "arn": "arn:aws:lambda:{region}:{account}:function:{function}:{name}",
            "invokeArn": INVOKE + "arn:aws:lambda:{region}:{account}:function:{function}:{name}/invocations",
        },
        exists="ResourceConflictException",
        taggable=False,
    ),
    Kind(
        token="aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
        source="lambda/provisioned_concurrency_config.go",
        replaces=("functionName", "qualifier"),
        autoname="",
        defaults={"skipDestroy": False},
        id="{function},{qualifier}",
        upsert=True,
        taggable=False,
    ),
    Kind(
        token="aws:lambda/functionUrl:FunctionUrl",
        source="lambda/function_url.go",
        replaces=("functionName", "qualifier"),
        autoname="",
        defaults={"invokeMode": "BUFFERED"},
        id="{function}/{qualifier}",
        outputs={
            "functionArn": "arn:aws:lambda:{region}:{account}:function:{function}:{qualifier}",
            "functionUrl": "https://{suffix}.lambda-url.{region}.on.aws/",
            "urlId": "{suffix}",
        },
        exists="ResourceConflictException",
        taggable=False,
    ),
    Kind(
        token="aws:lambda/permission:Permission",
        source="lambda/permission.go",
        replaces=(
            "action",
            "eventSourceToken",
            "function",
            "functionUrlAuthType",
            "invokedViaFunctionUrl",
            "principal",
            "principalOrgId",
            "qualifier",
            "sourceAccount",
            "sourceArn",
            "statementId",
            "statementIdPrefix",
        ),
        autoname="",
        id="{statement}",
        outputs={"statementId": "{statement}"},
        exists="ResourceConflictException",
        taggable=False,
    ),
    Kind(
        token="aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        source="lambda/function_event_invoke_config.go",
        replaces=("functionName", "qualifier"),
        autoname="",
        id="{function}:{qualifier}",
        upsert=True,
        taggable=False,
    ),
)

SCALING: Final = (
    Kind(
        token="aws:appautoscaling/target:Target",
        source="appautoscaling/target.go",
        replaces=("resourceId", "scalableDimension", "serviceNamespace"),
        autoname="",
        id="{resourceId}",
        outputs={
            "arn": "arn:aws:application-autoscaling:{region}:{account}:scalable-target/{suffix}",
            "roleArn": "arn:aws:iam::{account}:role/aws-service-role/AWSServiceRoleForApplicationAutoScaling",
        },
        upsert=True,
    ),
    Kind(
        token="aws:appautoscaling/policy:Policy",
        source="appautoscaling/policy.go",
        replaces=("name", "resourceId", "scalableDimension", "serviceNamespace"),
        defaults={"policyType": "StepScaling"},
        id="{name}",
        outputs={
            "arn": "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{suffix}:resource/lambda/{resourceId}"
            ":policyName/{name}"
        },
        upsert=True,
        taggable=False,
    ),
    Kind(
        token="aws:appautoscaling/scheduledAction:ScheduledAction",
        source="appautoscaling/scheduled_action.go",
        replaces=("name", "resourceId", "scalableDimension", "serviceNamespace"),
        defaults={"timezone": "UTC"},
        id="{name}-{serviceNamespace}-{resourceId}",
        outputs={"arn": "arn:aws:autoscaling:{region}:{account}:scheduledAction:{suffix}"},
        upsert=True,
        taggable=False,
    ),
)

AWS: Final = {kind.token: kind for kind in (*LAMBDA, *SCALING, *GATEWAY, *IAM, *EDGE, *OTHERS)}
