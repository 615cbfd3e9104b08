"""The Azure types that the tests' programs use.

`replaces` are what azure-native 3 replaces for: the parts of an object's id, its location, and what the REST
specifications (github.com/Azure/azure-rest-api-specs, `x-ms-mutability` without `update`) let nobody change.
Autonaming: azure-native names each type with the last part of its id (provider/pkg/provider/autonaming.go).
"""

from typing import Final

from tests.engine.standin.kinds import Kind

SUBSCRIPTION: Final = "11111111-2222-3333-4444-555555555555"
TENANT: Final = "99999999-8888-7777-6666-555555555555"
GROUP: Final = "azure-native:resources:ResourceGroup"
APP: Final = "azure-native:app:ContainerApp"
ENVIRONMENT: Final = "azure-native:app:ManagedEnvironment"
IDENTITY: Final = "azure-native:managedidentity:UserAssignedIdentity"
GRANT: Final = "azure-native:authorization:RoleAssignment"
FUNCTION: Final = "azure-native:web:WebApp"
SLOT: Final = "azure-native:web:WebAppSlot"
PLAN: Final = "azure-native:web:AppServicePlan"
BUDGET: Final = "azure-native:consumption:Budget"
WORKSPACE: Final = "azure-native:operationalinsights:Workspace"

_SUBSCRIPTION_ID: Final = f"/subscriptions/{SUBSCRIPTION}"


def _in_group(
    token: str,
    path: str,
    name: str,
    *,
    replaces: tuple[str, ...] = (),
    outputs: dict[str, str] | None = None,
) -> Kind:
    """A type whose objects are in a resource group."""
    return Kind(
        token=token,
        source="azure-rest-api-specs",
        replaces=("resourceGroupName", name, "location", *replaces),
        autoname=name,
        id=f"{_SUBSCRIPTION_ID}/resourceGroups/{{resourceGroupName}}/providers/{path}/{{{name}}}",
        outputs={"name": f"{{{name}}}", **(outputs or {})},
        exists="Conflict",
    )


_KINDS: Final = (
    Kind(
        token=GROUP,
        source="azure-rest-api-specs resources",
        replaces=("resourceGroupName", "location"),
        autoname="resourceGroupName",
        id=f"{_SUBSCRIPTION_ID}/resourceGroups/{{resourceGroupName}}",
        outputs={"name": "{resourceGroupName}"},
    ),
    _in_group(
        IDENTITY,
        "Microsoft.ManagedIdentity/userAssignedIdentities",
        "resourceName",
        outputs={"principalId": "principal-{suffix}", "clientId": "client-{suffix}", "tenantId": TENANT},
    ),
    Kind(
        token=GRANT,
        source="azure-rest-api-specs authorization: an assignment's scope, role and principal stay",
        replaces=("scope", "roleAssignmentName", "principalId", "principalType", "roleDefinitionId"),
        autoname="",
        id="{scope}/providers/Microsoft.Authorization/roleAssignments/{suffix}",
        outputs={"name": "{suffix}"},
    ),
    Kind(
        token=BUDGET,
        source="azure-rest-api-specs consumption: a budget's scope and name stay",
        replaces=("scope", "budgetName"),
        autoname="budgetName",
        id="{scope}/providers/Microsoft.Consumption/budgets/{budgetName}",
        outputs={"name": "{budgetName}"},
    ),
    _in_group(WORKSPACE, "Microsoft.OperationalInsights/workspaces", "workspaceName"),
    _in_group(
        ENVIRONMENT,
        "Microsoft.App/managedEnvironments",
        "environmentName",
        replaces=("vnetConfiguration", "zoneRedundant"),
        outputs={"defaultDomain": "{suffix}.{location}.azurecontainerapps.io", "staticIp": "10.0.0.4"},
    ),
    _in_group(
        APP,
        "Microsoft.App/containerApps",
        "containerAppName",
        replaces=("environmentId", "managedEnvironmentId"),
        outputs={"latestRevisionName": "{revision}"},
    ),
    Kind(
        token="azure-native:app:ContainerAppsAuthConfig",
        source="azure-rest-api-specs app",
        replaces=("resourceGroupName", "containerAppName", "authConfigName"),
        autoname="",
        id=f"{_SUBSCRIPTION_ID}/resourceGroups/{{resourceGroupName}}/providers/Microsoft.App/containerApps/"
        "{containerAppName}/authConfigs/{authConfigName}",
    ),
    Kind(
        token="azure-native:monitor:DiagnosticSetting",
        source="azure-rest-api-specs monitor",
        replaces=("name", "resourceUri"),
        autoname="name",
        id="{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
    ),
    _in_group("azure-native:monitor:ScheduledQueryRule", "Microsoft.Insights/scheduledQueryRules", "ruleName"),
    _in_group(
        "azure-native:keyvault:Vault",
        "Microsoft.KeyVault/vaults",
        "vaultName",
        outputs={"vaultUri": "https://{vaultName}.vault.azure.net/"},
    ),
    _in_group(
        "azure-native:keyvault:Key",
        "Microsoft.KeyVault/vaults/{vaultName}/keys",
        "keyName",
        replaces=("vaultName",),
        outputs={"keyUri": "https://{vaultName}.vault.azure.net/keys/{keyName}"},
    ),
    _in_group(PLAN, "Microsoft.Web/serverfarms", "name"),
    _in_group(FUNCTION, "Microsoft.Web/sites", "name"),
    Kind(
        token=SLOT,
        source="azure-rest-api-specs web",
        replaces=("resourceGroupName", "name", "slot", "location"),
        autoname="",
        id=f"{_SUBSCRIPTION_ID}/resourceGroups/{{resourceGroupName}}/providers/Microsoft.Web/sites/{{name}}/slots/{{slot}}",
    ),
    *(
        Kind(
            token=f"azure-native:web:{kind}",
            source="azure-rest-api-specs web",
            replaces=("resourceGroupName", "name", "slot"),
            autoname="",
            id=f"{_SUBSCRIPTION_ID}/resourceGroups/{{resourceGroupName}}/providers/Microsoft.Web/sites/{{name}}{slot}/config",
        )
        for kind, slot in (("WebAppAuthSettingsV2", ""), ("WebAppAuthSettingsV2Slot", "/slots/{slot}"))
    ),
    _in_group("azure-native:storage:StorageAccount", "Microsoft.Storage/storageAccounts", "accountName"),
    _in_group(
        "azure-native:storage:BlobContainer",
        "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers",
        "containerName",
        replaces=("accountName",),
    ),
    _in_group(
        "azure-native:storage:Blob",
        "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}/blobs",
        "blobName",
        replaces=("accountName", "containerName", "source", "type"),
    ),
    _in_group(
        "azure-native:applicationinsights:Component",
        "Microsoft.Insights/components",
        "resourceName",
        outputs={"connectionString": "InstrumentationKey={suffix}"},
    ),
)
AZURE: Final = {kind.token: kind for kind in _KINDS}
