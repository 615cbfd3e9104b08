"""What the cloudflare-workers target offers."""

from typing import Final

from apexai.spec.fields import Platform
from apexai.targets.cloudflare_workers.capability import CAPABILITY
from apexai.targets.cloudflare_workers.limits import check_limits
from apexai.targets.target import Target

TARGET: Final = Target(
    platform=Platform.CLOUDFLARE_WORKERS,
    extra="cloudflare",
    sdk="pulumi_cloudflare",
    capability=CAPABILITY,
    check_limits=check_limits,
    resources="apexai.targets.cloudflare_workers.resources",
)
