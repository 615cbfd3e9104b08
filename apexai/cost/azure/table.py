"""Azure resource types → how their cost is read."""

from collections.abc import Mapping
from typing import Final

from apexai.cost.azure import container_apps, functions, machines, services
from apexai.cost.reading import Reader

READERS: Final[Mapping[str, Reader]] = {
    "azure-native:app:ContainerApp": container_apps.read_app,
    "azure-native:app:ManagedEnvironment": container_apps.read_environment,
    "azure-native:compute:Disk": machines.read_disk,
    "azure-native:compute:VirtualMachine": machines.read_machine,
    "azure-native:containerregistry:Registry": services.read_registry,
    "azure-native:containerservice:AgentPool": machines.read_pool,
    "azure-native:containerservice:ManagedCluster": machines.read_cluster,
    "azure-native:keyvault:Vault": services.read_vault,
    "azure-native:monitor:MetricAlert": services.read_metric_alert,
    "azure-native:network:NatGateway": services.read_nat_gateway,
    "azure-native:network:PublicIPAddress": services.read_address,
    "azure-native:operationalinsights:Workspace": services.read_workspace,
    "azure-native:storage:StorageAccount": services.read_storage_account,
    functions.PLAN: functions.read_plan,
    "azure-native:web:WebApp": functions.read_app,
}
