"""How many pods run, and what decides it: nothing, the CPU alone, or KEDA."""

import math
from dataclasses import dataclass
from typing import TypeAlias

from apexai.spec.deployment import Autoscaling, PrometheusTrigger
from apexai.units import Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A number that nothing changes."""

    replicas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CpuScaling:
    """A HorizontalPodAutoscaler on the CPU's utilisation."""

    minimum: int
    maximum: int
    target_percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A time in which at least so many pods run."""

    name: str
    timezone: str
    start: str
    end: str
    replicas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventScaling:
    """A ScaledObject of KEDA: the most that any of its triggers asks for."""

    minimum: int
    maximum: int
    target_percent: int | None
    prometheus: PrometheusTrigger | None
    windows: tuple[Window, ...]


Scaling: TypeAlias = Fixed | CpuScaling | EventScaling


def needs_keda(autoscaling: Autoscaling) -> bool:
    """Whether a HorizontalPodAutoscaler alone can't do it."""
    zero = autoscaling.min_replicas == 0
    return zero or autoscaling.prometheus is not None or bool(autoscaling.schedules)


def is_fixed(autoscaling: Autoscaling | None) -> bool:
    """Whether the number of pods never changes by itself."""
    if autoscaling is None:
        return True
    return autoscaling.min_replicas == autoscaling.max_replicas and not needs_keda(autoscaling)


def scaling_of(autoscaling: Autoscaling | None, *, share: Percent | None = None) -> Scaling:
    """What decides over a slot's pods; with a share of the traffic, the least of them in proportion."""
    if autoscaling is None or is_fixed(autoscaling):
        return Fixed(replicas=portion(1 if autoscaling is None else autoscaling.min_replicas, share))
    target = autoscaling.target_utilization
    percent = None if target is None else int(target)
    minimum = portion(autoscaling.min_replicas, share)
    if needs_keda(autoscaling) or percent is None:
        return EventScaling(
            minimum=minimum,
            maximum=autoscaling.max_replicas,
            target_percent=percent,
            prometheus=autoscaling.prometheus,
            windows=_windows(autoscaling, share),
        )
    return CpuScaling(minimum=minimum, maximum=autoscaling.max_replicas, target_percent=percent)


def portion(count: int, share: Percent | None) -> int:
    """The part of a number of pods that serves a share of the traffic: rounded up, at least one unless it is none."""
    if share is None or count == 0:
        return count
    return max(1, math.ceil(count * share / 100))


def initial_replicas(scaling: Scaling) -> int:
    """How many pods a new Deployment starts; an autoscaler takes it from there.

    One at least: a model that can't start fails the update and not the first request.
    """
    match scaling:
        case Fixed(replicas=replicas):
            return replicas
        case CpuScaling(minimum=minimum) | EventScaling(minimum=minimum):
            return max(1, minimum)


def _windows(autoscaling: Autoscaling, share: Percent | None) -> tuple[Window, ...]:
    return tuple(
        Window(
            name=schedule.name,
            timezone=schedule.timezone,
            start=schedule.start,
            end=schedule.end,
            replicas=portion(schedule.min_replicas or 0, share),
        )
        for schedule in autoscaling.schedules
    )
