"""Which versions get which share of the requests."""

import pulumi

from apexai.targets.cloudflare_workers import sdk
from apexai.targets.cloudflare_workers.created.scope import Scope
from apexai.targets.cloudflare_workers.plan import Plan

_ALL = 100.0


def build_deployment(scope: Scope, plan: Plan, worker: sdk.Worker, version: sdk.WorkerVersion) -> sdk.WorkersDeployment:
    """One deployment of one or two versions; a changed one follows the last, which is history and not deleted."""
    return sdk.WorkersDeployment(
        scope.name("deployment"),
        account_id=scope.account,
        script_name=worker.name,
        strategy="percentage",
        versions=_versions(plan, version),
        annotations=sdk.WorkersDeploymentAnnotationsArgs(workers_message=plan.message) if plan.message else None,
        opts=scope.options(after=[version]),
    )


def _versions(plan: Plan, version: sdk.WorkerVersion) -> list[sdk.WorkersDeploymentVersionArgs]:
    """No version with a share of nothing: the API takes none below a hundredth."""
    if plan.stable is None:
        return [_share(version.id, _ALL)]
    if plan.stable.share == _ALL:
        return [_share(plan.stable.revision, _ALL)]
    return [_share(plan.stable.revision, plan.stable.share), _share(version.id, _ALL - plan.stable.share)]


def _share(version: pulumi.Input[str], per_cent: float) -> sdk.WorkersDeploymentVersionArgs:
    return sdk.WorkersDeploymentVersionArgs(version_id=version, percentage=per_cent)
