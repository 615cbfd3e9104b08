"""What the azure-container-apps target offers."""

from typing import Final

from apexai.spec.fields import Platform
from apexai.targets.azure_container_apps.capability import CAPABILITY
from apexai.targets.azure_container_apps.limits import check_limits
from apexai.targets.target import Target

TARGET: Final = Target(
    platform=Platform.AZURE_CONTAINER_APPS,
    extra="azure",
    sdk="pulumi_azure_native",
    capability=CAPABILITY,
    check_limits=check_limits,
    resources="apexai.targets.azure_container_apps.resources",
)
