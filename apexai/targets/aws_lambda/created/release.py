"""Published versions, their provisioned concurrency, and the alias that moves when they are ready."""

from collections.abc import Iterator

import pulumi
import pulumi_aws as aws

from apexai.targets.aws_lambda.created.scaling import build_scaling, capacity_of
from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.aws_lambda.names import version_key
from apexai.targets.aws_lambda.release import Release, Version, release_of
from apexai.targets.value import input_of, known_text

ALIAS = "live"


def build_release(scope: Scope, function: aws.lambda_.Function) -> aws.lambda_.Alias:
    """Provisioned concurrency for each version that serves, then the alias.

    While the budget's brake holds the service back there is no provisioned concurrency, as the brake left it. The alias
    waits for the provisioned concurrency of what it is about to point at. What it no longer points at goes after it has
    moved, because Pulumi deletes last.
    """
    release = release_of(scope.request.deployment)
    versions = () if scope.is_braked else release.versions
    ready = [provisioned for version in versions for provisioned in _provisioned(scope, function, version)]
    return aws.lambda_.Alias(
        scope.name("live"),
        name=ALIAS,
        function_name=function.name,
        function_version=_primary(release, function),
        routing_config=_routing(release),
        region=scope.region,
        opts=scope.request.options(depends_on=ready),
    )


def _provisioned(scope: Scope, function: aws.lambda_.Function, version: Version) -> Iterator[pulumi.Resource]:
    capacity = capacity_of(scope, function, version)
    if capacity is None:
        return
    scaled = capacity.maximum > capacity.count
    config = aws.lambda_.ProvisionedConcurrencyConfig(
        scope.name(f"provisioned-{version_key(version.model_version)}"),
        function_name=function.name,
        qualifier=capacity.qualifier,
        provisioned_concurrent_executions=capacity.count,
        region=scope.region,
        # The autoscaler sets it, and an update that set it back would take capacity from what serves.
        opts=scope.request.options(ignore_changes=["provisionedConcurrentExecutions"] if scaled else None),
    )
    yield config
    if scaled:
        build_scaling(scope, function, version, capacity, config)


def _primary(release: Release, function: aws.lambda_.Function) -> pulumi.Input[str]:
    if release.is_dark and release.stable is not None and release.stable.number is not None:
        return input_of(release.stable.number)
    published: pulumi.Output[str] = function.version
    return published


def _routing(release: Release) -> aws.lambda_.AliasRoutingConfigArgs | None:
    """The stable version's share; the rest goes to the version that the alias points at.

    This way round the weight's key is a version that exists, which every preview can show.
    """
    if release.stable is None or release.stable.number is None or release.is_dark:
        return None
    share, number = float(release.stable_share / 100), known_text(release.stable.number)
    if number is not None:
        return aws.lambda_.AliasRoutingConfigArgs(additional_version_weights={number: share})
    weights = pulumi.Output.from_input(input_of(release.stable.number)).apply(lambda known: {known: share})
    return aws.lambda_.AliasRoutingConfigArgs(additional_version_weights=weights)
