"""Cron times as Application Auto Scaling writes them."""

import re
from collections.abc import Iterator
from typing import Final

_WEEKDAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_PART: Final = re.compile(r"(?P<low>[0-9A-Za-z]+|\*)(-(?P<high>[0-9A-Za-z]+))?(/(?P<step>[0-9]+))?")


def schedule_expression(cron: str) -> str:
    """A five-field cron time in AWS's six fields: steps written out, weekdays by name, one of the day fields a `?`.

    AWS counts weekdays from 1 for Sunday where cron counts from 0, and takes a day of the month or of the week.

    Source: Application Auto Scaling User Guide, "Schedule recurring scaling actions using cron expressions",
    https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html,
    read 2026-11-21.
    """
    minute, hour, day, month, weekday = cron.split()
    times = (_listed(minute, 0, 59), _listed(hour, 0, 23))
    months = _listed(month.upper(), 1, 12, names=_MONTHS, first=1)
    days = (_listed(day, 1, 31), "?") if weekday == "*" else ("?", _weekdays(weekday.upper()))
    return f"cron({' '.join((*times, days[0], months, days[1]))} *)"


def _listed(field: str, lowest: int, highest: int, *, names: tuple[str, ...] = (), first: int = 0) -> str:
    """The field with its steps written out; others stay as they are."""
    parts = (
        _numbers(part, lowest, highest, names=names, first=first) if "/" in part else [part]
        for part in field.split(",")
    )
    return ",".join(str(number) for part in parts for number in part)


def _weekdays(field: str) -> str:
    """Every day by its name, each once, from Sunday on: no form of AWS's reaches over the end of a week."""
    days = {int(day) % 7 for part in field.split(",") for day in _numbers(part, 0, 6, names=_WEEKDAYS, first=0)}
    return ",".join(_WEEKDAYS[day] for day in sorted(days))


def _numbers(part: str, lowest: int, highest: int, *, names: tuple[str, ...], first: int) -> Iterator[int]:
    match = _PART.fullmatch(part)
    assert match is not None, "the spec's own check of cron times lets this through"
    low = lowest if match["low"] == "*" else _number(match["low"], names, first)
    high = _number(match["high"], names, first) if match["high"] else highest if _is_open(match) else low
    yield from range(low, high + 1, int(match["step"] or 1))


def _is_open(match: re.Match[str]) -> bool:
    """Whether the part goes on to the end of the field: `*`, `*/5`, `10/5`."""
    return match["low"] == "*" or bool(match["step"])


def _number(text: str, names: tuple[str, ...], first: int) -> int:
    return names.index(text) + first if text in names else int(text)
