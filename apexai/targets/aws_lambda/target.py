"""What the aws-lambda target offers."""

from typing import Final

from apexai.spec.fields import Platform
from apexai.targets.aws_lambda.capability import CAPABILITY
from apexai.targets.aws_lambda.limits import check_limits
from apexai.targets.target import Target

TARGET: Final = Target(
    platform=Platform.AWS_LAMBDA,
    extra="aws",
    sdk="pulumi_aws",
    capability=CAPABILITY,
    check_limits=check_limits,
    resources="apexai.targets.aws_lambda.resources",
)
