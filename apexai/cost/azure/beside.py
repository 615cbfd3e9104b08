"""What stands beside an app on Azure and is used with it: the workspace of its logs, the vault of its key."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from apexai.cost.azure import container_apps, functions
from apexai.cost.meters import used
from apexai.cost.quantity import Quantity, fixed
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import Surroundings
from apexai.units import DAYS_PER_MONTH, HOURS_PER_MONTH

_APP: Final = "azure-native:app:ContainerApp"
_FUNCTION: Final = "azure-native:web:WebApp"
_KEY: Final = "azure-native:keyvault:Key"
_INCLUDED_RETENTION_DAYS: Final = 31
_LOGGED_PER_REQUEST_GB: Final = Decimal("0.000001")
_LOGS: Final = "a request to an app on Azure is taken to write 1 KB of logs where usage says nothing about logs"
_KEY_USE: Final = "a key that encrypts disks is taken to be asked once an hour"


def read_workspace(around: Surroundings) -> Reading:
    """Ingestion, and retention beyond the days that it includes."""
    written, assumptions = _written(around)
    days = around.number("retentionInDays", default=_INCLUDED_RETENTION_DAYS)
    meters = [_meter(around, "ingestion", "GB", written, "logs written")]
    if days > _INCLUDED_RETENTION_DAYS:
        months = (days - _INCLUDED_RETENTION_DAYS) / DAYS_PER_MONTH
        meters.append(_meter(around, "retention", "GB-month", written * months, "logs kept longer"))
    return Reading(meters=tuple(meters), assumptions=assumptions)


def read_vault(around: Surroundings) -> Reading:
    """Operations on secrets and keys."""
    tier = around.text("properties", "sku", "name", default="standard").lower()
    meter = used(around, f"azure-key-vault-{tier}-operations", "operation", "requests")
    keeps_key = around.view.component(around.resource) is not None and around.view.siblings(around.resource, _KEY)
    if not keeps_key or around.usage.total("requests").expected is not None:
        return Reading(meters=(meter,))
    return Reading(meters=(replace(meter, quantity=fixed(Decimal(HOURS_PER_MONTH))),), assumptions=(_KEY_USE,))


def _written(around: Surroundings) -> tuple[Quantity, tuple[str, ...]]:
    declared = around.usage.total("logs")
    apps = around.view.siblings(around.resource, _APP, _FUNCTION)
    if declared.expected is not None or around.view.component(around.resource) is None or not apps:
        return declared, ()
    app = replace(around, resource=apps[0])
    requests = container_apps.requests_of(app) if apps[0].type == _APP else functions.requests_of(app)
    return requests * _LOGGED_PER_REQUEST_GB, (_LOGS,)


def _meter(around: Surroundings, sku: str, unit: str, quantity: Quantity, label: str) -> Meter:
    return Meter(
        sku_id=f"azure-log-analytics-analytics-{sku}",
        region_id=around.region(),
        unit=unit,
        quantity=quantity,
        label=label,
        needs=("logs",),
    )
