"""What a brake remembers, the same on every platform; a Pulumi program reads it to know what it may change."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Status(StrEnum):
    """Whether the service is held back."""

    RELEASED = "released"
    BRAKED = "braked"


class Cause(StrEnum):
    """Who decided."""

    BUDGET = "budget"
    PERSON = "person"
    PERIOD = "period"
    """A new month, with a budget of its own."""


class StateError(ValueError):
    """Text that is no state: somebody else wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The last decision, as it is written down in the cloud."""

    status: Status = Status.RELEASED
    period: str = ""
    """Month of the budget that it was decided in, `2026-11`; empty before the first decision."""
    by: str = ""
    """A Cause; empty before the first decision."""
    since: str = ""
    """Time of the decision in UTC, ISO 8601."""
    reason: str = ""
    """What was heard: the alert's id and amount, or what the person said."""

    @property
    def is_braked(self) -> bool:
        return self.status is Status.BRAKED

    def render(self) -> str:
        """The state as the text that is kept."""
        return json.dumps(asdict(self), sort_keys=True)


RELEASED = State()


def load_state(text: str | None) -> State:
    """Read a state; nothing written is released.

    Raises:
        StateError: the text is no state.
    """
    if not text:
        return RELEASED
    try:
        given = json.loads(text)
        return State(**{**given, "status": Status(given["status"])})
    except (ValueError, KeyError, TypeError):
        raise StateError(f"{text[:80]!r} is no state of a brake") from None


def period_of(time: datetime) -> str:
    """The month that a budget's money is counted in: budgets begin with the first of it, in UTC."""
    return f"{time.astimezone(UTC):%Y-%m}"
