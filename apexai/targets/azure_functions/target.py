"""What the azure-functions target offers."""

from typing import Final

from apexai.spec.fields import Platform
from apexai.targets.azure_functions.capability import CAPABILITY
from apexai.targets.azure_functions.limits import check_limits
from apexai.targets.target import Target

TARGET: Final = Target(
    platform=Platform.AZURE_FUNCTIONS,
    extra="azure",
    sdk="pulumi_azure_native",
    capability=CAPABILITY,
    check_limits=check_limits,
    resources="apexai.targets.azure_functions.resources",
)
