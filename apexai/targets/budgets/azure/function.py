"""The brake as an app on Flex Consumption: its plan, its code, its settings, its log."""

from typing import Final, TypeAlias

import pulumi
import pulumi_azure_native as azure

from apexai.brake.azure.settings import VARIABLE
from apexai.targets.azure.code import FLEX_PACKAGE
from apexai.targets.azure.roles import METRICS_PUBLISHER
from apexai.targets.budgets.azure.grants import build_grant
from apexai.targets.budgets.azure.ids import last_of
from apexai.targets.budgets.azure.package import package_archive
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import AzureBrake, AzureScope

_Identity: TypeAlias = azure.managedidentity.UserAssignedIdentity
_Settings: TypeAlias = dict[str, pulumi.Input[str]]

_CODE: Final = "code"
"""The container of the package."""
_PYTHON: Final = "3.12"
_MEMORY_MIB: Final = 512
_MOST_INSTANCES: Final = 40
"""One is enough; some regions take no smaller number. Source: Azure documentation, Flex Consumption plan."""


def build_function(
    request: GuardRequest,
    scope: AzureScope,
    brake: AzureBrake,
    identity: azure.managedidentity.UserAssignedIdentity,
    *,
    account: pulumi.Output[str],
    budget: pulumi.Input[str],
    after: list[pulumi.Resource],
) -> azure.web.WebApp:
    """The app with its plan.

    Args:
        request: The guard.
        scope: What it watches.
        brake: What it holds back.
        identity: What the brake acts as.
        account: Id of the storage account.
        budget: Id of the budget.
        after: What has to be there before the app starts.
    """
    telemetry, written = _build_telemetry(request, scope, brake, identity)
    code = _build_code(request, scope, account)
    settings: _Settings = {
        VARIABLE: _settings(request, brake, identity, budget),
        "AzureWebJobsStorage__accountName": last_of(account),
        "AzureWebJobsStorage__credential": "managedidentity",
        "AzureWebJobsStorage__clientId": identity.client_id,
        **telemetry,
    }
    return _build_app(request, scope, brake, identity, settings, account, after=[*after, *written, code])


def _build_telemetry(
    request: GuardRequest, scope: AzureScope, brake: AzureBrake, identity: _Identity
) -> tuple[_Settings, list[pulumi.Resource]]:
    """Settings that lead the brake's log to the service's workspace, and the grant to write it."""
    if brake.workspace is None:
        return {}, []
    insights = azure.applicationinsights.Component(
        request.child("brake-insights"),
        resource_group_name=scope.resource_group,
        location=brake.region,
        application_type="web",
        kind="web",
        ingestion_mode="LogAnalytics",
        workspace_resource_id=brake.workspace,
        disable_local_auth=True,
        tags=dict(scope.tags),
        opts=request.options(),
    )
    grant = build_grant(request, brake, "brake-writes-log", identity, role=METRICS_PUBLISHER, on=insights.id)
    settings: _Settings = {
        "APPLICATIONINSIGHTS_CONNECTION_STRING": insights.connection_string,
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING": pulumi.Output.concat(
            "ClientId=", identity.client_id, ";Authorization=AAD"
        ),
    }
    return settings, [grant]


def _build_code(request: GuardRequest, scope: AzureScope, account: pulumi.Output[str]) -> pulumi.Resource:
    container = azure.storage.BlobContainer(
        request.child("brake-code"),
        container_name=_CODE,
        account_name=last_of(account),
        resource_group_name=scope.resource_group,
        public_access="None",
        opts=request.options(),
    )
    blob: pulumi.Resource = azure.storage.Blob(
        request.child("brake-package"),
        blob_name=FLEX_PACKAGE,
        account_name=last_of(account),
        container_name=container.name,
        resource_group_name=scope.resource_group,
        type="Block",
        source=package_archive(),
        opts=request.options(),
    )
    return blob


def _build_app(
    request: GuardRequest,
    scope: AzureScope,
    brake: AzureBrake,
    identity: _Identity,
    settings: _Settings,
    account: pulumi.Output[str],
    *,
    after: list[pulumi.Resource],
) -> azure.web.WebApp:
    plan = azure.web.AppServicePlan(
        request.child("brake-plan"),
        resource_group_name=scope.resource_group,
        location=brake.region,
        kind="functionapp",
        reserved=True,
        sku=azure.web.SkuDescriptionArgs(name="FC1", tier="FlexConsumption"),
        tags=dict(scope.tags),
        opts=request.options(),
    )
    pairs = [{"name": name, "value": settings[name]} for name in sorted(settings)]
    return azure.web.WebApp(
        request.child("brake"),
        name=pulumi.Output.concat(brake.name, "-brake"),
        resource_group_name=scope.resource_group,
        location=brake.region,
        kind="functionapp,linux",
        server_farm_id=plan.id,
        https_only=True,
        enabled=True,
        identity=azure.web.ManagedServiceIdentityArgs(type="UserAssigned", user_assigned_identities=[identity.id]),
        function_app_config=_config(identity, account),
        # as a dict: `SiteConfigArgs` adds what Flex refuses (pulumi-azure-native issue 4168)
        site_config={"app_settings": pairs, "min_tls_version": "1.2", "scm_min_tls_version": "1.2"},
        tags=dict(scope.tags),
        opts=request.options(depends_on=after),
    )


def _config(identity: _Identity, account: pulumi.Output[str]) -> azure.web.FunctionAppConfigArgs:
    return azure.web.FunctionAppConfigArgs(
        deployment=azure.web.FunctionsDeploymentArgs(
            storage=azure.web.FunctionsDeploymentStorageArgs(
                type="blobContainer",
                value=pulumi.Output.concat("https://", last_of(account), ".blob.core.windows.net/", _CODE),
                authentication=azure.web.FunctionsDeploymentStorageAuthenticationArgs(
                    type="UserAssignedIdentity", user_assigned_identity_resource_id=identity.id
                ),
            )
        ),
        runtime=azure.web.FunctionsRuntimeArgs(name="python", version=_PYTHON),
        scale_and_concurrency=azure.web.FunctionsScaleAndConcurrencyArgs(
            instance_memory_mb=_MEMORY_MIB, maximum_instance_count=_MOST_INSTANCES
        ),
    )


def _settings(
    request: GuardRequest, brake: AzureBrake, identity: _Identity, budget: pulumi.Input[str]
) -> pulumi.Output[str]:
    settings: dict[str, object] = {
        "service": last_of(brake.app),
        "budget": budget,
        "state": brake.state,
        "client": identity.client_id,
        "kind": brake.kind,
        "app": brake.app,
        "mode": str(request.plan.on_breach),
        "capped": brake.throttled,
        "maximum": brake.maximum,
        "ready": dict(brake.ready),
        "plan": brake.plan or "",
        "slots": list(brake.slots),
    }
    return pulumi.Output.json_dumps(settings, sort_keys=True)
