"""The Cloudflare types that the tests' programs use.

`replaces` are the attributes with `RequiresReplace` in github.com/cloudflare/terraform-provider-cloudflare,
internal/services/<name>/schema.go, of 2026-07-10, which pulumi-cloudflare 6 bridges; read there on 2026-11-21. The
provider gives no names, and its schema's defaults are of the plugin framework: the engine does not see them in Check.
"""

from typing import Final

from tests.engine.standin.kinds import Kind

WORKER: Final = "cloudflare:index/worker:Worker"
VERSION: Final = "cloudflare:index/workerVersion:WorkerVersion"
DEPLOYMENT: Final = "cloudflare:index/workersDeployment:WorkersDeployment"
DOMAIN: Final = "cloudflare:index/workersCustomDomain:WorkersCustomDomain"
ROUTE: Final = "cloudflare:index/workersRoute:WorkersRoute"
CRON: Final = "cloudflare:index/workersCronTrigger:WorkersCronTrigger"


def _kind(token: str, folder: str, *replaces: str, id_: str = "{suffix}", **outputs: str) -> Kind:
    return Kind(
        token=token,
        source=f"{folder}/schema.go",
        replaces=replaces,
        autoname="",
        taggable=False,
        id=id_,
        outputs=outputs,
    )


CLOUDFLARE: Final = {
    kind.token: kind
    for kind in (
        _kind(WORKER, "worker", "accountId", createdOn="2026-11-21T00:00:00Z"),
        _kind(
            VERSION,
            "worker_version",
            "accountId",
            "annotations",
            "bindings",
            "cacheOptions",
            "compatibilityDate",
            "compatibilityFlags",
            "limits",
            "mainModule",
            "migrations",
            "modules",
            "placement",
            "usageModel",
            "workerId",
            id_="{uuid}",
            source="terraform",
        ),
        _kind(
            DEPLOYMENT,
            "workers_deployment",
            "accountId",
            "annotations",
            "scriptName",
            "strategy",
            "versions",
            authorEmail="tester@example.com",
        ),
        _kind(DOMAIN, "workers_custom_domain", "accountId", "hostname", "service", "environment", "zoneId", "zoneName"),
        _kind(ROUTE, "workers_route", "zoneId"),
        _kind(CRON, "workers_cron_trigger", "accountId", "scriptName"),
        _kind("cloudflare:index/workersKvNamespace:WorkersKvNamespace", "workers_kv_namespace", "accountId"),
        _kind("cloudflare:index/r2Bucket:R2Bucket", "r2_bucket", "accountId", "name", "jurisdiction", id_="{name}"),
        _kind("cloudflare:index/queue:Queue", "queue", "accountId"),
        _kind("cloudflare:index/aiGateway:AiGateway", "ai_gateway", "accountId", "aiGatewayId", id_="{aiGatewayId}"),
    )
}
