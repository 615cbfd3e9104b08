"""How callers reach the Worker, and when it wakes by itself."""

import pulumi

from apexai.targets.cloudflare_workers import sdk
from apexai.targets.cloudflare_workers.created.scope import Scope
from apexai.targets.cloudflare_workers.plan import Plan


def build_entry(scope: Scope, plan: Plan, worker: sdk.Worker, deployment: sdk.WorkersDeployment) -> pulumi.Output[str]:
    """Domain and routes, once something is deployed; gives the address, or the Worker's name for service bindings."""
    entry, after = plan.entry, [deployment]
    if entry.domain is not None:
        sdk.WorkersCustomDomain(
            scope.name("domain"),
            account_id=scope.account,
            hostname=entry.domain,
            service=worker.name,
            opts=scope.options(after=after),
        )
    for index, route in enumerate(entry.routes):
        sdk.WorkersRoute(
            scope.name(f"route-{index}"),
            zone_id=route.zone_id,
            pattern=route.pattern,
            script=worker.name,
            opts=scope.options(after=after),
        )
    if plan.crons:
        sdk.WorkersCronTrigger(
            scope.name("schedule"),
            account_id=scope.account,
            script_name=worker.name,
            schedules=[sdk.WorkersCronTriggerScheduleArgs(cron=cron) for cron in plan.crons],
            opts=scope.options(after=after),
        )
    return _address(plan, worker)


def _address(plan: Plan, worker: sdk.Worker) -> pulumi.Output[str]:
    if plan.entry.domain is not None:
        return pulumi.Output.from_input(f"https://{plan.entry.domain}")
    if plan.entry.workers_dev:
        # With the id, because a Worker that does not exist yet has no address, and a preview knows the inputs alone.
        return pulumi.Output.all(worker.id, worker.subdomain.url).apply(lambda found: str(found[1]))
    name: pulumi.Output[str] = worker.name
    return name
