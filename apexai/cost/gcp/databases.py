"""Cloud SQL instances and Memorystore for Redis."""

import re
from decimal import Decimal
from typing import Final

from apexai.cost.meters import hours, standing
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings

_DEFAULT_DISK_GB: Final = 10
_MIB_PER_GIB: Final = 1024
_CUSTOM: Final = re.compile(r"db-custom-([0-9]+)-([0-9]+)")
_REDIS_SIZES: Final = ((4, "m1"), (10, "m2"), (35, "m3"), (100, "m4"))
"""GB up to which a capacity tier reaches; the fifth has no end. Source: infracost's redis_instance (2024-07-01)."""


def read_sql_instance(around: Surroundings) -> Reading:
    """An instance by its size, and its disk; in two zones at the rates that have the standby in them."""
    suffix = "-ha" if around.text("settings", "availabilityType", default="ZONAL") == "REGIONAL" else ""
    kind = around.text("settings", "diskType", default="PD_SSD")
    if kind != "PD_SSD":
        raise NotKnown(f"no source states the price of {kind} disks on Cloud SQL")
    size = around.number("settings", "diskSize", default=_DEFAULT_DISK_GB)
    disk = standing(around, f"gcp-cloudsql-storage-ssd{suffix}", "GB-month", "storage", amount=size)
    return Reading(meters=(*_machine(around, suffix), disk))


def read_redis(around: Surroundings) -> Reading:
    """Capacity by the hour, at the rate of its size."""
    gigabytes = around.number("memorySizeGb")
    tier = {"BASIC": "basic", "STANDARD_HA": "standard"}.get(around.text("tier", default="BASIC"))
    if tier is None or around.number("replicaCount", default=0) > 1:
        raise NotKnown("no source states the price of a Redis instance with read replicas")
    size = next((name for most, name in _REDIS_SIZES if gigabytes <= most), "m5")
    sku_id = f"gcp-memorystore-redis-{tier}-{size}"
    return Reading(meters=(hours(around, sku_id, "capacity", count=gigabytes, unit="GB-hour"),))


def _machine(around: Surroundings, suffix: str) -> tuple[Meter, ...]:
    tier = around.text("settings", "tier")
    found = _CUSTOM.fullmatch(tier)
    if found:
        gib = Decimal(found[2]) / _MIB_PER_GIB
        return (
            hours(around, f"gcp-cloudsql-vcpu{suffix}", "vCPU", count=Decimal(found[1]), unit="vCPU-hour"),
            hours(around, f"gcp-cloudsql-memory{suffix}", "memory", count=gib, unit="GB-hour"),
        )
    if suffix:
        raise NotKnown(f"no source states the price of {tier} in two zones")
    return (hours(around, f"gcp-cloudsql-{tier}", tier),)
