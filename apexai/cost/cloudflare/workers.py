"""Workers with their versions: requests, processor time, logs, and the platform's models that they ask.

Source: cloudflare-docs, workers/platform/pricing and workers-ai/platform/pricing, as the price book's rows name them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from apexai.cost.cloudflare.developer_platform import PLAN, read_logs, read_plan, workers_meter
from apexai.cost.quantity import Quantity, fixed
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import Surroundings
from apexai.cost.view import value_at
from apexai.graph.model import Resource
from apexai.prices.ladder import Ladder

WORKER: Final = "cloudflare:index/worker:Worker"

_VERSION: Final = "cloudflare:index/workerVersion:WorkerVersion"
_MODEL: Final = "EDGE_AI_MODEL"
_ORIGIN: Final = "EDGE_ORIGIN_URL"
_MILLISECONDS: Final = 1000
_FORWARDED_MS: Final = Decimal(5)
_COMPUTED: Final = "a request is taken to compute as long as it takes, which is the most that it can"
_FORWARDED: Final = "a request that waits for a model elsewhere is taken to compute for 5 ms"


def read_worker(around: Surroundings) -> Reading:
    """What requests cost; versions cost nothing by themselves and say what a request does."""
    requests = around.usage.total("requests")
    bound = tuple(_bindings(around))
    cpu, needs, assumption = _cpu(around, waits=any(binding.get("name") in (_MODEL, _ORIGIN) for binding in bound))
    logs, log_assumptions = read_logs(around, requests)
    models, unpriced = _models(around, requests, bound)
    return Reading(
        meters=(
            workers_meter(around, "workers-requests", "request", requests, ("requests",)),
            workers_meter(around, "workers-cpu-ms", "CPU-ms", requests * cpu, ("requests", *needs)),
            *read_plan(around),
            *logs,
            *models,
        ),
        unpriced=unpriced,
        assumptions=(PLAN, *assumption, *log_assumptions),
    )


def _cpu(around: Surroundings, *, waits: bool) -> tuple[Quantity, tuple[str, ...], tuple[str, ...]]:
    """Milliseconds of processor time of one request, which keys would say it, and what was assumed."""
    usage = around.usage
    if "cpuTime" in {*usage.low, *usage.expected, *usage.high}:
        return usage.each("cpuTime") * _MILLISECONDS, ("cpuTime",), ()
    if waits:
        return fixed(_FORWARDED_MS), (), (_FORWARDED,)
    return usage.each("duration") * _MILLISECONDS, ("duration",), (_COMPUTED,)


def _models(
    around: Surroundings, requests: Quantity, bound: tuple[Mapping[str, object], ...]
) -> tuple[tuple[Meter, ...], tuple[str, ...]]:
    """Tokens of the platform's model where the version names it."""
    reasons = []
    if any(binding.get("type") == "durable_object_namespace" for binding in bound):
        reasons.append("how long its durable objects are active, and what they store, is not in the program")
    if not any(binding.get("type") == "ai" for binding in bound):
        return (), tuple(reasons)
    model = next((str(binding.get("text")) for binding in bound if binding.get("name") == _MODEL), "")
    if not model:
        return (), (*reasons, "which models of Workers AI it calls, and how much, is not in the program")
    sku = f"workers-ai-{model.rsplit('/', 1)[-1].replace('.', '-')}"
    known = isinstance(
        around.book.ladder(f"cloudflare-{sku}-input-tokens", around.region(), as_of=around.as_of), Ladder
    )
    if not known:
        return (), (*reasons, f"no source states a price of {model} by tokens")
    meters = tuple(
        _tokens(around, requests, sku, way, key) for way, key in (("input", "tokensIn"), ("output", "tokensOut"))
    )
    return meters, tuple(reasons)


def _tokens(around: Surroundings, requests: Quantity, sku: str, way: str, key: str) -> Meter:
    tokens = requests * around.usage.each(key)
    meter = workers_meter(around, f"{sku}-{way}-tokens", "token", tokens, ("requests", key))
    return replace(meter, label=f"tokens {way.removesuffix('put')}")


def _bindings(around: Surroundings) -> Iterator[Mapping[str, object]]:
    """Those of every version in the program."""
    for version in _versions(around):
        bindings = value_at(version.inputs, "bindings")
        if isinstance(bindings, list):
            yield from (binding for binding in bindings if isinstance(binding, dict))


def _versions(around: Surroundings) -> tuple[Resource, ...]:
    return around.view.dependents(around.resource, _VERSION)
