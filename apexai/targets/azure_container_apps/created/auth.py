"""Who may call: tokens of Microsoft Entra, checked before a request reaches the model."""

import pulumi_azure_native as azure

from apexai.spec.runtime import Access
from apexai.targets.azure.created.entra import asked_tokens
from apexai.targets.azure.created.scope import Scope


def build_auth(scope: Scope, app: azure.app.ContainerApp) -> None:
    """Let in who has a token for the service, and nobody else; public and internal services ask for none."""
    if scope.spec.runtime.access is not Access.AUTHENTICATED:
        return
    issuer, audiences = asked_tokens(scope)
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
