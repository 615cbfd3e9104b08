"""Cron expressions of five fields: whether each is in range and the time ever comes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from apexai.units import FormError

CRON_FORM: Final = "a cron expression of five fields: minute hour day month weekday, e.g. 0 20 * * 1-5"
CRON_PATTERN: Final = r"^[0-9A-Za-z*/,-]+( [0-9A-Za-z*/,-]+){4}$"

_LONGEST: Final = 200
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    name: str
    low: int
    high: int
    names: Mapping[str, int] = field(default_factory=dict)


_FIELDS: Final = (
    _Field(name="minute", low=0, high=59),
    _Field(name="hour", low=0, high=23),
    _Field(name="day", low=1, high=31),
    _Field(
        name="month",
        low=1,
        high=12,
        names={
            name: number
            for number, name in enumerate(
                ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1
            )
        },
    ),
    _Field(
        name="weekday",
        low=0,
        high=7,
        names={name: number for number, name in enumerate(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])},
    ),
)


def read_cron(value: object) -> str:
    """A cron expression whose fields are in range.

    Raises:
        FormError: it has another form, or names a day that no month has.
    """
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise FormError(value, CRON_FORM)
    written = value.split(" ")
    if len(written) != len(_FIELDS):
        raise FormError(value, CRON_FORM)
    times = [_times(text, kind, value) for text, kind in zip(written, _FIELDS, strict=True)]
    _, _, days, months, _ = times
    if written[4] == "*" and all(min(days) > _DAYS[month - 1] for month in months):
        raise FormError(value, CRON_FORM, suggestion=f"day {min(days)} is in none of these months")
    return value


def _times(text: str, kind: _Field, value: str) -> set[int]:
    """The minutes, hours, … that a field names."""
    found: set[int] = set()
    for part in text.split(","):
        span, slash, step = part.partition("/")
        low, high = _span(span, kind, value, stepped=bool(slash))
        every = _number(step, kind, value) if slash else 1
        if every < 1 or low > high:
            raise FormError(value, CRON_FORM, suggestion=f"{part} is no {kind.name}")
        found.update(range(low, high + 1, every))
    return found


def _span(text: str, kind: _Field, value: str, *, stepped: bool) -> tuple[int, int]:
    if text == "*":
        return kind.low, kind.high
    first, dash, last = text.partition("-")
    low = _number(first, kind, value)
    high = _number(last, kind, value) if dash else (kind.high if stepped else low)
    for number in (low, high):
        if not kind.low <= number <= kind.high:
            raise FormError(value, CRON_FORM, suggestion=f"{kind.name} {number} is not in {kind.low} to {kind.high}")
    return low, high


def _number(text: str, kind: _Field, value: str) -> int:
    if text.upper() in kind.names:
        return kind.names[text.upper()]
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise FormError(value, CRON_FORM, suggestion=f"{text or 'nothing'} is no {kind.name}")
    return int(text)
