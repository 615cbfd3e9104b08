"""What the kubernetes target offers."""

from typing import Final

from apexai.spec.fields import Platform
from apexai.targets.kubernetes.capability import CAPABILITY
from apexai.targets.kubernetes.limits import check_limits
from apexai.targets.target import Target

TARGET: Final = Target(
    platform=Platform.KUBERNETES,
    extra="kubernetes",
    sdk="pulumi_kubernetes",
    capability=CAPABILITY,
    check_limits=check_limits,
    resources="apexai.targets.kubernetes.resources",
)
