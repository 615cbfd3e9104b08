"""Cloudflare resource types → how their cost is read."""

from collections.abc import Mapping
from typing import Final

from apexai.cost.cloudflare import developer_platform, workers
from apexai.cost.reading import Reader

READERS: Final[Mapping[str, Reader]] = {
    **dict.fromkeys(developer_platform.SCRIPTS, developer_platform.read_script),
    "cloudflare:index/d1Database:D1Database": developer_platform.read_database,
    "cloudflare:index/queue:Queue": developer_platform.read_queue,
    "cloudflare:index/r2Bucket:R2Bucket": developer_platform.read_bucket,
    workers.WORKER: workers.read_worker,
    "cloudflare:index/workersKvNamespace:WorkersKvNamespace": developer_platform.read_namespace,
}
