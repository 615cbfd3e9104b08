"""What a brake does about an alert, a tick of the clock or a person; no platform and no clock in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from apexai.brake.state import Cause, State, Status, period_of

Month: TypeAlias = Callable[[datetime], str]
"""The month that money spent at a time is counted in; clouds differ in when one begins."""

_CLOCKS_DIFFER = timedelta(minutes=10)


class Act(StrEnum):
    """What is done."""

    BRAKE = "brake"
    """Hold the service back."""
    HOLD = "hold"
    """See that it is still held back: the same calls again, which change nothing where nothing changed."""
    RELEASE = "release"
    """Give it back what its program declares."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do, why, and the state afterwards."""

    act: Act
    state: State
    why: str


def decide_alert(state: State, *, now: datetime, sent: datetime, reason: str, month: Month = period_of) -> Decision:
    """Decide on an alert that the budget is spent.

    An alert of another month says nothing of this one. While the service is held back, the alert again is only a reason
    to look. What a person released stays so until the budget begins anew.
    """
    period = month(now)
    if month(sent) != period or sent > now + _CLOCKS_DIFFER:
        return Decision(act=Act.NOTHING, state=state, why=f"the alert is of {sent:%Y-%m-%d}, the budget of {period}")
    if state.is_braked:
        return Decision(act=Act.HOLD, state=state, why="held back already")
    if state.by == Cause.PERSON and state.period == period:
        return Decision(act=Act.NOTHING, state=state, why=f"a person released the service for {period}")
    braked = _decided(Status.BRAKED, Cause.BUDGET, now=now, reason=reason, month=month)
    return Decision(act=Act.BRAKE, state=braked, why="the budget is spent")


def decide_tick(state: State, *, now: datetime, month: Month = period_of) -> Decision:
    """Decide at a tick of the clock: release in a new month, else keep what was decided."""
    if not state.is_braked:
        return Decision(act=Act.NOTHING, state=state, why="nothing is held back")
    if state.period < month(now):
        over = f"the budget of {state.period} is over"
        released = _decided(Status.RELEASED, Cause.PERIOD, now=now, reason=over, month=month)
        return Decision(act=Act.RELEASE, state=released, why="a new budget began")
    return Decision(act=Act.HOLD, state=state, why=f"held back until {state.period} is over or a person releases it")


def decide_person(state: State, *, wanted: Act, now: datetime, reason: str, month: Month = period_of) -> Decision:
    """Do what a person asks; releasing holds for the rest of the month, whatever alerts say."""
    if wanted is Act.RELEASE:
        released = _decided(Status.RELEASED, Cause.PERSON, now=now, reason=reason, month=month)
        return Decision(act=Act.RELEASE, state=released, why="a person asked")
    if wanted is Act.BRAKE:
        braked = _decided(Status.BRAKED, Cause.PERSON, now=now, reason=reason, month=month)
        return Decision(act=Act.BRAKE, state=braked, why="a person asked")
    return Decision(act=Act.NOTHING, state=state, why=f"{wanted} is nothing to ask for")


def _decided(status: Status, by: Cause, *, now: datetime, reason: str, month: Month) -> State:
    since = now.astimezone(UTC).replace(microsecond=0).isoformat()
    return State(status=status, period=month(now), by=by, since=since, reason=reason[:300])
