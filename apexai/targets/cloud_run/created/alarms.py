"""Alert policies on what the service promises; who hears of them is the project's own matter."""

from __future__ import annotations  # an annotation would import a whole service of the SDK

import pulumi_gcp as gcp

from apexai.targets.cloud_run.created.scope import Scope
from apexai.units import Percent, Seconds, render_decimal

_PERIOD = "300s"
_DURATION = "900s"
_MILLISECONDS = 1000


def build_alarms(scope: Scope) -> None:
    """A policy for each promise of `slo`, over all revisions of the service."""
    slo = scope.spec.slo
    if slo is None:
        return
    if slo.latency_p95 is not None:
        _latency(scope, slo.latency_p95)
    if slo.availability is not None:
        _availability(scope, slo.availability)


def _latency(scope: Scope, latency: Seconds) -> None:
    """Source: Cloud Monitoring, Google Cloud metrics: run.googleapis.com/request_latencies, in ms; read 2026-11-21."""
    text = f"5 % of the requests take longer than {render_decimal(latency)} s"
    condition = gcp.monitoring.AlertPolicyConditionConditionThresholdArgs(
        filter=_metric(scope, "request_latencies"),
        aggregations=[
            gcp.monitoring.AlertPolicyConditionConditionThresholdAggregationArgs(
                alignment_period=_PERIOD,
                per_series_aligner="ALIGN_DELTA",
                cross_series_reducer="REDUCE_PERCENTILE_95",
                group_by_fields=["resource.label.service_name"],
            )
        ],
        comparison="COMPARISON_GT",
        threshold_value=float(latency * _MILLISECONDS),
        duration=_DURATION,
        evaluation_missing_data="EVALUATION_MISSING_DATA_INACTIVE",
    )
    _policy(scope, "latency", text, condition)


def _availability(scope: Scope, availability: Percent) -> None:
    text = f"Less than {render_decimal(availability)} % of the requests end without a server error"
    aggregation = gcp.monitoring.AlertPolicyConditionConditionThresholdAggregationArgs(
        alignment_period=_PERIOD,
        per_series_aligner="ALIGN_RATE",
        cross_series_reducer="REDUCE_SUM",
        group_by_fields=["resource.label.service_name"],
    )
    requests = _metric(scope, "request_count")
    condition = gcp.monitoring.AlertPolicyConditionConditionThresholdArgs(
        filter=f'{requests} AND metric.label.response_code_class="5xx"',
        aggregations=[aggregation],
        denominator_filter=requests,
        denominator_aggregations=[
            gcp.monitoring.AlertPolicyConditionConditionThresholdDenominatorAggregationArgs(
                alignment_period=_PERIOD,
                per_series_aligner="ALIGN_RATE",
                cross_series_reducer="REDUCE_SUM",
                group_by_fields=["resource.label.service_name"],
            )
        ],
        comparison="COMPARISON_GT",
        threshold_value=float(1 - availability / 100),
        duration=_DURATION,
        evaluation_missing_data="EVALUATION_MISSING_DATA_INACTIVE",
    )
    _policy(scope, "availability", text, condition)


def _policy(
    scope: Scope, kind: str, text: str, condition: gcp.monitoring.AlertPolicyConditionConditionThresholdArgs
) -> None:
    gcp.monitoring.AlertPolicy(
        scope.name(kind),
        display_name=f"{scope.service_name}: {kind}",
        combiner="OR",
        conditions=[gcp.monitoring.AlertPolicyConditionArgs(display_name=text, condition_threshold=condition)],
        user_labels=scope.labels,
        opts=scope.request.options(),
    )


def _metric(scope: Scope, metric: str) -> str:
    return (
        f'metric.type="run.googleapis.com/{metric}" AND resource.type="cloud_run_revision" AND '
        f'resource.label.service_name="{scope.service_name}" AND resource.label.location="{scope.region}"'
    )
