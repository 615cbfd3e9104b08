"""The entry that callers use: a function URL, API Gateway, or the alias itself."""

import pulumi
import pulumi_aws as aws

from apexai.targets.aws_lambda.created.gateway import build_gateway
from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.aws_lambda.entry import Entry, entry_of


def build_entry(
    scope: Scope, function: aws.lambda_.Function, alias: aws.lambda_.Alias, key: aws.kms.Key | None
) -> pulumi.Output[str]:
    """What the access asks for; returns the URL, or the alias's ARN where there is none."""
    match entry_of(scope.spec.runtime):
        case Entry.PUBLIC_URL:
            return build_url(scope, "", function, alias.name, principal="*")
        case Entry.IAM_URL:
            return build_url(scope, "", function, alias.name, principal=scope.account)
        case Entry.JWT_GATEWAY | Entry.IAM_GATEWAY:
            return build_gateway(scope, function, alias, key)
        case Entry.NONE:
            return pulumi.Output.from_input(alias.arn)


def build_url(
    scope: Scope,
    prefix: str,
    function: aws.lambda_.Function,
    qualifier: pulumi.Input[str] | None,
    *,
    principal: pulumi.Input[str],
) -> pulumi.Output[str]:
    """A function URL with the two permissions that it needs; with `*` as principal everybody may call it.

    Source: AWS Lambda Developer Guide, "Control access to Lambda function URLs": since October 2025 both
    lambda:InvokeFunctionUrl and lambda:InvokeFunction are needed; read 2026-11-21.
    """
    kind = "NONE" if principal == "*" else "AWS_IAM"
    url = aws.lambda_.FunctionUrl(
        scope.name(f"{prefix}url"),
        function_name=function.name,
        qualifier=qualifier,
        authorization_type=kind,
        invoke_mode="BUFFERED",
        region=scope.region,
        opts=scope.request.options(),
    )
    aws.lambda_.Permission(
        scope.name(f"{prefix}url-call"),
        action="lambda:InvokeFunctionUrl",
        function=function.name,
        qualifier=qualifier,
        principal=principal,
        function_url_auth_type=kind,
        region=scope.region,
        opts=scope.request.options(),
    )
    aws.lambda_.Permission(
        scope.name(f"{prefix}url-invoke"),
        action="lambda:InvokeFunction",
        function=function.name,
        qualifier=qualifier,
        principal=principal,
        invoked_via_function_url=True,
        region=scope.region,
        opts=scope.request.options(),
    )
    return pulumi.Output.from_input(url.function_url)
