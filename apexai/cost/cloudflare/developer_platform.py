"""Workers, KV, R2, Queues and D1 on the Workers Paid plan.

The plan's fee is counted once, with the first Worker of the graph, and what it includes counts with it.
Source: cloudflare-docs, workers/platform/pricing and r2/pricing, as the price book's rows name them.
"""

from decimal import Decimal
from typing import Final

from apexai.cost.meters import standing, used
from apexai.cost.quantity import Quantity, round_up
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import Surroundings
from apexai.cost.view import value_at
from apexai.prices.ladder import Ladder

SCRIPTS: Final = ("cloudflare:index/workersScript:WorkersScript", "cloudflare:index/workerScript:WorkerScript")
PLAN: Final = "Workers are taken to be on the Workers Paid plan, whose fee is counted once with what it includes"

_MILLISECONDS: Final = 1000
_OPERATIONS_PER_MESSAGE: Final = 3
"""A write, a read and a delete of up to 64 KB each."""
_R2_OPERATIONS: Final = 1_000_000
"""What operations on R2 are rounded up to; storage is rounded up to whole GB."""
_LOGGED_PER_REQUEST_GB: Final = Decimal("0.000001")
_ON_THE_PLAN: Final = (*SCRIPTS, "cloudflare:index/worker:Worker")
_LOGS: Final = "a request to a Worker is taken to write one log event of 1 KB"
_MESSAGES: Final = "a message is taken to be written, read and deleted once, in 64 KB"


def read_script(around: Surroundings) -> Reading:
    """Requests, processor time and logs of a Worker."""
    requests = around.usage.total("requests")
    cpu = requests * around.usage.each("cpuTime").map(lambda seconds: seconds * _MILLISECONDS)
    logs, assumptions = read_logs(around, requests)
    return Reading(
        meters=(
            workers_meter(around, "workers-requests", "request", requests, ("requests",)),
            workers_meter(around, "workers-cpu-ms", "CPU-ms", cpu, ("requests", "cpuTime")),
            *read_plan(around),
            *logs,
        ),
        unpriced=_unpriced(around),
        assumptions=(PLAN, *assumptions),
    )


def read_plan(around: Surroundings) -> tuple[Meter, ...]:
    """The plan's fee, with the first Worker of the graph."""
    first = around.view.of_type(*_ON_THE_PLAN)[0]
    if first.urn != around.resource.urn:
        return ()
    return (standing(around, "cloudflare-workers-paid-plan", "account-month", "Workers Paid"),)


def read_logs(around: Surroundings, requests: Quantity) -> tuple[tuple[Meter, ...], tuple[str, ...]]:
    """The log events of a Worker that writes them, with what was assumed."""
    if around.text("observability", "enabled", default="false") != "true":
        return (), ()
    return (_logs(around, requests),), (_LOGS,)


def read_namespace(around: Surroundings) -> Reading:
    """A KV namespace."""
    return Reading(
        meters=(
            used(around, "cloudflare-kv-reads", "operation", "reads"),
            used(around, "cloudflare-kv-writes", "operation", "writes"),
            used(around, "cloudflare-kv-storage", "GB-month", "storage"),
        )
    )


def read_bucket(around: Surroundings) -> Reading:
    """An R2 bucket; data to the internet is free."""
    infrequent = around.text("storageClass", default="Standard") == "InfrequentAccess"
    name = "r2-infrequent-access" if infrequent else "r2"
    storage = f"{name}-storage" if infrequent else "r2-standard-storage"
    return Reading(
        meters=(
            _rounded(around, f"{name}-class-a-operations", "operation", "writes", _R2_OPERATIONS),
            _rounded(around, f"{name}-class-b-operations", "operation", "reads", _R2_OPERATIONS),
            _rounded(around, storage, "GB-month", "storage", 1),
        )
    )


def read_queue(around: Surroundings) -> Reading:
    """Three operations a message."""
    meter = used(around, "cloudflare-queues-operations", "operation", "requests", per_unit=_OPERATIONS_PER_MESSAGE)
    return Reading(meters=(meter,), assumptions=(_MESSAGES,))


def read_database(around: Surroundings) -> Reading:
    """A D1 database by rows and storage."""
    return Reading(
        meters=(
            used(around, "cloudflare-d1-rows-read", "row", "reads"),
            used(around, "cloudflare-d1-rows-written", "row", "writes"),
            used(around, "cloudflare-d1-storage", "GB-month", "storage"),
        )
    )


def _logs(around: Surroundings, requests: Quantity) -> Meter:
    """By event until the pool of GB replaces it."""
    sku_id = "cloudflare-workers-logs-events"
    if isinstance(around.book.ladder(sku_id, around.region(), as_of=around.as_of), Ladder):
        return workers_meter(around, "workers-logs-events", "log-event", requests, ("requests",))
    return workers_meter(around, "observability-ingestion", "GB", requests * _LOGGED_PER_REQUEST_GB, ("requests",))


def _unpriced(around: Surroundings) -> tuple[str, ...]:
    bindings = value_at(around.resource.inputs, "bindings")
    kinds = (
        {str(item.get("type", "")) for item in bindings if isinstance(item, dict)}
        if isinstance(bindings, list)
        else set()
    )
    reasons = []
    if "durable_object_namespace" in kinds:
        reasons.append("how long its durable objects are active, and what they store, is not in the program")
    if "ai" in kinds:
        reasons.append("which models of Workers AI it calls, and how much, is not in the program")
    return tuple(reasons)


def _rounded(around: Surroundings, sku: str, unit: str, key: str, step: int) -> Meter:
    quantity = around.use(key).map(lambda amount: round_up(amount, step))
    return workers_meter(around, sku, unit, quantity, (key,))


def workers_meter(around: Surroundings, sku: str, unit: str, quantity: Quantity, needs: tuple[str, ...]) -> Meter:
    return Meter(
        sku_id=f"cloudflare-{sku}",
        region_id=around.region(),
        unit=unit,
        quantity=quantity,
        label=sku.replace("-", " "),
        needs=needs,
    )
