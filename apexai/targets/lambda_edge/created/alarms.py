"""The alarm on what the service promises; it has no actions, who hears of it is the account's own matter."""

import pulumi_aws as aws

from apexai.targets.aws_lambda.created.scope import Scope
from apexai.units import render_decimal

_PERIOD_SECONDS = 300
_PERIODS = 3


def build_edge_alarms(scope: Scope, distribution: aws.cloudfront.Distribution) -> None:
    """An alarm on the share of answers that are errors of the service.

    Source: Amazon CloudFront Developer Guide, Types of metrics for CloudFront: 5xxErrorRate, in us-east-1, with the
    dimension Region of Global; read 2026-11-21.
    """
    slo = scope.spec.slo
    if slo is None or slo.availability is None:
        return
    aws.cloudwatch.MetricAlarm(
        scope.name("availability"),
        alarm_description=f"Less than {render_decimal(slo.availability)} % of the requests end without an error",
        namespace="AWS/CloudFront",
        metric_name="5xxErrorRate",
        statistic="Average",
        dimensions={"DistributionId": distribution.id, "Region": "Global"},
        threshold=float(100 - slo.availability),
        comparison_operator="GreaterThanThreshold",
        period=_PERIOD_SECONDS,
        evaluation_periods=_PERIODS,
        treat_missing_data="notBreaching",
        region=scope.region,
        tags=scope.tags,
        opts=scope.request.options(),
    )
