"""How many pods of a workload run over the time: as written, or as a scaler may set it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, TypeAlias

from apexai.cost.load import SECONDS_PER_MONTH, Load, load_under
from apexai.cost.quantity import Amount, Quantity, combine, fixed
from apexai.cost.schedule import Action, Cron, CronError, load_cron, shares
from apexai.cost.surroundings import NotKnown, Surroundings, known_number, known_text
from apexai.cost.view import GraphView, text_at, value_at
from apexai.graph.model import Resource, Value

AUTOSCALERS: Final = (
    "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
)
SCALED_OBJECT: Final = "kubernetes:keda.sh/v1alpha1:ScaledObject"

_TARGET: Final = ("spec", "scaleTargetRef", "name")
_CANDIDATE: Final = "-candidate"
ONE_AT_A_TIME: Final = "a pod is taken to handle one request at a time, as nothing says how many it takes"
_HPA_MINIMUM: Final = 1
_KEDA_MINIMUM: Final = 0
_KEDA_MAXIMUM: Final = 100
"""Source: https://keda.sh/docs/2.15/reference/scaledobject-spec (2026-11-21)."""

Floors: TypeAlias = tuple[Decimal, ...]
"""What each trigger asks for at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A share of the time, and how many pods may run in it."""

    share: Decimal
    least: Decimal
    most: Decimal


def pods_of(around: Surroundings) -> Quantity:
    """The mean number of pods over the month.

    A scaler's pods follow the load: the mean number of requests at once that come to the workload, over what one pod
    takes at once and the utilisation that scaling aims at, within the scaler's limits.

    Raises:
        NotKnown: a number that decides it is not known before the deployment.
    """
    scaler = _scaler(around)
    if scaler is None:
        return fixed(around.number("spec", "replicas", default=1))
    windows = tuple(_windows(scaler, year=around.as_of.year))
    usage = around.usage
    load = usage.total("requests") * _share(around) * usage.each("duration") / SECONDS_PER_MONTH
    needed = load / ((_concurrency(around) or 1) * _target(around))
    return combine(lambda pods: _running(windows, pods), needed).or_high(_most(windows))


def load_on(around: Surroundings) -> Load:
    """The requests that are declared of a service, and those that it can get where one side has that many pods.

    Raises:
        NotKnown: a number that decides it is not known before the deployment.
    """
    scaler = _scaler(around)
    if scaler is None:
        most = around.number("spec", "replicas", default=1)
    else:
        most = _most(tuple(_windows(scaler, year=around.as_of.year)))
    at_once, share = _concurrency(around), _share(around)
    assumed = "" if at_once else ONE_AT_A_TIME
    found = load_under(around.usage, most=most, at_once=at_once or Decimal(1), assumed=assumed)
    return replace(found, carries=found.carries / share) if share else found


def requests_of(around: Surroundings) -> Quantity:
    """Requests a month; without a declared upper case what as many pods as there may be take.

    Raises:
        NotKnown: a number that decides it is not known before the deployment.
    """
    return around.usage.total("requests").or_high(load_on(around).carries.low)


def _most(windows: tuple[Window, ...]) -> Decimal:
    """The mean number of pods that there may be."""
    return sum((window.share * window.most for window in windows), Decimal(0))


def _running(windows: tuple[Window, ...], needed: Amount) -> Amount:
    if needed is None and any(window.least != window.most for window in windows):
        return None
    pods = needed or Decimal(0)
    return sum((window.share * min(max(pods, window.least), window.most) for window in windows), Decimal(0))


def _scaler(around: Surroundings) -> Resource | None:
    """The scaler that names the workload as its target."""
    workload, view = around.resource, around.view
    for scaler in _naming(workload, view):
        if _namespace(scaler) == _namespace(workload):
            return scaler
    for scaler in view.dependents(workload, *AUTOSCALERS, SCALED_OBJECT):
        is_named = isinstance(text_at(scaler.inputs, *_TARGET), str)
        if workload.urn in scaler.property_dependencies.get("spec", ()) and not is_named:
            return scaler
    return None


def _naming(workload: Resource, view: GraphView) -> Iterator[Resource]:
    """The scalers that have a workload's name in their target."""
    name = text_at(workload.inputs, "metadata", "name")
    if isinstance(name, str):
        for kind in (*AUTOSCALERS, SCALED_OBJECT):
            yield from view.with_text(name, kind, *_TARGET)


def _namespace(resource: Resource) -> object:
    return text_at(resource.inputs, "metadata", "namespace")


def _windows(scaler: Resource, *, year: int) -> Iterator[Window]:
    if scaler.type != SCALED_OBJECT:
        least = known_number(scaler, "spec", "minReplicas", default=_HPA_MINIMUM)
        yield Window(share=Decimal(1), least=least, most=known_number(scaler, "spec", "maxReplicas"))
        return
    least = known_number(scaler, "spec", "minReplicaCount", default=_KEDA_MINIMUM)
    most = known_number(scaler, "spec", "maxReplicaCount", default=_KEDA_MAXIMUM)
    actions = tuple(_actions(scaler))
    floors: Floors = (Decimal(0),) * len(actions)
    for share, asked in shares(floors, actions, year=year):
        yield Window(share=share, least=min(max((least, *asked)), most), most=most)


def _actions(scaler: Resource) -> Iterator[Action[Floors]]:
    """KEDA's cron triggers: from `start` to `end` at least `desiredReplicas` run."""
    triggers = value_at(scaler.inputs, "spec", "triggers")
    count = len(triggers) if isinstance(triggers, list) else 0
    for at in range(count):
        if known_text(scaler, "spec", "triggers", at, "type") == "cron":
            desired = known_number(scaler, "spec", "triggers", at, "metadata", "desiredReplicas")
            yield Action(cron=_cron(scaler, at, "start"), apply=_floor(at, desired, count))
            yield Action(cron=_cron(scaler, at, "end"), apply=_floor(at, Decimal(0), count))


def _floor(at: int, pods: Decimal, count: int) -> Callable[[Floors], Floors]:
    def changed(floors: Floors) -> Floors:
        padded = (*floors, *(Decimal(0),) * (count - len(floors)))
        return (*padded[:at], pods, *padded[at + 1 :])

    return changed


def _cron(scaler: Resource, at: int, key: str) -> Cron:
    try:
        return load_cron(known_text(scaler, "spec", "triggers", at, "metadata", key))
    except CronError as error:
        raise NotKnown(f"the schedule of {scaler.name}: {error}") from None


def _concurrency(around: Surroundings) -> Decimal:
    """Requests that one pod takes at once, as the InferenceService above declares; 0 where nothing says."""
    component = around.view.component(around.resource)
    if component is None:
        return Decimal(0)
    return known_number(component, "resolved", "spec", "runtime", "concurrency", default=0)


def _share(around: Surroundings) -> Decimal:
    """The share of an InferenceService's requests that come to one of its two sides; all where there is one."""
    component = around.view.component(around.resource)
    split = value_at(component.inputs, "resolved", "spec", "trafficSplit") if component is not None else None
    if component is None or not isinstance(split, dict) or split.get("stable") is None:
        return Decimal(1)
    blue, green = (_per_cent(split.get(side)) for side in ("blue", "green"))
    if not blue:
        return Decimal(1)
    return green if around.resource.name.startswith(f"{component.name}{_CANDIDATE}") else blue


def _per_cent(written: Value) -> Decimal:
    return Decimal(str(written).removesuffix("%")) / 100


def _target(around: Surroundings) -> Decimal:
    """The share of a pod's capacity that scaling aims at."""
    component = around.view.component(around.resource)
    if component is None:
        return Decimal(1)
    written = text_at(component.inputs, "resolved", "spec", "autoscaling", "targetUtilization")
    return Decimal(written.removesuffix("%")) / 100 if isinstance(written, str) else Decimal(1)
