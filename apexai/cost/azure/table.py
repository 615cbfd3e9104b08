"""Azure resource types → how their cost is read."""

from collections.abc import Mapping
from typing import Final

from apexai.cost.azure import (
    beside,
    container_apps,
    databases,
    edge,
    functions,
    integration,
    machines,
    models,
    services,
)
from apexai.cost.reading import Reader

READERS: Final[Mapping[str, Reader]] = {
    "azure-native:apimanagement:ApiManagementService": integration.read_api_management,
    "azure-native:app:ContainerApp": container_apps.read_app,
    "azure-native:app:ManagedEnvironment": container_apps.read_environment,
    "azure-native:applicationinsights:Component": services.read_application_insights,
    "azure-native:cdn:Profile": edge.read_profile,
    "azure-native:cognitiveservices:Account": models.read_account,
    "azure-native:cognitiveservices:Deployment": models.read_deployment,
    "azure-native:compute:Disk": machines.read_disk,
    "azure-native:compute:VirtualMachine": machines.read_machine,
    "azure-native:containerregistry:Registry": services.read_registry,
    "azure-native:containerservice:AgentPool": machines.read_pool,
    "azure-native:containerservice:ManagedCluster": machines.read_cluster,
    "azure-native:dbforpostgresql:Server": databases.read_postgres,
    "azure-native:dns:Zone": edge.read_zone,
    **dict.fromkeys(
        (f"azure-native:eventgrid:{kind}" for kind in ("Domain", "SystemTopic", "Topic")), integration.read_event_topic
    ),
    "azure-native:insights:Component": services.read_application_insights,
    "azure-native:insights:ScheduledQueryRule": services.read_log_alert,
    "azure-native:keyvault:Vault": beside.read_vault,
    "azure-native:monitor:MetricAlert": services.read_metric_alert,
    "azure-native:monitor:ScheduledQueryRule": services.read_log_alert,
    "azure-native:network:LoadBalancer": edge.read_load_balancer,
    "azure-native:network:NatGateway": services.read_nat_gateway,
    "azure-native:network:PrivateEndpoint": edge.read_private_endpoint,
    "azure-native:network:PublicIPAddress": services.read_address,
    "azure-native:operationalinsights:Workspace": beside.read_workspace,
    "azure-native:privatedns:PrivateZone": edge.read_private_zone,
    "azure-native:cache:Redis": databases.read_redis,
    "azure-native:redis:Redis": databases.read_redis,
    "azure-native:servicebus:Namespace": integration.read_bus,
    "azure-native:sql:Database": databases.read_sql_database,
    "azure-native:storage:StorageAccount": services.read_storage_account,
    functions.PLAN: functions.read_plan,
    "azure-native:web:WebApp": functions.read_app,
}
