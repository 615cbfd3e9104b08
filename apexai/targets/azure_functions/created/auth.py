"""Who may call: tokens of Microsoft Entra, checked before a request reaches the functions."""

import pulumi_azure_native as azure

from apexai.spec.runtime import Access
from apexai.targets.azure.created.entra import asked_tokens
from apexai.targets.azure.created.scope import Scope


def build_auth(scope: Scope, app: azure.web.WebApp) -> None:
    """Let in who has a token for the service, and nobody else; public services ask for none."""
    if scope.spec.runtime.access is not Access.AUTHENTICATED:
        return
    issuer, audiences = asked_tokens(scope)
    azure.web.WebAppAuthSettingsV2(
        scope.name("auth"),
        name=app.name,
        resource_group_name=scope.group.name,
        platform=azure.web.AuthPlatformArgs(enabled=True, runtime_version="~1"),
        global_validation=azure.web.GlobalValidationArgs(
            require_authentication=True, unauthenticated_client_action="Return401"
        ),
        http_settings=azure.web.HttpSettingsArgs(require_https=True),
        identity_providers=azure.web.IdentityProvidersArgs(
            azure_active_directory=azure.web.AzureActiveDirectoryArgs(
                enabled=True,
                registration=azure.web.AzureActiveDirectoryRegistrationArgs(
                    client_id=audiences[0], open_id_issuer=issuer
                ),
                validation=azure.web.AzureActiveDirectoryValidationArgs(allowed_audiences=audiences),
            )
        ),
        opts=scope.request.options(),
    )
