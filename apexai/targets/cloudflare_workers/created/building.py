"""A Worker from its plan."""

from dataclasses import dataclass

import pulumi

from apexai.targets.cloudflare_workers import sdk
from apexai.targets.cloudflare_workers.created.deployment import build_deployment
from apexai.targets.cloudflare_workers.created.entry import build_entry
from apexai.targets.cloudflare_workers.created.scope import Scope
from apexai.targets.cloudflare_workers.created.worker import build_version, build_worker
from apexai.targets.cloudflare_workers.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltWorker:
    """What a Worker offers its surroundings."""

    endpoint: pulumi.Output[str]
    revision: pulumi.Output[str]
    worker: sdk.Worker


def build_plan(scope: Scope, plan: Plan) -> BuiltWorker:
    """The Worker, its version, the deployment, and who reaches it."""
    worker = build_worker(scope, plan)
    version = build_version(scope, plan, worker)
    deployment = build_deployment(scope, plan, worker, version)
    return BuiltWorker(endpoint=build_entry(scope, plan, worker, deployment), revision=version.id, worker=worker)
