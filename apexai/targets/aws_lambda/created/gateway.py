"""An HTTP API in front of the alias, with JWT or IAM."""

from __future__ import annotations  # an annotation would import a whole service of the SDK

import json

import pulumi
import pulumi_aws as aws

from apexai.targets.aws_lambda.created.logs import build_log_group
from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.aws_lambda.facts import lambda_facts
from apexai.targets.value import input_of

_LOG_FORMAT = {
    "requestId": "$context.requestId",
    "ip": "$context.identity.sourceIp",
    "time": "$context.requestTime",
    "method": "$context.httpMethod",
    "path": "$context.path",
    "status": "$context.status",
    "latency": "$context.responseLatency",
    "error": "$context.error.message",
}


def build_gateway(
    scope: Scope, function: aws.lambda_.Function, alias: aws.lambda_.Alias, key: aws.kms.Key | None
) -> pulumi.Output[str]:
    """An API whose every route goes to the alias once the caller is known; returns its URL."""
    api = aws.apigatewayv2.Api(
        scope.name("api"), protocol_type="HTTP", region=scope.region, tags=scope.tags, opts=scope.request.options()
    )
    _permit(scope, function, alias, api)
    route = _route(scope, api, _integrate(scope, api, alias))
    stage = aws.apigatewayv2.Stage(
        scope.name("stage"),
        api_id=api.id,
        name="$default",
        auto_deploy=True,
        access_log_settings=aws.apigatewayv2.StageAccessLogSettingsArgs(
            destination_arn=build_log_group(scope, "access-logs", key).arn, format=json.dumps(_LOG_FORMAT)
        ),
        default_route_settings=_throttling(scope),
        region=scope.region,
        tags=scope.tags,
        opts=scope.request.options(depends_on=[route]),
    )
    url: pulumi.Output[str] = stage.invoke_url
    return url


def _throttling(scope: Scope) -> aws.apigatewayv2.StageDefaultRouteSettingsArgs | None:
    """As many requests a second as the environments of `maxReplicas` take; the account's own limits where absent."""
    autoscaling = scope.spec.autoscaling
    if autoscaling is None:
        return None
    limit = autoscaling.max_replicas * lambda_facts()["requests_per_environment"].number
    return aws.apigatewayv2.StageDefaultRouteSettingsArgs(throttling_burst_limit=limit, throttling_rate_limit=limit)


def _permit(scope: Scope, function: aws.lambda_.Function, alias: aws.lambda_.Alias, api: aws.apigatewayv2.Api) -> None:
    aws.lambda_.Permission(
        scope.name("api-invoke"),
        action="lambda:InvokeFunction",
        function=function.name,
        qualifier=alias.name,
        principal="apigateway.amazonaws.com",
        source_arn=pulumi.Output.concat(api.execution_arn, "/*/*"),
        region=scope.region,
        opts=scope.request.options(),
    )


def _integrate(scope: Scope, api: aws.apigatewayv2.Api, alias: aws.lambda_.Alias) -> aws.apigatewayv2.Integration:
    return aws.apigatewayv2.Integration(
        scope.name("integration"),
        api_id=api.id,
        integration_type="AWS_PROXY",
        integration_uri=alias.invoke_arn,
        payload_format_version="2.0",
        timeout_milliseconds=int(scope.spec.runtime.timeout * 1000),
        region=scope.region,
        opts=scope.request.options(),
    )


def _route(
    scope: Scope, api: aws.apigatewayv2.Api, integration: aws.apigatewayv2.Integration
) -> aws.apigatewayv2.Route:
    authorizer = _authorizer(scope, api)
    return aws.apigatewayv2.Route(
        scope.name("route"),
        api_id=api.id,
        route_key="$default",
        target=pulumi.Output.concat("integrations/", integration.id),
        authorization_type="AWS_IAM" if authorizer is None else "JWT",
        authorizer_id=None if authorizer is None else authorizer.id,
        region=scope.region,
        opts=scope.request.options(),
    )


def _authorizer(scope: Scope, api: aws.apigatewayv2.Api) -> aws.apigatewayv2.Authorizer | None:
    auth = scope.spec.runtime.auth
    if auth is None or auth.jwt is None:
        return None
    return aws.apigatewayv2.Authorizer(
        scope.name("authorizer"),
        api_id=api.id,
        authorizer_type="JWT",
        identity_sources=["$request.header.Authorization"],
        jwt_configuration=aws.apigatewayv2.AuthorizerJwtConfigurationArgs(
            issuer=input_of(auth.jwt.issuer), audiences=[input_of(audience) for audience in auth.jwt.audiences]
        ),
        region=scope.region,
        opts=scope.request.options(),
    )
