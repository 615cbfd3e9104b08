"""Cron schedules → the share of the time in which each of several settings holds."""

import calendar
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Generic, TypeVar

_MONTHS: Final = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}
_DAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")

Setting = TypeVar("Setting")


class CronError(ValueError):
    """A schedule in a form that is not understood; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """Times at which something happens."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int] | None
    """Of the month; None where any."""
    months: frozenset[int]
    weekdays: frozenset[int] | None
    """0 is Sunday; None where any."""

    def happens_on(self, day: datetime.date) -> bool:
        """Whether it happens on a day; days of the month and of the week each suffice where both are restricted."""
        if day.month not in self.months:
            return False
        by_month = self.days is None or day.day in self.days
        by_week = self.weekdays is None or (day.isoweekday() % 7) in self.weekdays
        both = self.days is not None and self.weekdays is not None
        return (by_month or by_week) if both else (by_month and by_week)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Generic[Setting]):
    """What changes at each time of a schedule."""

    cron: Cron
    apply: Callable[[Setting], Setting]
    """The setting that holds from then on, of the one that held until then."""


def constant(setting: Setting) -> Callable[[Setting], Setting]:
    """The change to a setting, whatever held before."""
    return lambda _: setting


def load_cron(text: str) -> Cron:
    """Read five fields as Unix cron has them: minute, hour, day, month, weekday with Sunday as 0 or 7.

    Raises:
        CronError: it has another form.
    """
    fields = text.split()
    if len(fields) != 5:
        raise CronError(f"{text!r} is not a cron expression of five fields")
    return _cron(fields, weekday_of_sunday=0)


def load_aws_schedule(text: str) -> Cron:
    """Read `cron(…)` as AWS has it: six fields, the last a year, weekdays from SUN as 1.

    Raises:
        CronError: it has another form, or happens in some years only.
    """
    inner = text.strip()
    if not (inner.startswith("cron(") and inner.endswith(")")):
        raise CronError(f"{text!r} is not of the form cron(…)")
    fields = inner[5:-1].split()
    if len(fields) != 6 or fields[5] != "*":
        raise CronError(f"{text!r} does not have six fields of which the last is *")
    return _cron(fields[:5], weekday_of_sunday=1)


def shares(base: Setting, actions: Iterable[Action[Setting]], *, year: int) -> tuple[tuple[Decimal, Setting], ...]:
    """Share of a year's time → setting, in the order in which they first hold; the shares sum to 1.

    Before the first time of the year holds what the times of a year leave; without any time, `base` holds always.
    """
    events = sorted(_events(tuple(actions), year), key=lambda event: event[0])
    setting, since = base, 0
    for _, apply in events:
        setting = apply(setting)
    total = (366 if calendar.isleap(year) else 365) * 24 * 60
    held: list[tuple[int, Setting]] = []
    for minute, apply in events:
        held.append((minute - since, setting))
        setting, since = apply(setting), minute
    held.append((total - since, setting))
    return _summed(held, total)


def _summed(held: list[tuple[int, Setting]], total: int) -> tuple[tuple[Decimal, Setting], ...]:
    minutes: list[tuple[int, Setting]] = []
    for length, setting in held:
        index = next((at for at, (_, known) in enumerate(minutes) if known == setting), None)
        if index is None:
            minutes.append((length, setting))
        else:
            minutes[index] = (minutes[index][0] + length, setting)
    return tuple((Decimal(length) / total, setting) for length, setting in minutes if length)


def _events(actions: tuple[Action[Setting], ...], year: int) -> Iterator[tuple[int, Callable[[Setting], Setting]]]:
    first = datetime.date(year, 1, 1)
    for index in range(366 if calendar.isleap(year) else 365):
        day = first + datetime.timedelta(days=index)
        for action in actions:
            if action.cron.happens_on(day):
                for hour in sorted(action.cron.hours):
                    for minute in sorted(action.cron.minutes):
                        yield index * 1440 + hour * 60 + minute, action.apply


def _cron(fields: list[str], *, weekday_of_sunday: int) -> Cron:
    minute, hour, day, month, weekday = fields
    names = {name: number + weekday_of_sunday for number, name in enumerate(_DAYS)}
    weekdays = _field(weekday, weekday_of_sunday, 7, names)
    return Cron(
        minutes=_field(minute, 0, 59, {}) or frozenset(range(60)),
        hours=_field(hour, 0, 23, {}) or frozenset(range(24)),
        days=_field(day, 1, 31, {}),
        months=_field(month, 1, 12, _MONTHS) or frozenset(range(1, 13)),
        weekdays=None if weekdays is None else frozenset((number - weekday_of_sunday) % 7 for number in weekdays),
    )


def _field(text: str, low: int, high: int, names: Mapping[str, int]) -> frozenset[int] | None:
    """The numbers that a field names; None for any."""
    if text in ("*", "?"):
        return None
    return frozenset(number for part in text.split(",") for number in _part(part, low, high, names))


def _part(part: str, low: int, high: int, names: Mapping[str, int]) -> range:
    span, _, step = part.partition("/")
    first, dash, last = span.partition("-")
    if span == "*":
        start, end = low, high
    else:
        start = _number(first, names)
        end = _number(last, names) if dash else (high if step else start)
    if not low <= start <= end <= high or (step and not step.isdigit()) or step == "0":
        raise CronError(f"{part!r} is not understood in a schedule")
    return range(start, end + 1, int(step or 1))


def _number(text: str, names: Mapping[str, int]) -> int:
    if text.upper() in names:
        return names[text.upper()]
    if not text.isdigit():
        raise CronError(f"{text!r} is not understood in a schedule")
    return int(text)
