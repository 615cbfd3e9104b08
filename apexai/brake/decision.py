"""What a brake does about an alert, a tick of the clock or a person; no platform and no clock in it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from apexai.brake.state import Cause, State, Status, period_of

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


def decide_alert(state: State, *, now: datetime, sent: datetime, reason: str) -> Decision:
    """Decide on an alert that the budget is spent.

    An alert of another month says nothing of this one. While the service is held back, the alert again is only a reason
    to look. What a person released stays so until the budget begins anew.
    """
    period = period_of(now)
    if period_of(sent) != period or sent > now + _CLOCKS_DIFFER:
        return Decision(act=Act.NOTHING, state=state, why=f"the alert is of {sent:%Y-%m-%d}, the budget of {period}")
    if state.is_braked:
        return Decision(act=Act.HOLD, state=state, why="held back already")
    if state.by == Cause.PERSON and state.period == period:
        return Decision(act=Act.NOTHING, state=state, why=f"a person released the service for {period}")
    return Decision(
        act=Act.BRAKE, state=_decided(Status.BRAKED, Cause.BUDGET, now=now, reason=reason), why="the budget is spent"
    )


def decide_tick(state: State, *, now: datetime) -> Decision:
    """Decide at a tick of the clock: release in a new month, else keep what was decided."""
    if not state.is_braked:
        return Decision(act=Act.NOTHING, state=state, why="nothing is held back")
    if state.period < period_of(now):
        released = _decided(Status.RELEASED, Cause.PERIOD, now=now, reason=f"the budget of {state.period} is over")
        return Decision(act=Act.RELEASE, state=released, why="a new budget began")
    return Decision(act=Act.HOLD, state=state, why=f"held back until {state.period} is over or a person releases it")


def decide_person(state: State, *, wanted: Act, now: datetime, reason: str) -> Decision:
    """Do what a person asks; releasing holds for the rest of the month, whatever alerts say."""
    if wanted is Act.RELEASE:
        released = _decided(Status.RELEASED, Cause.PERSON, now=now, reason=reason)
        return Decision(act=Act.RELEASE, state=released, why="a person asked")
    if wanted is Act.BRAKE:
        braked = _decided(Status.BRAKED, Cause.PERSON, now=now, reason=reason)
        return Decision(act=Act.BRAKE, state=braked, why="a person asked")
    return Decision(act=Act.NOTHING, state=state, why=f"{wanted} is nothing to ask for")


def _decided(status: Status, by: Cause, *, now: datetime, reason: str) -> State:
    since = now.astimezone(UTC).replace(microsecond=0).isoformat()
    return State(status=status, period=period_of(now), by=by, since=since, reason=reason[:300])
