"""Type tokens of the resources that the target makes."""

from typing import Final

APP: Final = "azure-native:app:ContainerApp"
AUTH: Final = "azure-native:app:ContainerAppsAuthConfig"
ENVIRONMENT: Final = "azure-native:app:ManagedEnvironment"
GRANT: Final = "azure-native:authorization:RoleAssignment"
KEY: Final = "azure-native:keyvault:Key"
ALERT: Final = "azure-native:monitor:ScheduledQueryRule"
WORKSPACE: Final = "azure-native:operationalinsights:Workspace"
ZONE_LINK: Final = "azure-native:privatedns:VirtualNetworkLink"
