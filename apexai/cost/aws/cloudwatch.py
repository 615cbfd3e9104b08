"""CloudWatch: log ingestion and storage, alarms by the metrics that they watch, dashboards."""

from decimal import Decimal
from typing import Final

from apexai.cost.aws.lambda_function import FUNCTION, requests_of
from apexai.cost.meters import standing, used
from apexai.cost.quantity import Quantity
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.view import value_at
from apexai.graph.model import Resource, Unknown
from apexai.units import DAYS_PER_MONTH

LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"

_LOGGED_PER_REQUEST_GB: Final = Decimal("0.000001")
_LOGS: Final = "a request to a Lambda function is taken to write 1 KB of logs where usage says nothing about logs"
_ACCESS_LOGS: Final = "a request to an API is taken to write 1 KB of access logs where usage says nothing about logs"
_STAGE: Final = "aws:apigatewayv2/stage:Stage"
_API: Final = "aws:apigatewayv2/api:Api"
_STORED: Final = "log storage is counted uncompressed, over the retention time, or a month where logs never expire"
_FILTERED: Final = "a metric filter is taken to find something in every hour, which makes one custom metric"
_STANDARD_PERIOD_SECONDS: Final = 60


def read_log_group(around: Surroundings) -> Reading:
    """Ingestion, and storage over the retention time."""
    infrequent = around.text("logGroupClass", default="STANDARD") == "INFREQUENT_ACCESS"
    days = around.number("retentionInDays", default=0)
    written, assumptions = _written(around)
    stored = written * (days / DAYS_PER_MONTH if days else 1)
    ingestion = "infrequent" if infrequent else "standard"
    meters = (
        _meter(around, f"ingestion-{ingestion}", "GB", written, "logs written"),
        _meter(around, "storage", "GB-month", stored, "logs stored"),
    )
    return Reading(meters=meters, assumptions=(*assumptions, _STORED))


def read_metric_alarm(around: Surroundings) -> Reading:
    """An alarm costs by the metrics that it watches; a period below a minute costs more."""
    if around.text("thresholdMetricId", default=""):
        return Reading(unpriced=("no source states how many metrics an alarm on anomaly detection counts",))
    metrics, periods = _metrics(around)
    kind = "high-resolution" if min(periods) < _STANDARD_PERIOD_SECONDS else "standard"
    meter = standing(around, f"aws-cloudwatch-alarm-{kind}", "alarm-metric-month", "metrics watched", amount=metrics)
    return Reading(meters=(meter,))


def read_composite_alarm(around: Surroundings) -> Reading:
    return Reading(meters=(standing(around, "aws-cloudwatch-alarm-composite", "alarm-month", "alarm"),))


def read_dashboard(around: Surroundings) -> Reading:
    return Reading(meters=(standing(around, "aws-cloudwatch-dashboard-month", "dashboard-month", "dashboard"),))


def read_metric_stream(around: Surroundings) -> Reading:
    return Reading(meters=(used(around, "aws-cloudwatch-metric-stream-update", "metric-update", "writes"),))


def _written(around: Surroundings) -> tuple[Quantity, tuple[str, ...]]:
    declared = around.usage.total("logs")
    functions = around.view.dependents(around.resource, FUNCTION)
    stages = around.view.dependents(around.resource, _STAGE)
    if declared.expected is None and len(stages) == 1 and not functions:
        return _calls(around, stages[0]) * _LOGGED_PER_REQUEST_GB, (_ACCESS_LOGS,)
    if declared.expected is not None or len(functions) != 1:
        return declared, ()
    return requests_of(around, functions[0]) * _LOGGED_PER_REQUEST_GB, (_LOGS,)


def _calls(around: Surroundings, stage: Resource) -> Quantity:
    """Requests a month to the API of a stage; none are known where it is not in the program."""
    api = around.view.referenced(stage, "apiId", _API)
    return Quantity(Decimal(0), None, None) if api is None else around.usage_of(api).total("requests")


def _metrics(around: Surroundings) -> tuple[int, list[Decimal]]:
    """How many metrics an alarm watches, and with which periods in seconds."""
    queries = value_at(around.resource.inputs, "metricQueries")
    if isinstance(queries, Unknown):
        raise NotKnown(f"metricQueries of {around.resource.name} is not known before the deployment")
    if not isinstance(queries, list):
        return 1, [around.number("period", default=_STANDARD_PERIOD_SECONDS)]
    watched = [index for index, query in enumerate(queries) if isinstance(query, dict) and "metric" in query]
    default = _STANDARD_PERIOD_SECONDS
    periods = [around.number("metricQueries", index, "metric", "period", default=default) for index in watched]
    return max(len(watched), 1), periods or [Decimal(default)]


def _meter(around: Surroundings, sku: str, unit: str, quantity: Quantity, label: str) -> Meter:
    return Meter(
        sku_id=f"aws-cloudwatch-logs-{sku}",
        region_id=around.region(),
        unit=unit,
        quantity=quantity,
        label=label,
        needs=("logs",) if around.view.component(around.resource) is None else ("requests",),
    )


def read_metric_filter(around: Surroundings) -> Reading:
    """A custom metric, paid for in the hours in which log lines match."""
    meter = Meter(
        sku_id="aws-cloudwatch-custom-metrics",
        region_id=around.region(),
        unit="metric-month",
        quantity=Quantity(Decimal(0), Decimal(1), Decimal(1)),
        label="custom metric",
    )
    return Reading(meters=(meter,), assumptions=(_FILTERED,))
