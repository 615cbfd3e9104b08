"""The isolate's own bounds: where it runs, how large it is, how long a request may compute, what is kept of it."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.finops import OnBreach
from apexai.spec.shown import shown
from apexai.targets.cloudflare_workers.facts import worker_facts
from apexai.targets.diagnostics import error, note
from apexai.targets.own_key import has_own_key
from apexai.units import render_decimal

GLOBAL: Final = "global"

_RUNTIME: Final = "spec.runtime"


def check_isolate(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Each bound of one Worker."""
    yield from _region(deployment.spec.runtime.region)
    yield from _memory(deployment)
    yield from _timeout(deployment)
    yield from _retention(deployment)
    yield from _own_key(deployment)
    if deployment.spec.finops.on_breach is not OnBreach.ALERT:
        message = f"{deployment.spec.finops.on_breach} needs a count of dollars, and Cloudflare has none"
        instead = "write alert; an AI Gateway of EdgeInferenceWorker can limit what models of the platform cost"
        yield error("APX-LIM-816", "spec.finops.onBreach", message, instead=instead)


def _region(region: str | None) -> Iterator[Diagnostic]:
    if region is not None and region != GLOBAL:
        message = f"{shown(region)} can't be kept: a Worker runs wherever its callers are"
        instead = "remove it, or write `runtime: {region: null}` into targets.cloudflare-workers"
        yield error("APX-LIM-810", f"{_RUNTIME}.region", message, instead=instead)


def _memory(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """An amount that nobody wrote is none that could be refused."""
    runtime, has = deployment.spec.runtime, worker_facts()["memory"]
    if "memory" in runtime.model_fields_set and runtime.memory != has.number:
        yield has.violated(
            code="APX-LIM-811",
            path=f"{_RUNTIME}.memory",
            message=f"{runtime.memory} MiB: an isolate has {has.number} MB and no other amount",
            suggestion=f"write {has.number}MB, or `runtime: {{memory: null}}` into targets.cloudflare-workers, or use "
            "a platform with memory of its own",
        )


def _timeout(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    runtime, most = deployment.spec.runtime, worker_facts()["cpu_seconds_maximum"]
    if (timeout := runtime.timeout) > most.number:
        yield most.violated(
            code="APX-LIM-812",
            path=f"{_RUNTIME}.timeout",
            message=f"{render_decimal(timeout)} s is more processor time than a request may have",
            suggestion=f"write {most.number}s at most",
        )
    elif runtime.package is not None and "timeout" in runtime.model_fields_set:
        message = "it bounds the processor time of a request: nothing ends one that waits for others"
        yield note("APX-LIM-813", f"{_RUNTIME}.timeout", message, instead="let the code end what it waits for")


def _retention(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    days, keeps = deployment.spec.monitoring.logs_retention_days, worker_facts()["log_retention_days"]
    if days is not None and days != keeps.number:
        message = (
            f"Workers Logs keep for {keeps.number} days, {days} can't be set ({keeps.source}, {keeps.source_date})"
        )
        instead = f"write {keeps.number} or remove it; for longer, push logs to R2 with cloudflare.LogpushJob"
        yield error("APX-LIM-814", "spec.monitoring.logsRetentionDays", message, instead=instead)


def _own_key(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    if not has_own_key(deployment):
        return
    classification = deployment.spec.responsible_ai.data_classification
    message = (
        "data of this kind, or a policy set, asks for a key of the service's own, and Cloudflare encrypts with its own"
    )
    path = "spec.policies" if classification is None else "spec.responsibleAI.dataClassification"
    yield error("APX-LIM-815", path, message, instead="use a platform with keys of one's own, e.g. aws-lambda")
