"""Type tokens of the resources that the target makes."""

from typing import Final

APP: Final = "azure-native:web:WebApp"
SLOT: Final = "azure-native:web:WebAppSlot"
PLAN: Final = "azure-native:web:AppServicePlan"
AUTH: Final = "azure-native:web:WebAppAuthSettingsV2"
BLOB: Final = "azure-native:storage:Blob"
ACCOUNT: Final = "azure-native:storage:StorageAccount"
GRANT: Final = "azure-native:authorization:RoleAssignment"
ALERT: Final = "azure-native:monitor:ScheduledQueryRule"
WORKSPACE: Final = "azure-native:operationalinsights:Workspace"
