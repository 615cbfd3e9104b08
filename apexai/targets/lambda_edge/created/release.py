"""Which version callers reach, and the staging distribution and policy of a candidate beside it."""

import pulumi
import pulumi_aws as aws

from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.aws_lambda.names import version_key
from apexai.targets.aws_lambda.release import Release, release_of
from apexai.targets.lambda_edge.created.distribution import (
    Side,
    build_cache_policy,
    build_distribution,
    build_staging,
)
from apexai.targets.lambda_edge.headers import candidate_headers, stable_headers
from apexai.targets.value import input_of

_NONE = ""
_HEADER = "aws-cf-cd-candidate"
"""CloudFront asks for the beginning `aws-cf-cd-`.

Source: Amazon CloudFront API Reference, ContinuousDeploymentSingleHeaderConfig; read 2026-11-21.
"""


def build_edge_release(scope: Scope, function: aws.lambda_.Function) -> aws.cloudfront.Distribution:
    """The distribution, and what a candidate needs beside it.

    What belongs to a candidate has its model's version in its name: the next one gets a staging distribution of its
    own, and the last one's goes after callers have another policy or none.
    """
    release, cache_policy = release_of(scope.request.deployment), build_cache_policy(scope)
    candidate = Side(
        arn=function.qualified_arn,
        comment=f"{scope.request.name}: model {release.candidate.model_version}",
        headers=candidate_headers(scope.spec),
        cache_policy=cache_policy,
    )
    if release.stable is None or release.stable.number is None:
        return build_distribution(scope, candidate, policy=_NONE)
    number = input_of(release.stable.number)
    stable = Side(
        arn=pulumi.Output.concat(function.arn, ":", number),
        comment=pulumi.Output.concat(scope.request.name, ": version ", number),
        headers=stable_headers(scope.spec),
        cache_policy=cache_policy,
    )
    return build_distribution(scope, stable, policy=_policy(scope, candidate, release).id)


def _policy(scope: Scope, candidate: Side, release: Release) -> aws.cloudfront.ContinuousDeploymentPolicy:
    version = version_key(release.candidate.model_version)
    staging = build_staging(scope, f"staging-{version}", candidate)
    return aws.cloudfront.ContinuousDeploymentPolicy(
        scope.name(f"candidate-{version}"),
        enabled=True,
        staging_distribution_dns_names=aws.cloudfront.ContinuousDeploymentPolicyStagingDistributionDnsNamesArgs(
            quantity=1, items=[staging.domain_name]
        ),
        traffic_config=_traffic(release),
        opts=scope.request.options(),
    )


def _traffic(release: Release) -> aws.cloudfront.ContinuousDeploymentPolicyTrafficConfigArgs:
    """A share of the requests; of a dark launch those that ask for it by a header."""
    if release.is_dark:
        return aws.cloudfront.ContinuousDeploymentPolicyTrafficConfigArgs(
            type="SingleHeader",
            single_header_config=aws.cloudfront.ContinuousDeploymentPolicyTrafficConfigSingleHeaderConfigArgs(
                header=_HEADER, value="true"
            ),
        )
    return aws.cloudfront.ContinuousDeploymentPolicyTrafficConfigArgs(
        type="SingleWeight",
        single_weight_config=aws.cloudfront.ContinuousDeploymentPolicyTrafficConfigSingleWeightConfigArgs(
            weight=float((100 - release.stable_share) / 100)
        ),
    )
