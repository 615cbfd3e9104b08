"""Replicas: no fewer than none, no more than the most, also inside schedules."""

from collections.abc import Iterator

from apexai.spec import codes
from apexai.spec.consistency.finding import Finding, found
from apexai.spec.deployment import Autoscaling, Schedule, ServerlessModelDeployment

_PATH = "spec.autoscaling"


def check_scaling(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    """minReplicas up to maxReplicas, everywhere; schedules that have their own names and begin before they end."""
    scaling = deployment.spec.autoscaling
    if scaling is None:
        return
    if scaling.min_replicas > scaling.max_replicas:
        yield _more(_PATH, scaling.min_replicas, scaling.max_replicas)
    names: dict[str, int] = {}
    for index, schedule in enumerate(scaling.schedules):
        path = f"{_PATH}.schedules[{index}]"
        yield from _schedule(schedule, path, scaling)
        if schedule.name in names:
            other = f"{_PATH}.schedules[{names[schedule.name]}].name"
            message = f"{schedule.name} is the name of {other.removesuffix('.name')} as well"
            yield found(
                codes.SCHEDULE, f"{path}.name", message, suggestion="give each schedule its own name", also=(other,)
            )
        names.setdefault(schedule.name, index)


def _schedule(schedule: Schedule, path: str, scaling: Autoscaling) -> Iterator[Finding]:
    if schedule.start == schedule.end:
        message = f"{schedule.start!r} is both start and end, so that the schedule never applies"
        yield found(codes.SCHEDULE, f"{path}.end", message, suggestion="write a later end", also=(f"{path}.start",))
    if schedule.min_replicas is None and schedule.max_replicas is None:
        message = "the schedule changes nothing"
        yield found(codes.SCHEDULE, path, message, suggestion="add minReplicas or maxReplicas")
        return
    low = scaling.min_replicas if schedule.min_replicas is None else schedule.min_replicas
    high = scaling.max_replicas if schedule.max_replicas is None else schedule.max_replicas
    if low > high and (schedule.min_replicas is None or schedule.max_replicas is None):
        yield _more(path, low, high, also=(f"{_PATH}.minReplicas", f"{_PATH}.maxReplicas"))
    elif low > high:
        yield _more(path, low, high)


def _more(path: str, low: int, high: int, *, also: tuple[str, ...] = ()) -> Finding:
    message = f"minReplicas {low} is more than maxReplicas {high}"
    suggestion = f"write minReplicas of at most {high}, or maxReplicas of at least {low}"
    return found(
        codes.REPLICAS, f"{path}.minReplicas", message, suggestion=suggestion, also=(f"{path}.maxReplicas", *also)
    )
