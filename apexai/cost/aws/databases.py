"""RDS instances and ElastiCache nodes: by the hour, with the storage that is provisioned."""

from decimal import Decimal
from typing import Final

from apexai.cost.meters import hours, standing
from apexai.cost.reading import Reading
from apexai.cost.surroundings import NotKnown, Surroundings

_ENGINES: Final = {"postgres": "postgresql", "mysql": "mysql", "mariadb": "mariadb"}
_STORAGE: Final = ("gp2", "gp3")
_CACHE_ENGINES: Final = ("redis", "valkey")
_BACKUPS: Final = "backups of a database are taken to be no larger than its storage, which is what costs nothing"


def read_instance(around: Surroundings) -> Reading:
    """A database by the hour and its storage; the rate of several zones has the standby in it."""
    engine = around.text("engine")
    if engine not in _ENGINES:
        raise NotKnown(f"no source states the price of the engine {engine} on RDS")
    zones = "multi-az" if around.text("multiAz", default="false") == "true" else "single-az"
    machine = f"aws-rds-{around.text('instanceClass')}-{_ENGINES[engine]}-{zones}"
    kind = around.text("storageType", default="gp2")
    if kind not in _STORAGE:
        raise NotKnown(f"no source states the price of {kind} storage on RDS")
    storage = f"aws-rds-{kind}-storage-{zones}"
    return Reading(
        meters=(
            hours(around, machine, "database"),
            standing(around, storage, "GB-month", "storage", amount=around.number("allocatedStorage")),
        ),
        assumptions=(_BACKUPS,),
    )


def read_cache_cluster(around: Surroundings) -> Reading:
    """The nodes of a cache that is not part of a replication group."""
    if around.resource.inputs.get("replicationGroupId") is not None:
        return Reading(free="its nodes are counted with its replication group")
    return _nodes(around, around.number("numCacheNodes", default=1), engine=around.text("engine"))


def read_replication_group(around: Surroundings) -> Reading:
    """Each shard has a primary and its replicas."""
    clusters = around.number("numCacheClusters", default=0)
    shards = around.number("numNodeGroups", default=1)
    replicas = around.number("replicasPerNodeGroup", default=0)
    return _nodes(around, clusters or shards * (1 + replicas), engine=around.text("engine", default="redis"))


def _nodes(around: Surroundings, count: Decimal, *, engine: str) -> Reading:
    if engine not in _CACHE_ENGINES:
        raise NotKnown(f"no source states the price of the engine {engine} on ElastiCache")
    sku_id = f"aws-elasticache-{around.text('nodeType')}-{engine}"
    return Reading(meters=(hours(around, sku_id, "nodes", count=count),))
