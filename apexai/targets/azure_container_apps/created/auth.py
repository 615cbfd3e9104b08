"""Who may call: tokens of Microsoft Entra, checked before a request reaches the model."""

import pulumi
import pulumi_azure_native as azure

from apexai.spec.runtime import Access
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure.entra import own_audience, own_issuer
from apexai.targets.value import input_of


def build_auth(scope: Scope, app: azure.app.ContainerApp) -> None:
    """Let in who has a token for the service, and nobody else; public and internal services ask for none."""
    if scope.spec.runtime.access is not Access.AUTHENTICATED:
        return
    issuer, audiences = _asked(scope)
    azure.app.ContainerAppsAuthConfig(
        scope.name("auth"),
        auth_config_name="current",
        container_app_name=app.name,
        resource_group_name=scope.group.name,
        platform=azure.app.AuthPlatformArgs(enabled=True),
        global_validation=azure.app.GlobalValidationArgs(unauthenticated_client_action="Return401"),
        http_settings=azure.app.HttpSettingsArgs(require_https=True),
        identity_providers=azure.app.IdentityProvidersArgs(
            azure_active_directory=azure.app.AzureActiveDirectoryArgs(
                enabled=True,
                registration=azure.app.AzureActiveDirectoryRegistrationArgs(
                    client_id=audiences[0], open_id_issuer=issuer
                ),
                validation=azure.app.AzureActiveDirectoryValidationArgs(allowed_audiences=audiences),
            )
        ),
        opts=scope.request.options(),
    )


def _asked(scope: Scope) -> tuple[pulumi.Input[str], list[pulumi.Input[str]]]:
    auth = scope.spec.runtime.auth
    if auth is None or auth.jwt is None:
        return scope.tenant.apply(own_issuer), [scope.tenant.apply(lambda given: own_audience(given, scope.service))]
    return str(auth.jwt.issuer), [input_of(audience) for audience in auth.jwt.audiences]
