"""An app on Flex Consumption: a plan of its own, the package in a container, instances kept ready."""

import pulumi
import pulumi_azure_native as azure

from apexai.brake.azure.settings import FLEX
from apexai.targets.azure.created.brake import least_kept
from apexai.targets.azure.created.identity import Identity
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure_functions.created.hosted import Hosted
from apexai.targets.azure_functions.created.settings import Settings, pairs_of
from apexai.targets.azure_functions.hosting import (
    DEFAULT_INSTANCES,
    flex_memory,
    language_of,
    per_instance_concurrency,
)
from apexai.targets.value import input_of


def build_flex(
    scope: Scope, identity: Identity, container: pulumi.Input[str], settings: Settings, after: list[pulumi.Resource]
) -> Hosted:
    """The app, on a plan that has no other."""
    plan = azure.web.AppServicePlan(
        scope.name("plan"),
        resource_group_name=scope.group.name,
        location=scope.region,
        kind="functionapp",
        reserved=True,
        sku=azure.web.SkuDescriptionArgs(name="FC1", tier="FlexConsumption"),
        tags=scope.tags,
        opts=scope.request.options(),
    )
    network = scope.spec.runtime.network
    app = azure.web.WebApp(
        scope.name("app"),
        name=app_name(scope),
        resource_group_name=scope.group.name,
        location=scope.region,
        kind="functionapp,linux",
        server_farm_id=plan.id,
        https_only=True,
        # stated in every case: an app that a budget's brake stopped comes back when the brake is gone
        enabled=scope.held(True, paused=False),
        identity=app_identity(identity),
        key_vault_reference_identity=identity.id,
        virtual_network_subnet_id=input_of(network.subnets[0]) if network is not None and network.subnets else None,
        function_app_config=_config(scope, identity, container),
        site_config=_site(settings),
        tags={**scope.tags, "modelVersion": scope.spec.model_ref.version},
        opts=scope.request.options(depends_on=after),
    )
    return Hosted(kind=FLEX, app=app, maximum=_most(scope), ready=_kept_ready(scope))


def app_name(scope: Scope) -> pulumi.Output[str]:
    """The name that is also the first part of the app's address, which nobody else in the world may have."""
    return scope.unique(most=32)


def app_identity(identity: Identity) -> azure.web.ManagedServiceIdentityArgs:
    """The service's identity, and no other."""
    return azure.web.ManagedServiceIdentityArgs(type="UserAssigned", user_assigned_identities=[identity.id])


def _site(settings: Settings) -> dict[str, object]:
    """As a dict: `SiteConfigArgs` adds `netFrameworkVersion`, which Flex refuses in some regions.

    Source: https://github.com/pulumi/pulumi-azure-native/issues/4168 (2025-05-24).
    """
    return {"app_settings": pairs_of(settings), "min_tls_version": "1.2", "scm_min_tls_version": "1.2"}


def _config(scope: Scope, identity: Identity, container: pulumi.Input[str]) -> azure.web.FunctionAppConfigArgs:
    package = scope.spec.runtime.package
    language = None if package is None else language_of(package.runtime)
    if language is None:
        raise ValueError("no language: the limits refuse this")
    return azure.web.FunctionAppConfigArgs(
        deployment=azure.web.FunctionsDeploymentArgs(
            storage=azure.web.FunctionsDeploymentStorageArgs(
                type="blobContainer",
                value=container,
                authentication=azure.web.FunctionsDeploymentStorageAuthenticationArgs(
                    type="UserAssignedIdentity", user_assigned_identity_resource_id=identity.id
                ),
            )
        ),
        runtime=azure.web.FunctionsRuntimeArgs(name=language[0], version=language[1]),
        scale_and_concurrency=_scale(scope),
    )


def _scale(scope: Scope) -> azure.web.FunctionsScaleAndConcurrencyArgs:
    concurrency = per_instance_concurrency(scope.request.deployment)
    ready = [
        azure.web.FunctionsAlwaysReadyConfigArgs(name=group, instance_count=count)
        for group, count in _kept_ready(scope).items()
    ]
    return azure.web.FunctionsScaleAndConcurrencyArgs(
        instance_memory_mb=flex_memory(scope.spec.runtime),
        maximum_instance_count=scope.held(_most(scope), throttled=least_kept(scope)),
        always_ready=scope.held(ready, throttled=[], paused=[]) if ready else None,
        triggers=None
        if concurrency is None
        else azure.web.FunctionsScaleAndConcurrencyTriggersArgs(
            http=azure.web.FunctionsScaleAndConcurrencyTriggersHttpArgs(per_instance_concurrency=concurrency)
        ),
    )


def _most(scope: Scope) -> int:
    """Most instances that the program declares."""
    return DEFAULT_INSTANCES if scope.spec.autoscaling is None else scope.spec.autoscaling.max_replicas


def _kept_ready(scope: Scope) -> dict[str, int]:
    """Group of functions → instances that are kept ready."""
    least = 0 if scope.spec.autoscaling is None else scope.spec.autoscaling.min_replicas
    return {"http": least} if least else {}
