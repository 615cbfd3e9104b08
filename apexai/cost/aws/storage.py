"""S3, DynamoDB and ECR: what is stored, read and written."""

from decimal import Decimal
from typing import Final

from apexai.cost.meters import hours, used
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings, known_number
from apexai.cost.view import value_at
from apexai.graph.model import Unknown

_TABLE_TARGET: Final = "aws:appautoscaling/target:Target"
_BUCKET: Final = "objects of a bucket are taken to be in the Standard class, and data to the internet only as declared"


def read_bucket(around: Surroundings) -> Reading:
    """Standard storage, PUT and GET requests, and declared data to the internet."""
    meters = [
        used(around, "aws-s3-standard-storage", "GB-month", "storage"),
        used(around, "aws-s3-standard-put", "request", "writes"),
        used(around, "aws-s3-standard-get", "request", "reads"),
    ]
    if around.usage.declares("egress"):
        meters.append(used(around, "aws-datatransfer-out-internet", "GB", "egress"))
    return Reading(meters=tuple(meters), assumptions=(_BUCKET,))


def read_repository(around: Surroundings) -> Reading:
    """Images in a private registry."""
    return Reading(meters=(used(around, "aws-ecr-storage", "GB-month", "storage"),))


def read_table(around: Surroundings) -> Reading:
    """DynamoDB on demand or with provisioned capacity, storage and continuous backups."""
    infrequent = around.text("tableClass", default="STANDARD") == "STANDARD_INFREQUENT_ACCESS"
    on_demand = around.text("billingMode", default="PROVISIONED") == "PAY_PER_REQUEST"
    stored = "aws-dynamodb-storage-standard-ia" if infrequent else "aws-dynamodb-storage-standard"
    meters = [used(around, stored, "GB-month", "storage")]
    if around.text("pointInTimeRecovery", "enabled", default="false") == "true":
        meters.append(used(around, "aws-dynamodb-pitr-storage", "GB-month", "storage", label="continuous backups"))
    meters += _on_demand(around, infrequent=infrequent) if on_demand else _provisioned(around, infrequent=infrequent)
    return Reading(meters=tuple(meters), unpriced=_unpriced(around, on_demand=on_demand))


def _on_demand(around: Surroundings, *, infrequent: bool) -> list[Meter]:
    suffix = "-ia" if infrequent else ""
    return [
        used(around, f"aws-dynamodb-ondemand-rru{suffix}", "read-request-unit", "reads"),
        used(around, f"aws-dynamodb-ondemand-wru{suffix}", "write-request-unit", "writes"),
    ]


def _provisioned(around: Surroundings, *, infrequent: bool) -> list[Meter]:
    if infrequent:
        raise NotKnown("no source states the price of provisioned capacity of an infrequent-access table")
    reads, writes = _capacity(around, "readCapacity"), _capacity(around, "writeCapacity")
    return [
        hours(around, "aws-dynamodb-provisioned-rcu", "reads", count=reads, unit="RCU-hour"),
        hours(around, "aws-dynamodb-provisioned-wcu", "writes", count=writes, unit="WCU-hour"),
    ]


def _capacity(around: Surroundings, key: str) -> Decimal:
    """Of the table and its global indexes, which bring their own."""
    indexes = value_at(around.resource.inputs, "globalSecondaryIndexes")
    if isinstance(indexes, Unknown):
        raise NotKnown("its global indexes are not known before the deployment")
    count = len(indexes) if isinstance(indexes, list) else 0
    own = around.number(key)
    of_indexes = (known_number(around.resource, "globalSecondaryIndexes", at, key, default=0) for at in range(count))
    return own + sum(of_indexes, Decimal(0))


def _unpriced(around: Surroundings, *, on_demand: bool) -> tuple[str, ...]:
    reasons = []
    if value_at(around.resource.inputs, "replicas"):
        reasons.append("replicas in other regions cost as much again, in each region's own prices")
    if not on_demand and around.view.dependents(around.resource, _TABLE_TARGET):
        reasons.append("its capacity follows the load, and no usage key says how far")
    return tuple(reasons)
