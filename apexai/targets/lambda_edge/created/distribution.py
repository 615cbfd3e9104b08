"""Distributions: the one that callers reach, and the staging one that a candidate is tried behind."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from apexai.spec.fields import Text
from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.value import input_of

_ORIGIN = "origin"
_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
_CACHED = ["GET", "HEAD"]
_HTTP, _HTTPS = 80, 443
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
"""Source: Amazon CloudFront Developer Guide, Use managed cache policies and Use managed origin request policies:
CachingDisabled and AllViewerExceptHostHeader; read 2026-11-21."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A version of the function and what it is told."""

    arn: pulumi.Input[str]
    """With the version's number: CloudFront takes neither an alias nor `$LATEST`."""
    comment: pulumi.Input[str]
    """What people read beside the distribution."""
    headers: Mapping[str, Text]
    cache_policy: pulumi.Input[str]


def build_distribution(scope: Scope, side: Side, *, policy: pulumi.Input[str]) -> aws.cloudfront.Distribution:
    """What callers reach.

    An empty text takes a policy away: left out, the provider keeps the one that was there.
    Source: terraform-provider-aws#34511, read 2026-11-21.
    """
    return _distribution(scope, "distribution", side, continuous_deployment_policy_id=policy)


def build_staging(scope: Scope, kind: str, side: Side) -> aws.cloudfront.Distribution:
    """What a candidate is tried behind."""
    return _distribution(scope, kind, side, staging=True)


def build_cache_policy(scope: Scope) -> pulumi.Input[str]:
    """Answers are kept for the time asked, by all of the query; without a time none is kept."""
    cache = scope.spec.runtime.cache
    if cache is None:
        return CACHING_DISABLED
    seconds = int(cache.ttl)
    key = aws.cloudfront.CachePolicyParametersInCacheKeyAndForwardedToOriginArgs(
        cookies_config=aws.cloudfront.CachePolicyParametersInCacheKeyAndForwardedToOriginCookiesConfigArgs(
            cookie_behavior="none"
        ),
        headers_config=aws.cloudfront.CachePolicyParametersInCacheKeyAndForwardedToOriginHeadersConfigArgs(
            header_behavior="whitelist",
            headers=aws.cloudfront.CachePolicyParametersInCacheKeyAndForwardedToOriginHeadersConfigHeadersArgs(
                items=["authorization"]
            ),
        ),
        query_strings_config=aws.cloudfront.CachePolicyParametersInCacheKeyAndForwardedToOriginQueryStringsConfigArgs(
            query_string_behavior="all"
        ),
    )
    policy = aws.cloudfront.CachePolicy(
        scope.name("cache"),
        comment=f"Answers of {scope.request.name}",
        default_ttl=seconds,
        min_ttl=0,
        max_ttl=seconds,
        parameters_in_cache_key_and_forwarded_to_origin=key,
        opts=scope.request.options(),
    )
    created: pulumi.Output[str] = policy.id
    return created


def _distribution(scope: Scope, kind: str, side: Side, **more: object) -> aws.cloudfront.Distribution:
    """HTTP/2 and not 3, which CloudFront does not have together with a staging distribution."""
    return aws.cloudfront.Distribution(
        scope.name(kind),
        enabled=True,
        comment=side.comment,
        http_version="http2",
        is_ipv6_enabled=True,
        origins=[_origin(scope, side)],
        default_cache_behavior=_behaviour(side),
        restrictions=aws.cloudfront.DistributionRestrictionsArgs(
            geo_restriction=aws.cloudfront.DistributionRestrictionsGeoRestrictionArgs(restriction_type="none")
        ),
        viewer_certificate=aws.cloudfront.DistributionViewerCertificateArgs(cloudfront_default_certificate=True),
        tags=scope.tags,
        opts=scope.request.options(),
        **more,
    )


def _origin(scope: Scope, side: Side) -> aws.cloudfront.DistributionOriginArgs:
    """CloudFront asks for an origin, and the function answers before it.

    The name is one that nobody can ever register, so that what the function lets through ends there.
    Source: RFC 2606, section 2: `.invalid`.
    """
    return aws.cloudfront.DistributionOriginArgs(
        origin_id=_ORIGIN,
        domain_name=f"{scope.request.name.lower().replace('_', '-')}.invalid",
        custom_origin_config=aws.cloudfront.DistributionOriginCustomOriginConfigArgs(
            http_port=_HTTP,
            https_port=_HTTPS,
            origin_protocol_policy="https-only",
            origin_ssl_protocols=["TLSv1.2"],
        ),
        custom_headers=[
            aws.cloudfront.DistributionOriginCustomHeaderArgs(name=name, value=input_of(value))
            for name, value in side.headers.items()
        ],
    )


def _behaviour(side: Side) -> aws.cloudfront.DistributionDefaultCacheBehaviorArgs:
    """The function is called where a request leaves for the origin, with its body: not for what the cache answers."""
    called = aws.cloudfront.DistributionDefaultCacheBehaviorLambdaFunctionAssociationArgs(
        event_type="origin-request", lambda_arn=side.arn, include_body=True
    )
    return aws.cloudfront.DistributionDefaultCacheBehaviorArgs(
        target_origin_id=_ORIGIN,
        allowed_methods=_METHODS,
        cached_methods=_CACHED,
        viewer_protocol_policy="https-only",
        compress=True,
        cache_policy_id=side.cache_policy,
        origin_request_policy_id=ALL_VIEWER_BUT_HOST,
        lambda_function_associations=[called],
    )
