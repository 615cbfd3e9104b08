"""What the lambda-edge target offers."""

from typing import Final

from apexai.spec.fields import Platform
from apexai.targets.lambda_edge.capability import CAPABILITY
from apexai.targets.lambda_edge.limits import check_limits
from apexai.targets.target import Target

TARGET: Final = Target(
    platform=Platform.LAMBDA_EDGE,
    extra="aws",
    sdk="pulumi_aws",
    capability=CAPABILITY,
    check_limits=check_limits,
    resources="apexai.targets.lambda_edge.resources",
)
