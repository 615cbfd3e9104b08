"""How many requests come to a service, and how many its limits let through."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apexai.cost.quantity import Amount, Case, Quantity
from apexai.cost.usage import REQUESTS, Usage
from apexai.units import HOURS_PER_MONTH, SECONDS_PER_HOUR

SECONDS_PER_MONTH: Final = Decimal(HOURS_PER_MONTH * SECONDS_PER_HOUR)
_ONE: Final = Decimal(1)
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Requests a month."""

    requests: Quantity
    """As declared."""
    carries: Quantity
    """What the limits let through if requests come evenly, each as long as in that case; None where nothing bounds
    them, or nothing says how long one takes."""
    at_once: Decimal = _ONE
    """Requests that one instance answers at once."""
    assumed: str = ""
    """Why it is taken to be so many, where the program does not say."""

    def shortfalls(self) -> "Iterator[Shortfall]":
        """The declared cases that are beyond the limits."""
        for (case, requests), (_, carries) in zip(self.requests.cases(), self.carries.cases(), strict=True):
            if requests is not None and carries is not None and requests > carries:
                yield Shortfall(case=case, requests=requests, carries=carries, assumed=self.assumed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """Declared requests that the limits don't let through."""

    case: Case
    requests: Decimal
    """A month, as declared."""
    carries: Decimal
    """A month, at most."""
    assumed: str = ""
    """What that rests on beside the program."""


def load_under(
    usage: Usage, *, most: Amount, at_once: Decimal = _ONE, least_seconds: Decimal = _NOTHING, assumed: str = ""
) -> Load:
    """The load of instances.

    Args:
        usage: Of the service.
        most: Instances that there may be; None where nothing limits them.
        at_once: Requests that one of them answers at once.
        least_seconds: How long a request keeps its place at least.
        assumed: What of that the program does not say.
    """

    def carried(seconds: Decimal) -> Decimal:
        assert most is not None
        return most * at_once * SECONDS_PER_MONTH / max(seconds, least_seconds)

    duration = usage.each("duration")
    bounded = most is not None and duration.low
    carries = duration.map(carried) if bounded else Quantity(None, None, None)
    return Load(requests=usage.total(REQUESTS), carries=carries, at_once=at_once, assumed=assumed)
