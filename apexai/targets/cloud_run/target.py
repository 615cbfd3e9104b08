"""What the cloud-run target offers."""

from typing import Final

from apexai.spec.fields import Platform
from apexai.targets.cloud_run.capability import CAPABILITY
from apexai.targets.cloud_run.limits import check_limits
from apexai.targets.target import Target

TARGET: Final = Target(
    platform=Platform.CLOUD_RUN,
    extra="gcp",
    sdk="pulumi_gcp",
    capability=CAPABILITY,
    check_limits=check_limits,
    resources="apexai.targets.cloud_run.resources",
)
