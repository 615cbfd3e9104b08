"""Type tokens of the resources that the target makes."""

from typing import Final

WORKER: Final = "cloudflare:index/worker:Worker"
VERSION: Final = "cloudflare:index/workerVersion:WorkerVersion"
DEPLOYMENT: Final = "cloudflare:index/workersDeployment:WorkersDeployment"
DOMAIN: Final = "cloudflare:index/workersCustomDomain:WorkersCustomDomain"
