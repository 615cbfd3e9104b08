"""The Worker, and the version of it that the program uploads."""

import base64

from apexai.edge.modules import COMPATIBILITY_DATE, Module
from apexai.targets.cloudflare_workers import sdk
from apexai.targets.cloudflare_workers.created.bindings import build_bindings
from apexai.targets.cloudflare_workers.created.scope import Scope
from apexai.targets.cloudflare_workers.facts import worker_facts
from apexai.targets.cloudflare_workers.plan import Plan

_INLINE_BYTES = 65_536


def build_worker(scope: Scope, plan: Plan) -> sdk.Worker:
    """The Worker itself, which outlives its versions.

    What the provider defaults otherwise is said: no logs, and addresses for previews that pass by who may call.
    """
    return sdk.Worker(
        scope.name("worker"),
        account_id=scope.account,
        name=scope.account_name(),
        tags=list(plan.tags),
        logpush=False,
        observability=_observability(plan),
        subdomain=sdk.WorkerSubdomainArgs(enabled=plan.entry.workers_dev, previews_enabled=False),
        opts=scope.options(),
    )


def build_version(scope: Scope, plan: Plan, worker: sdk.Worker) -> sdk.WorkerVersion:
    """The version: it never changes, so that any other content is a version of its own.

    There is no `placement`: the provider does not apply it and would replace the version at each update
    (cloudflare/terraform-provider-cloudflare#7206).
    """
    return sdk.WorkerVersion(
        scope.name("version"),
        account_id=scope.account,
        worker_id=worker.id,
        main_module=plan.modules[0].name,
        modules=[_module(module) for module in plan.modules],
        bindings=build_bindings(scope, plan),
        compatibility_date=COMPATIBILITY_DATE,
        limits=sdk.WorkerVersionLimitsArgs(cpu_ms=int(plan.cpu_seconds * 1000)),
        annotations=_annotations(plan),
        opts=scope.options(),
    )


def _module(module: Module) -> sdk.WorkerVersionModuleArgs:
    """A small script of the program by its content, which is the same on all machines; what is larger by its file.

    Another path of a file is an update that does nothing; another content replaces the version. The state has the path
    alone, where it would have the whole runtime otherwise.
    """
    if module.is_bundled and module.file.stat().st_size <= _INLINE_BYTES:
        content = base64.b64encode(module.file.read_bytes()).decode()
        return sdk.WorkerVersionModuleArgs(name=module.name, content_type=module.content_type, content_base64=content)
    return sdk.WorkerVersionModuleArgs(
        name=module.name, content_type=module.content_type, content_file=module.path_from_here
    )


def _observability(plan: Plan) -> sdk.WorkerObservabilityArgs:
    return sdk.WorkerObservabilityArgs(
        enabled=True,
        head_sampling_rate=1,
        logs=sdk.WorkerObservabilityLogsArgs(enabled=True, head_sampling_rate=1, invocation_logs=True, persist=True),
        traces=sdk.WorkerObservabilityTracesArgs(
            enabled=plan.trace_share > 0, head_sampling_rate=plan.trace_share or 1, persist=True
        ),
    )


def _annotations(plan: Plan) -> sdk.WorkerVersionAnnotationsArgs | None:
    room = worker_facts()["version_tag_bytes"].number
    if not plan.version:
        return None
    return sdk.WorkerVersionAnnotationsArgs(workers_tag=plan.version.encode()[:room].decode(errors="ignore"))
