"""Type tokens of the resources that the target makes."""

from typing import Final

FUNCTION: Final = "aws:lambda/function:Function"
GRANT: Final = "aws:iam/rolePolicy:RolePolicy"
DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"
POLICY: Final = "aws:cloudfront/continuousDeploymentPolicy:ContinuousDeploymentPolicy"
CACHE_POLICY: Final = "aws:cloudfront/cachePolicy:CachePolicy"
METRIC_ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
