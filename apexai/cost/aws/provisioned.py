"""Provisioned concurrency of a Lambda function over time: fixed, following the load, on a schedule."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apexai.cost.quantity import Amount, Quantity, combine
from apexai.cost.schedule import Action, CronError, constant, load_aws_schedule, shares
from apexai.cost.surroundings import NotKnown, known_number, known_text
from apexai.cost.view import GraphView, number_at
from apexai.graph.model import Resource
from apexai.units import HOURS_PER_MONTH, SECONDS_PER_HOUR

CONFIG: Final = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
SCALABLE_TARGET: Final = "aws:appautoscaling/target:Target"
SCALING_POLICY: Final = "aws:appautoscaling/policy:Policy"
SCHEDULED_ACTION: Final = "aws:appautoscaling/scheduledAction:ScheduledAction"

SECONDS_PER_MONTH: Final = Decimal(HOURS_PER_MONTH * SECONDS_PER_HOUR)
_LAMBDA: Final = "lambda:function:ProvisionedConcurrency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A share of the time, and what is provisioned in it."""

    share: Decimal
    least: Decimal
    most: Decimal
    target: Decimal
    """Share of the provisioned concurrency that the load should take."""

    def kept(self, load: Decimal) -> Decimal:
        """Environments that are provisioned under a mean concurrency."""
        return min(max(load / self.target, self.least), self.most)

    def served(self, load: Decimal) -> Decimal:
        """Mean concurrency that they serve of a load."""
        return min(load, self.kept(load))


def provisioned_windows(view: GraphView, function: Resource, *, year: int) -> tuple[Window, ...]:
    """What is provisioned of a function over the time; empty where nothing is.

    Raises:
        NotKnown: an amount or a schedule is not known before the deployment.
    """
    configs = view.dependents(function, CONFIG)
    if not configs:
        return ()
    fixed_amount = sum((known_number(config, "provisionedConcurrentExecutions") for config in configs), Decimal(0))
    targets = [found for found in view.dependents(function, SCALABLE_TARGET) if _scales_lambda(found)]
    if not targets:
        return (Window(share=Decimal(1), least=fixed_amount, most=fixed_amount, target=Decimal(1)),)
    return tuple(_scaled(view, targets[0], year))


def kept_seconds(windows: tuple[Window, ...], load: Quantity) -> Quantity:
    """Seconds a month that environments are kept ready, all together, under so many busy seconds a month."""
    most = sum((window.share * window.most for window in windows), Decimal(0)) * SECONDS_PER_MONTH
    return combine(lambda busy: _kept(windows, busy), load).or_high(most)


def served_seconds(windows: tuple[Window, ...], load: Quantity) -> Quantity:
    """Busy seconds a month that they serve."""
    most = sum((window.share * window.most for window in windows), Decimal(0)) * SECONDS_PER_MONTH
    return combine(lambda busy: _served(windows, busy), load).or_high(most)


def _kept(windows: tuple[Window, ...], busy: Amount) -> Amount:
    if busy is None and any(window.least != window.most for window in windows):
        return None
    load = (busy or Decimal(0)) / SECONDS_PER_MONTH
    return sum((window.share * window.kept(load) for window in windows), Decimal(0)) * SECONDS_PER_MONTH


def _served(windows: tuple[Window, ...], busy: Amount) -> Amount:
    if busy is None:
        return None
    load = busy / SECONDS_PER_MONTH
    return sum((window.share * window.served(load) for window in windows), Decimal(0)) * SECONDS_PER_MONTH


def _scaled(view: GraphView, target: Resource, year: int) -> Iterator[Window]:
    base = (known_number(target, "minCapacity"), known_number(target, "maxCapacity"))
    tracking = _tracking(view, target)
    for share, (least, most) in shares(base, _actions(view, target, base), year=year):
        yield Window(share=share, least=least, most=most if tracking else least, target=tracking or Decimal(1))


def _tracking(view: GraphView, target: Resource) -> Amount:
    """Target value of the policy that follows the load; None where there is none."""
    for policy in view.dependents(target, SCALING_POLICY):
        value = number_at(policy.inputs, "targetTrackingScalingPolicyConfiguration", "targetValue")
        if isinstance(value, Decimal) and value > 0:
            return value
        if value is not None:
            raise NotKnown(f"the target value of {policy.name} is not known before the deployment")
    return None


def _actions(
    view: GraphView, target: Resource, base: tuple[Decimal, Decimal]
) -> Iterator[Action[tuple[Decimal, Decimal]]]:
    for action in view.dependents(target, SCHEDULED_ACTION):
        try:
            cron = load_aws_schedule(known_text(action, "schedule"))
        except CronError as error:
            raise NotKnown(f"the schedule of {action.name}: {error}") from None
        least = known_number(action, "scalableTargetAction", "minCapacity", default=base[0])
        most = known_number(action, "scalableTargetAction", "maxCapacity", default=base[1])
        yield Action(cron=cron, apply=constant((least, most)))


def _scales_lambda(target: Resource) -> bool:
    return target.inputs.get("scalableDimension") == _LAMBDA
