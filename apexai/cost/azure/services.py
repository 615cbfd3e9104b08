"""Storage accounts, registries, addresses, alerts."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from apexai.cost.meters import hours, standing, used
from apexai.cost.quantity import fixed
from apexai.cost.reading import Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.units import DAYS_PER_MONTH

_LOG_ALERTS: Final = {"PT1M": "1min", "PT5M": "5min", "PT10M": "10min", "PT15M": "15min"}
_ONE_SERIES: Final = "a log alert is taken to watch one time series"
_OF_AN_APP: Final = (Decimal(1), Decimal(100_000), Decimal(100_000))
_APP_STORAGE: Final = (
    "a storage account of a function app is taken to hold 1 GB, and to be written and read 100,000 times a month"
)
_BLOBS: Final = "a storage account is taken to hold blobs in its own access tier"


def read_storage_account(around: Surroundings) -> Reading:
    """Blobs: stored, written, read."""
    performance, _, redundancy = around.text("sku", "name").partition("_")
    if performance != "Standard":
        raise NotKnown(f"no source states the price of {performance} storage accounts")
    prefix = f"azure-blob-{around.text('accessTier', default='Hot').lower()}-{redundancy.lower()}"
    meters = (
        used(around, f"{prefix}-data-stored", "GB-month", "storage"),
        used(around, f"{prefix}-write-operations", "operation", "writes"),
        used(around, f"{prefix}-read-operations", "operation", "reads"),
    )
    if around.view.component(around.resource) is None or around.usage.total("storage").expected is not None:
        return Reading(meters=meters, assumptions=(_BLOBS,))
    kept = tuple(replace(meter, quantity=fixed(amount)) for meter, amount in zip(meters, _OF_AN_APP, strict=True))
    return Reading(meters=kept, assumptions=(_BLOBS, _APP_STORAGE))


def read_registry(around: Surroundings) -> Reading:
    """A registry by the day; what it includes of storage is not counted beyond."""
    sku_id = f"azure-acr-{around.text('sku', 'name').lower()}-registry"
    return Reading(meters=(standing(around, sku_id, "registry-day", "registry", amount=DAYS_PER_MONTH),))


def read_address(around: Surroundings) -> Reading:
    """A public address by the hour."""
    if around.text("sku", "name", default="Basic") != "Standard":
        raise NotKnown("the price of a Basic address depends on how it is allocated")
    return Reading(meters=(hours(around, "azure-public-ip-standard-static-ipv4", "public address"),))


def read_nat_gateway(around: Surroundings) -> Reading:
    return Reading(
        meters=(
            hours(around, "azure-nat-gateway-standard", "gateway"),
            used(around, "azure-nat-gateway-standard-data-processed", "GB", "processed"),
        )
    )


def read_metric_alert(around: Surroundings) -> Reading:
    """One time series for each condition."""
    sku_id = "azure-monitor-alert-metric-time-series"
    return Reading(meters=(standing(around, sku_id, "time-series-month", "time series", amount=Decimal(1)),))


def read_application_insights(around: Surroundings) -> Reading:
    """What it collects: in its workspace, or, in the classic form, by itself."""
    if around.resource.inputs.get("workspaceResourceId") is not None:
        return Reading(free="what it collects is counted with its Log Analytics workspace")
    return Reading(meters=(used(around, "azure-application-insights-data-ingestion", "GB", "logs", label="telemetry"),))


def read_log_alert(around: Surroundings) -> Reading:
    """A rule on logs by how often it is evaluated."""
    frequency = around.text("evaluationFrequency")
    if frequency not in _LOG_ALERTS:
        raise NotKnown(f"no source states the price of a log alert that is evaluated every {frequency}")
    sku_id = f"azure-monitor-alert-log-{_LOG_ALERTS[frequency]}"
    return Reading(meters=(standing(around, sku_id, "rule-month", "rule"),), assumptions=(_ONE_SERIES,))
