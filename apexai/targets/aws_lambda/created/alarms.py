"""Alarms on what the service promises; they have no actions, who hears of them is the account's own matter."""

import pulumi
import pulumi_aws as aws

from apexai.targets.aws_lambda.created.scope import Scope
from apexai.units import Percent, Seconds, render_decimal

_NAMESPACE = "AWS/Lambda"
_PERIOD_SECONDS = 300
_PERIODS = 3


def build_alarms(scope: Scope, function: aws.lambda_.Function, alias: aws.lambda_.Alias) -> None:
    """An alarm for each promise of `slo`, on the requests that the alias serves."""
    slo = scope.spec.slo
    if slo is None:
        return
    dimensions = {
        "FunctionName": function.name,
        "Resource": pulumi.Output.concat(function.name, ":", alias.name),
    }
    if slo.latency_p95 is not None:
        _latency(scope, dimensions, slo.latency_p95)
    if slo.availability is not None:
        _availability(scope, dimensions, slo.availability)


def _latency(scope: Scope, dimensions: dict[str, pulumi.Output[str]], latency: Seconds) -> None:
    aws.cloudwatch.MetricAlarm(
        scope.name("latency"),
        alarm_description=f"5 % of the requests take longer than {render_decimal(latency)} s",
        namespace=_NAMESPACE,
        metric_name="Duration",
        extended_statistic="p95",
        dimensions=dimensions,
        threshold=float(latency * 1000),
        comparison_operator="GreaterThanThreshold",
        period=_PERIOD_SECONDS,
        evaluation_periods=_PERIODS,
        treat_missing_data="notBreaching",
        region=scope.region,
        tags=scope.tags,
        opts=scope.request.options(),
    )


def _availability(scope: Scope, dimensions: dict[str, pulumi.Output[str]], availability: Percent) -> None:
    """Throttled requests are in neither of Lambda's counts of invocations and errors, and callers see them fail.

    Source: AWS Lambda Developer Guide, Types of metrics for Lambda functions, read 2026-11-21.
    """
    aws.cloudwatch.MetricAlarm(
        scope.name("availability"),
        alarm_description=f"Less than {render_decimal(availability)} % of the requests end without an error",
        metric_queries=[
            _count("errors", "Errors", dimensions),
            _count("throttles", "Throttles", dimensions),
            _count("invocations", "Invocations", dimensions),
            aws.cloudwatch.MetricAlarmMetricQueryArgs(
                id="failing",
                expression="100 * (errors + throttles) / (invocations + throttles)",
                label="Failing requests, %",
                return_data=True,
            ),
        ],
        threshold=float(100 - availability),
        comparison_operator="GreaterThanThreshold",
        evaluation_periods=_PERIODS,
        treat_missing_data="notBreaching",
        region=scope.region,
        tags=scope.tags,
        opts=scope.request.options(),
    )


def _count(
    id_: str, metric: str, dimensions: dict[str, pulumi.Output[str]]
) -> aws.cloudwatch.MetricAlarmMetricQueryArgs:
    return aws.cloudwatch.MetricAlarmMetricQueryArgs(
        id=id_,
        metric=aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(
            namespace=_NAMESPACE, metric_name=metric, stat="Sum", period=_PERIOD_SECONDS, dimensions=dimensions
        ),
    )
