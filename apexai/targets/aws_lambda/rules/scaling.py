"""Provisioned and reserved concurrency: what fits, also while one release follows another."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import Autoscaling, Schedule, ServerlessModelDeployment
from apexai.targets.aws_lambda.facts import lambda_facts
from apexai.targets.diagnostics import error, warning
from apexai.units import render_decimal

_PATH = "spec.autoscaling"


def check_scaling(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Room for two versions, and something to scale."""
    autoscaling = deployment.spec.autoscaling
    if autoscaling is None:
        return
    yield from _room(autoscaling)
    yield from _quota(autoscaling)
    yield from _target(autoscaling)
    for index, schedule in enumerate(autoscaling.schedules):
        yield from _schedule(autoscaling, schedule, f"{_PATH}.schedules[{index}]")


def _room(autoscaling: Autoscaling) -> Iterator[Diagnostic]:
    least, most = autoscaling.min_replicas, autoscaling.max_replicas
    if least and 2 * least > most:
        message = (
            f"a release has the provisioned concurrency of two versions, 2 × {least}, which does not fit into the "
            f"reserved concurrency of {most}"
        )
        instead = f"write maxReplicas {2 * least} or more, or minReplicas {most // 2} or less"
        yield error("APX-LIM-170", f"{_PATH}.maxReplicas", message, instead=instead)


def _quota(autoscaling: Autoscaling) -> Iterator[Diagnostic]:
    quota, kept = lambda_facts()["concurrency_quota"], lambda_facts()["concurrency_unreserved"].number
    if autoscaling.max_replicas > quota.number - kept:
        yield quota.violated(
            code="APX-LIM-178",
            path=f"{_PATH}.maxReplicas",
            message=f"{autoscaling.max_replicas} would be reserved, and of the {quota.number} concurrent executions "
            f"that an account has in a region unless it asked for more, {kept} can't be",
            suggestion=f"write {quota.number - kept} or less, or see that the account's quota allows it",
        )


def _target(autoscaling: Autoscaling) -> Iterator[Diagnostic]:
    target, path = autoscaling.target_utilization, f"{_PATH}.targetUtilization"
    if target is None:
        return
    lowest, highest = lambda_facts()["target_utilization_minimum"], lambda_facts()["target_utilization_maximum"]
    if autoscaling.min_replicas == 0:
        message = (
            f"{render_decimal(target)} aims at the use of provisioned concurrency, and minReplicas 0 provisions none"
        )
        instead = "write minReplicas 1 or more, or remove it: Lambda scales by itself up to maxReplicas"
        yield error("APX-LIM-171", path, message, instead=instead)
    elif not lowest.number <= target <= highest.number:
        yield lowest.violated(
            code="APX-LIM-172",
            path=path,
            message=f"{render_decimal(target)} can't be aimed at",
            suggestion=f"write {lowest.number} to {highest.number}; AWS has 70 in its examples",
        )
    elif autoscaling.max_replicas == 2 * autoscaling.min_replicas:
        message = (
            f"there is nothing to scale: of maxReplicas {autoscaling.max_replicas}, one half is provisioned and the "
            "other is kept for the next release"
        )
        instead = f"write maxReplicas {2 * autoscaling.min_replicas + 1} or more, or remove it"
        yield error("APX-LIM-173", path, message, instead=instead)


def _schedule(autoscaling: Autoscaling, schedule: Schedule, path: str) -> Iterator[Diagnostic]:
    if autoscaling.min_replicas == 0:
        message = "schedules change provisioned concurrency, and minReplicas 0 provisions none"
        yield error("APX-LIM-174", path, message, instead="write minReplicas 1 or more, or remove the schedule")
        return
    if autoscaling.max_replicas == 2 * autoscaling.min_replicas:
        message = (
            "there is nothing to scale: half of maxReplicas is provisioned, the other is kept for the next release"
        )
        yield error(
            "APX-LIM-173", path, message, instead=f"write maxReplicas {2 * autoscaling.min_replicas + 1} or more"
        )
    yield from _within(autoscaling, schedule, path)
    for key, cron in (("start", schedule.start), ("end", schedule.end)):
        _, _, day, _, weekday = cron.split()
        if day != "*" and weekday != "*":
            message = f"{cron!r} names days of the month and of the week, and AWS takes one of them"
            yield error("APX-LIM-176", f"{path}.{key}", message, instead="write * for one of the two")


def _within(autoscaling: Autoscaling, schedule: Schedule, path: str) -> Iterator[Diagnostic]:
    room = autoscaling.max_replicas - autoscaling.min_replicas
    for key, wanted in (("minReplicas", schedule.min_replicas), ("maxReplicas", schedule.max_replicas)):
        if wanted is not None and wanted > room:
            message = (
                f"{wanted} is more than may be provisioned: maxReplicas {autoscaling.max_replicas} less minReplicas "
                f"{autoscaling.min_replicas}, which is kept for the next release"
            )
            instead = f"write {room} or less, or raise autoscaling.maxReplicas"
            yield error("APX-LIM-175", f"{path}.{key}", message, instead=instead)
    if schedule.min_replicas == 0 or schedule.max_replicas == 0:
        key = "minReplicas" if schedule.min_replicas == 0 else "maxReplicas"
        message = "AWS documents 0 as a capacity of a scalable target, and nobody here has tried it for Lambda"
        instead = "write 1 to be safe"
        yield warning("APX-LIM-177", f"{path}.{key}", message, instead=instead)
