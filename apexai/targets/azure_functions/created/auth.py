"""Who may call: tokens of Microsoft Entra, checked before a request reaches the functions."""

import pulumi
import pulumi_azure_native as azure

from apexai.spec.runtime import Access
from apexai.targets.azure.created.entra import asked_tokens
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure_functions.created.flex import app_name


def build_auth(scope: Scope, app: azure.web.WebApp) -> None:
    """Let in who has a token for the service, and nobody else; public services ask for none."""
    if scope.spec.runtime.access is Access.AUTHENTICATED:
        azure.web.WebAppAuthSettingsV2(scope.name("auth"), name=app.name, **_asked(scope))


def build_slot_auth(scope: Scope, slot: azure.web.WebAppSlot, name: str) -> list[pulumi.Resource]:
    """The same for a slot, which has settings of its own and an address of its own."""
    if scope.spec.runtime.access is not Access.AUTHENTICATED:
        return []
    asked = {**_asked(scope), "opts": scope.request.options(depends_on=[slot])}
    settings = azure.web.WebAppAuthSettingsV2Slot(
        scope.name(f"slot-{name}-auth"), name=app_name(scope), slot=name, **asked
    )
    return [settings]


def _asked(scope: Scope) -> dict[str, object]:
    issuer, audiences = asked_tokens(scope)
    registration = azure.web.AzureActiveDirectoryRegistrationArgs(client_id=audiences[0], open_id_issuer=issuer)
    entra = azure.web.AzureActiveDirectoryArgs(
        enabled=True,
        registration=registration,
        validation=azure.web.AzureActiveDirectoryValidationArgs(allowed_audiences=audiences),
    )
    return {
        "resource_group_name": scope.group.name,
        "platform": azure.web.AuthPlatformArgs(enabled=True, runtime_version="~1"),
        "global_validation": azure.web.GlobalValidationArgs(
            require_authentication=True, unauthenticated_client_action="Return401"
        ),
        "http_settings": azure.web.HttpSettingsArgs(require_https=True),
        "identity_providers": azure.web.IdentityProvidersArgs(azure_active_directory=entra),
        "opts": scope.request.options(),
    }
