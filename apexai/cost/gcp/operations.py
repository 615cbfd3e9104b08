"""Cloud Logging and Cloud Monitoring: logs written and kept, conditions that are watched."""

from dataclasses import replace
from decimal import Decimal
from functools import reduce
from typing import Final

from apexai.cost.gcp.cloud_run import requests_of
from apexai.cost.quantity import Quantity, fixed
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.view import value_at
from apexai.graph.model import Unknown
from apexai.units import DAYS_PER_MONTH, HOURS_PER_MONTH, SECONDS_PER_HOUR

_SERVICE: Final = "gcp:cloudrunv2/service:Service"
_GLOBAL: Final = "global"
_INCLUDED_DAYS: Final = 30
_LOGGED_PER_REQUEST_GIB: Final = Decimal(1024) / 2**30
_LOGS: Final = "a request to a Cloud Run service is taken to write 1 KiB of logs where usage says nothing about logs"
_EVALUATION_SECONDS: Final = 30
_SERIES: Final = "a condition of an alert policy is taken to return one time series every 30 seconds"


def read_log_bucket(around: Surroundings) -> Reading:
    """Logs written, which are kept for 30 days, and what is kept for longer."""
    written, assumptions = _written(around)
    days = around.number("retentionDays", default=_INCLUDED_DAYS)
    kept = written * (max(days - _INCLUDED_DAYS, Decimal(0)) / DAYS_PER_MONTH)
    meters = (
        _logs("gcp-logging-ingestion", "GiB", written, "logs written", around),
        _logs("gcp-logging-retention", "GiB-month", kept, "logs kept beyond 30 days", around),
    )
    return Reading(meters=meters, assumptions=assumptions)


def read_alert_policy(around: Surroundings) -> Reading:
    """A policy costs by its conditions, and by the time series that these return."""
    conditions = value_at(around.resource.inputs, "conditions")
    if isinstance(conditions, Unknown):
        raise NotKnown(f"conditions of {around.resource.name} is not known before the deployment")
    count = len(conditions) if isinstance(conditions, list) else 1
    evaluations = Decimal(HOURS_PER_MONTH * SECONDS_PER_HOUR) / _EVALUATION_SECONDS
    meters = (
        _standing("gcp-monitoring-alert-condition", "alarm-month", Decimal(count), "conditions"),
        _standing("gcp-monitoring-alert-time-series", "metric-sample", count * evaluations, "time series returned"),
    )
    return Reading(meters=meters, assumptions=(_SERIES,))


def _written(around: Surroundings) -> tuple[Quantity, tuple[str, ...]]:
    declared, services = around.usage.total("logs"), around.view.siblings(around.resource, _SERVICE)
    if declared.expected is not None or not services:
        return declared, ()
    requests = [requests_of(replace(around, resource=service)) for service in services]
    return reduce(lambda one, other: one + other, requests) * _LOGGED_PER_REQUEST_GIB, (_LOGS,)


def _logs(sku: str, unit: str, quantity: Quantity, label: str, around: Surroundings) -> Meter:
    needs = ("logs",) if around.view.component(around.resource) is None else ("requests",)
    return Meter(sku_id=sku, region_id=_GLOBAL, unit=unit, quantity=quantity, label=label, needs=needs)


def _standing(sku: str, unit: str, amount: Decimal, label: str) -> Meter:
    return Meter(sku_id=sku, region_id=_GLOBAL, unit=unit, quantity=fixed(amount), label=label)
