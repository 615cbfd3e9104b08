"""Programs for rules on resources of Azure."""

import pulumi
from pulumi_azure_native import (
    app,
    authorization,
    cognitiveservices,
    compute,
    containerregistry,
    containerservice,
    dbforpostgresql,
    keyvault,
    network,
    operationalinsights,
    sql,
    storage,
    web,
)

from tests.policy.programs.prelude import DIGEST, raw

GROUP = "models"
BUILT_IN = "/subscriptions/0/providers/Microsoft.Authorization/roleDefinitions"


def apx_fin_001_passes_on_azure(name: str) -> None:
    container_app(name, container={"resources": {"cpu": 0.25, "memory": "0.5Gi"}})


def apx_fin_001_fails_on_azure(name: str) -> None:
    container_app(name, container={"resources": {"cpu": 1, "memory": "2Gi"}})


def apx_fin_001_fails_on_azure_functions(name: str) -> None:
    function_app(name, function_app_config={"scale_and_concurrency": {"instance_memory_mb": 2048}})


def apx_fin_001_unknown_on_azure(name: str) -> None:
    function_app(name, function_app_config={"scale_and_concurrency": {"instance_memory_mb": unnamed(name)}})


def apx_fin_002_passes_on_azure(name: str) -> None:
    account(name, tags={"costCenter": "Fraud"})


def apx_fin_002_fails_on_azure(name: str) -> None:
    account(name)


def apx_fin_009_fails_on_azure(name: str) -> None:
    machine(name, "Standard_NC24ads_A100_v4")


def apx_fin_013_passes_on_azure(name: str) -> None:
    operationalinsights.Workspace(name, resource_group_name=GROUP)


def apx_fin_016_passes_on_azure(name: str) -> None:
    machine(name, "Standard_D4s_v5")


def apx_fin_016_fails_on_azure(name: str) -> None:
    machine(name, "Standard_DS3_v2")


def apx_fin_026_passes_on_azure(name: str) -> None:
    store = account(name)
    old = {"enabled": True, "name": "old", "type": "Lifecycle", "definition": {"actions": {}}}
    storage.ManagementPolicy(
        f"{name}-expiry", resource_group_name=GROUP, account_name=store.name, policy={"rules": [old]}
    )


def apx_fin_026_fails_on_azure(name: str) -> None:
    account(name)


def apx_fin_027_passes(name: str) -> None:
    pool(name, scale_set_priority="Spot")
    pool(f"{name}-regular")


def apx_fin_027_unknown(name: str) -> None:
    pool(name, scale_set_priority=unnamed(name))


def apx_fin_028_fails_on_azure(name: str) -> None:
    registry(name, sku={"name": "Premium"})


def apx_fin_028_passes_on_azure(name: str) -> None:
    registry(name, sku={"name": "Premium"}, policies={"retention_policy": {"days": 30, "status": "enabled"}})


def apx_rai_009_passes_on_azure(name: str) -> None:
    content_filter(name, {"name": "hate", "blocking": True, "enabled": True, "source": "Prompt"})


def apx_rai_009_fails_on_azure(name: str) -> None:
    content_filter(name, {"name": "hate", "blocking": False, "enabled": True, "source": "Prompt"})


def apx_rai_013_fails_on_azure(name: str) -> None:
    account(name, location="East US", opts=within(name, responsibleAI={"dataResidency": ["westeurope"]}))


def apx_rai_013_passes_on_azure(name: str) -> None:
    account(name, location="West Europe", opts=within(name, responsibleAI={"dataResidency": ["westeurope"]}))


def apx_rai_025_fails_on_azure(name: str) -> None:
    deployment(name, "Standard")


def apx_rai_030_fails_on_azure(name: str) -> None:
    opts = within(name, responsibleAI={"riskClass": "high"})
    operationalinsights.Workspace(name, resource_group_name=GROUP, opts=opts)


def apx_rai_030_passes_on_azure(name: str) -> None:
    opts = within(name, responsibleAI={"riskClass": "high"})
    operationalinsights.Workspace(name, resource_group_name=GROUP, retention_in_days=365, opts=opts)


def apx_rai_032_passes(name: str) -> None:
    deployment(name, "Standard", opts=within(name, responsibleAI={"dataResidency": ["westeurope"]}))


def apx_rai_032_fails(name: str) -> None:
    deployment(name, "GlobalStandard", opts=within(name, responsibleAI={"dataResidency": ["westeurope"]}))


def apx_rai_032_fails_by_its_zone(name: str) -> None:
    deployment(name, "DataZoneStandard", opts=within(name, responsibleAI={"dataResidency": ["westeurope"]}))


def apx_rai_032_unknown(name: str) -> None:
    deployment(name, unnamed(name), opts=within(name, responsibleAI={"dataResidency": ["westeurope"]}))


def apx_sec_001_fails_on_azure(name: str) -> None:
    permissions = [{"actions": ["*"]}]
    authorization.RoleDefinition(name, scope="/subscriptions/0", role_name="all", permissions=permissions)


def apx_sec_003_passes_on_azure(name: str) -> None:
    account(name, encryption={"key_source": "Microsoft.Keyvault"})


def apx_sec_003_fails_on_azure(name: str) -> None:
    account(name)


def apx_sec_004_passes_on_azure(name: str) -> None:
    sql.Server(name, resource_group_name=GROUP, minimal_tls_version="1.2")


def apx_sec_004_fails_on_azure(name: str) -> None:
    sql.Server(name, resource_group_name=GROUP, minimal_tls_version="1.0")


def apx_sec_004_fails_on_azure_functions(name: str) -> None:
    function_app(name)


def apx_sec_004_fails_for_a_container_app(name: str) -> None:
    container_app(name, ingress={"external": False, "allow_insecure": True})


def apx_sec_005_passes_on_azure(name: str) -> None:
    container_app(name, container={"env": [{"name": "DB_PASSWORD", "secret_ref": "password"}]})


def apx_sec_005_fails_on_azure(name: str) -> None:
    container_app(name, container={"env": [{"name": "DB_PASSWORD", "value": "hunter2hunter2"}]})


def apx_sec_005_fails_on_azure_functions(name: str) -> None:
    settings = [{"name": "DB_PASSWORD", "value": "hunter2hunter2"}]
    function_app(name, site_config={"app_settings": settings})


def apx_sec_007_passes_on_azure(name: str) -> None:
    container_app(name, container={"image": f"models.azurecr.io/fraud@{DIGEST}"})


def apx_sec_007_fails_on_azure(name: str) -> None:
    container_app(name, container={"image": "models.azurecr.io/fraud:1"})


def apx_sec_015_fails_on_azure(name: str) -> None:
    storage.BlobContainer(name, resource_group_name=GROUP, account_name="models", public_access="Blob")


def apx_sec_016_fails_on_azure(name: str) -> None:
    keyvault.Key(name, resource_group_name=GROUP, vault_name="models", properties={"kty": "RSA"})


def apx_sec_018_passes_on_azure(name: str) -> None:
    security_rule(name, "443")


def apx_sec_018_fails_on_azure(name: str) -> None:
    security_rule(name, "22")


def apx_sec_021_passes_on_azure(name: str) -> None:
    containerservice.ManagedCluster(
        name, resource_group_name=GROUP, api_server_access_profile={"enable_private_cluster": True}
    )


def apx_sec_021_fails_on_azure(name: str) -> None:
    containerservice.ManagedCluster(name, resource_group_name=GROUP)


def apx_sec_023_passes_on_azure(name: str) -> None:
    sql.Server(name, resource_group_name=GROUP, public_network_access="Disabled")


def apx_sec_023_fails_on_azure(name: str) -> None:
    sql.Server(name, resource_group_name=GROUP)


def apx_sec_023_passes_in_a_subnet(name: str) -> None:
    dbforpostgresql.Server(name, resource_group_name=GROUP, network={"delegated_subnet_resource_id": "subnet"})


def apx_sec_023_fails_for_postgresql(name: str) -> None:
    dbforpostgresql.Server(name, resource_group_name=GROUP)


def apx_sec_026_fails_on_azure(name: str) -> None:
    assignment(name, "8e3af657-a8ff-443c-a75c-2fe8c4bcb635")


def apx_sec_026_passes_on_azure(name: str) -> None:
    assignment(name, "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1")


def apx_sec_031_passes_on_azure(name: str) -> None:
    account(name, allow_blob_public_access=False)


def apx_sec_031_fails_on_azure(name: str) -> None:
    account(name, allow_blob_public_access=True)


def apx_sec_032_passes_on_azure(name: str) -> None:
    container_app(name, identity={"type": "SystemAssigned"})


def apx_sec_032_fails_on_azure(name: str) -> None:
    container_app(name)


def apx_sec_033_passes(name: str) -> None:
    public = container_app(name, ingress={"external": True})
    asking(name, public, "Return401")


def apx_sec_033_fails(name: str) -> None:
    container_app(name, ingress={"external": True})


def apx_sec_033_fails_for_anonymous_callers(name: str) -> None:
    public = container_app(name, ingress={"external": True})
    asking(name, public, "AllowAnonymous")


def apx_sec_033_unknown(name: str) -> None:
    container_app(name, ingress={"external": unnamed(name)})


def unnamed(name: str) -> pulumi.Output[str]:
    """A value that is known only after the deployment."""
    return storage.StorageAccount(
        f"{name}-later", resource_group_name=GROUP, kind="StorageV2", sku={"name": "Standard_LRS"}
    ).name


def within(name: str, **sections: object) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(parent=raw(f"{name}-service", **sections))


def account(name: str, **arguments: object) -> storage.StorageAccount:
    sku = {"name": "Standard_LRS"}
    return storage.StorageAccount(name, resource_group_name=GROUP, kind="StorageV2", sku=sku, **arguments)


def function_app(name: str, **arguments: object) -> None:
    web.WebApp(name, resource_group_name=GROUP, kind="functionapp,linux", **arguments)


def container_app(name: str, *, container: object = None, ingress: object = None, **arguments: object) -> object:
    parts = {"name": "main", **(container or {})}  # type: ignore[dict-item]
    configuration = {"ingress": ingress} if ingress else {}
    return app.ContainerApp(
        name,
        resource_group_name=GROUP,
        template={"containers": [parts]},
        configuration=configuration,
        **arguments,
    )


def asking(name: str, public: app.ContainerApp, action: str) -> None:
    app.ContainerAppsAuthConfig(
        f"{name}-authentication",
        resource_group_name=GROUP,
        container_app_name=public.name,
        global_validation={"unauthenticated_client_action": action},
    )


def machine(name: str, size: str) -> None:
    compute.VirtualMachine(name, resource_group_name=GROUP, hardware_profile={"vm_size": size})


def pool(name: str, **arguments: object) -> None:
    containerservice.AgentPool(name, resource_group_name=GROUP, resource_name_="models", count=1, **arguments)


def registry(name: str, **arguments: object) -> None:
    containerregistry.Registry(name, resource_group_name=GROUP, **arguments)


def content_filter(name: str, entry: object) -> None:
    cognitiveservices.RaiPolicy(
        name, resource_group_name=GROUP, account_name="models", properties={"content_filters": [entry]}
    )


def deployment(name: str, kind: object, **arguments: object) -> None:
    sku = {"name": kind, "capacity": 1}
    cognitiveservices.Deployment(name, resource_group_name=GROUP, account_name="models", sku=sku, **arguments)


def security_rule(name: str, port: str) -> None:
    network.SecurityRule(
        name,
        resource_group_name=GROUP,
        network_security_group_name="models",
        access="Allow",
        direction="Inbound",
        protocol="Tcp",
        priority=100,
        source_address_prefix="*",
        source_port_range="*",
        destination_address_prefix="*",
        destination_port_range=port,
    )


def assignment(name: str, role: str) -> None:
    authorization.RoleAssignment(
        name, scope="/subscriptions/0", principal_id="p", role_definition_id=f"{BUILT_IN}/{role}"
    )
