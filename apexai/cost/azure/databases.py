"""PostgreSQL flexible servers, SQL databases and Redis caches: by size and hour."""

import re
from decimal import Decimal
from typing import Final

from apexai.cost.meters import hours, standing
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.units import DAYS_PER_MONTH

_SERIES: Final = {"D{}ds_v5": "gp-ddsv5", "D{}ads_v5": "gp-dadsv5", "E{}ds_v5": "mo-edsv5"}
"""Machine sizes of PostgreSQL → how the SKUs of their vCores are named."""
_BY_DAY: Final = {"Basic": "basic-dtu", "S0": "standard-s0", "S1": "standard-s1", "S2": "standard-s2"}
_BY_DAY_LARGER: Final = {"S3": "standard-s3", "P1": "premium-p1"}
_BYTES_PER_GB: Final = 1024**3


def read_postgres(around: Surroundings) -> Reading:
    """A server by the hour and its storage."""
    mode = around.text("highAvailability", "mode", default="Disabled")
    unpriced = () if mode == "Disabled" else ("what the standby of a PostgreSQL server costs is in no source",)
    size = around.number("storage", "storageSizeGB")
    storage = standing(around, "azure-postgres-flex-storage", "GB-month", "storage", amount=size)
    return Reading(meters=(_server(around), storage), unpriced=unpriced)


def read_sql_database(around: Surroundings) -> Reading:
    """A database by the day, or by its vCores with its storage."""
    name = around.text("sku", "name")
    sold_by_day = {**_BY_DAY, **_BY_DAY_LARGER}
    if name in sold_by_day:
        sku_id = f"azure-sql-{sold_by_day[name]}"
        return Reading(meters=(standing(around, sku_id, "day", "database", amount=DAYS_PER_MONTH),))
    found = re.fullmatch(r"GP_Gen5_([0-9]+)", name)
    if not found:
        raise NotKnown(f"no source states the price of a SQL database of the size {name}")
    gigabytes = around.number("maxSizeBytes") / _BYTES_PER_GB
    meters = [
        hours(around, f"azure-sql-gp-gen5-{found[1]}vcore", "database"),
        standing(around, "azure-sql-gp-storage", "GB-month", "storage", amount=gigabytes),
    ]
    if around.text("licenseType", default="LicenseIncluded") == "LicenseIncluded":
        vcores = Decimal(found[1])
        meters.append(hours(around, "azure-sql-license-vcore", "licence", count=vcores, unit="vCore-hour"))
    return Reading(meters=tuple(meters))


def read_redis(around: Surroundings) -> Reading:
    """A cache by the hour; a clustered one for each shard."""
    tier = around.text("sku", "name").lower()
    size = f"{around.text('sku', 'family')}{around.number('sku', 'capacity')}".lower()
    count = around.number("shardCount", default=1)
    return Reading(
        meters=(hours(around, f"azure-redis-{tier}-{size}", "cache", count=max(count, Decimal(1)), unit="cache-hour"),)
    )


def _server(around: Surroundings) -> Meter:
    name = around.text("sku", "name").removeprefix("Standard_")
    if name.startswith("B"):
        return hours(around, f"azure-postgres-flex-burstable-{name.lower()}", f"server {name}")
    for form, series in _SERIES.items():
        found = re.fullmatch(form.format("([0-9]+)"), name)
        if found:
            sku_id = f"azure-postgres-flex-{series}-vcore"
            return hours(around, sku_id, f"server {name}", count=Decimal(found[1]), unit="vCore-hour")
    raise NotKnown(f"no source states the price of a PostgreSQL server of the size {name}")
