"""Buckets, registries, secrets, keys, topics, schedules."""

from decimal import Decimal
from typing import Final

from apexai.cost.meters import standing, used
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import Surroundings

_BYTES_PER_GB: Final = 10**9
_BYTES_PER_TIB: Final = 2**40
_KEY_CALLS: Final = "calls to the key when instances of a service start are left out: 10,000 cost 0.03 USD"
_MULTI_REGIONS: Final = ("us", "eu", "asia")
_GLOBAL: Final = "global"


def read_bucket(around: Surroundings) -> Reading:
    """Storage by class, operations of both kinds."""
    storage_class = around.text("storageClass", default="STANDARD").lower()
    suffix = "-multi-region" if around.region().lower() in _MULTI_REGIONS else ""
    return Reading(
        meters=(
            used(around, f"gcp-storage-{storage_class}{suffix}", "GiB-month", "storage"),
            used(around, f"gcp-storage-class-a-operations-{storage_class}", "operation", "writes"),
            used(around, f"gcp-storage-class-b-operations-{storage_class}", "operation", "reads"),
        )
    )


def read_repository(around: Surroundings) -> Reading:
    return Reading(meters=(used(around, "gcp-artifact-registry-storage", "GB-month", "storage"),))


def read_secret_version(around: Surroundings) -> Reading:
    """An active version, and accesses to it."""
    return Reading(
        meters=(
            standing(around, "gcp-secret-manager-active-version", "version-month", "version"),
            used(around, "gcp-secret-manager-access", "operation", "requests"),
        )
    )


def read_key(around: Surroundings) -> Reading:
    """One software key version, and operations with it; an InferenceService calls its key when instances start."""
    version = standing(around, "gcp-kms-software-key-version", "key-version-month", "key version")
    if around.view.component(around.resource) is not None:
        return Reading(meters=(version,), assumptions=(_KEY_CALLS,))
    return Reading(meters=(version, used(around, "gcp-kms-software-operations", "operation", "requests")))


def read_topic(around: Surroundings) -> Reading:
    """Messages by their volume, at a price that is the same everywhere; usage is in GB, the price in TiB."""
    tebibytes = Decimal(_BYTES_PER_GB) / _BYTES_PER_TIB
    meter = Meter(
        sku_id="gcp-pubsub-throughput",
        region_id=_GLOBAL,
        unit="TiB",
        quantity=around.use("processed") * tebibytes,
        label="processed",
        needs=("processed",),
    )
    return Reading(meters=(meter,))


def read_job(around: Surroundings) -> Reading:
    return Reading(meters=(standing(around, "gcp-cloud-scheduler-job", "job-month", "job"),))


def read_task_queue(around: Surroundings) -> Reading:
    """API calls and attempts."""
    return Reading(meters=(used(around, "gcp-cloud-tasks-operations", "operation", "requests"),))
