"""How much a resource is used a month, in three cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final

from apexai.cost.quantity import Quantity
from apexai.units import DATA_RATE_FORM, DURATION_FORM, HOURS_RATE_FORM, NUMBER_FORM, RATE_FORM

REQUESTS: Final = "requests"
EGRESS: Final = "egress"


class Form(StrEnum):
    """How an amount is written."""

    RATE = RATE_FORM
    DATA_RATE = DATA_RATE_FORM
    HOURS_RATE = HOURS_RATE_FORM
    DURATION = DURATION_FORM
    NUMBER = NUMBER_FORM


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageKey:
    """One thing that can be said about the use of a resource."""

    form: Form
    meaning: str
    per_request: bool = False
    """Whether it describes one request; the others are totals of a month."""


KEYS: Final[Mapping[str, UsageKey]] = {
    REQUESTS: UsageKey(form=Form.RATE, meaning="requests, invocations or API calls"),
    "duration": UsageKey(form=Form.DURATION, meaning="time that one request takes", per_request=True),
    "tokensIn": UsageKey(form=Form.NUMBER, meaning="tokens that one request sends", per_request=True),
    "tokensOut": UsageKey(form=Form.NUMBER, meaning="tokens that one request returns", per_request=True),
    "cpuTime": UsageKey(form=Form.DURATION, meaning="CPU time that one request takes", per_request=True),
    EGRESS: UsageKey(form=Form.DATA_RATE, meaning="data sent to the internet"),
    "gpuHours": UsageKey(form=Form.HOURS_RATE, meaning="hours that accelerators run"),
    "hours": UsageKey(form=Form.HOURS_RATE, meaning="hours that instances of it run, where it does not run always"),
    "logs": UsageKey(form=Form.DATA_RATE, meaning="log data written"),
    "storage": UsageKey(form=Form.NUMBER, meaning="GB stored, averaged over the month"),
    "reads": UsageKey(form=Form.RATE, meaning="read operations"),
    "writes": UsageKey(form=Form.RATE, meaning="write operations"),
    "processed": UsageKey(form=Form.DATA_RATE, meaning="data that passes through"),
    "capacityUnits": UsageKey(form=Form.NUMBER, meaning="load balancer capacity units, averaged over the month"),
    "rotations": UsageKey(form=Form.NUMBER, meaning="key versions beyond the first"),
    "traces": UsageKey(form=Form.RATE, meaning="traces recorded"),
}
"""Every usage key, as it is written in `finops.usage` and in usage files."""
_OF_TRAFFIC: Final = frozenset({REQUESTS, EGRESS, *(key for key, meant in KEYS.items() if meant.per_request)})
"""What is said of a case's requests, which says nothing of another number of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Declared amounts; a case without an amount says nothing."""

    low: Mapping[str, Decimal] = field(default_factory=dict)
    expected: Mapping[str, Decimal] = field(default_factory=dict)
    high: Mapping[str, Decimal] = field(default_factory=dict)

    def total(self, key: str) -> Quantity:
        """A month's amount: without a declared lower case it may be nothing, without an upper one it has no bound."""
        expected = self.expected.get(key)
        low = self.low.get(key, Decimal(0))
        high = self.high.get(key)
        return Quantity(low, expected, high)

    def each(self, key: str) -> Quantity:
        """What one request takes: cases that are not declared are as the expected one."""
        expected = self.expected.get(key)
        return Quantity(self.low.get(key, expected), expected, self.high.get(key, expected))

    def declares(self, key: str) -> bool:
        """Whether any case says something of a key."""
        return key in self.low or key in self.expected or key in self.high

    def at_traffic(self, requests: Decimal) -> "Usage":
        """The same use at another number of requests a month: what one takes stays, and egress grows with them."""
        low, high = (_without(case, _OF_TRAFFIC) for case in (self.low, self.high))
        rest = {key: amount for key, amount in self.expected.items() if key not in (REQUESTS, EGRESS)}
        sent, before = self.expected.get(EGRESS), self.expected.get(REQUESTS)
        if sent is None:
            return Usage(low=low, expected={**rest, REQUESTS: requests}, high={**high, **_only(self.high, (EGRESS,))})
        egress = {EGRESS: requests * (sent / before) if before else sent}
        return Usage(low=low, expected={**rest, REQUESTS: requests, **egress}, high={**high, **egress})

    def over(self, other: "Usage") -> "Usage":
        """These amounts, and those of the other for keys that are declared here in no case."""
        own = {*self.low, *self.expected, *self.high}
        if not own:
            return other
        return Usage(
            low=_merged(self.low, other.low, own),
            expected=_merged(self.expected, other.expected, own),
            high=_merged(self.high, other.high, own),
        )

    def only(self, keys: Iterable[str]) -> "Usage":
        """What is declared for some keys."""
        return Usage(low=_only(self.low, keys), expected=_only(self.expected, keys), high=_only(self.high, keys))

    def contradiction(self) -> str:
        """The first key whose cases are out of order, as `low.requests is above …`; empty where there is none."""
        for key in sorted({*self.low, *self.expected, *self.high}):
            written = [("low", self.low.get(key)), ("expected", self.expected.get(key)), ("high", self.high.get(key))]
            known = [(case, amount) for case, amount in written if amount is not None]
            for (below, less), (above, more) in pairwise(known):
                if less > more:
                    return f"{key}: the {below} case ({less}) is above the {above} case ({more})"
        return ""


def _without(amounts: Mapping[str, Decimal], keys: Iterable[str]) -> dict[str, Decimal]:
    return {key: amount for key, amount in amounts.items() if key not in keys}


def _only(amounts: Mapping[str, Decimal], keys: Iterable[str]) -> dict[str, Decimal]:
    return {key: amounts[key] for key in keys if key in amounts}


def _merged(own: Mapping[str, Decimal], other: Mapping[str, Decimal], keys: set[str]) -> dict[str, Decimal]:
    return {**{key: amount for key, amount in other.items() if key not in keys}, **own}
