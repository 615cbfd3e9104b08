"""Months as Cloud Billing counts them: from midnight in US Pacific time."""

from datetime import UTC, datetime, timedelta

_STANDARD_MONTHS = (12, 1, 2, 3)
"""Months whose first midnight is in standard time: clocks go forward after the first of March, and back on the first of
November at the earliest, hours after midnight."""
_STANDARD, _DAYLIGHT = timedelta(hours=8), timedelta(hours=7)


def billing_month(time: datetime) -> str:
    """The month that costs at a time are counted in, `2026-11`.

    Source: Cloud Billing Budget API, Filter.calendarPeriod: dates begin at 12 AM US and Canadian Pacific Time, read
    2026-11-21; notifications have costIntervalStart at 07:00 or 08:00 UTC.
    """
    behind = _STANDARD if time.astimezone(UTC).month in _STANDARD_MONTHS else _DAYLIGHT
    return f"{time.astimezone(UTC) - behind:%Y-%m}"


def in_its_month(begin: datetime) -> datetime:
    """A time in the month whose first day is given, at whichever hour of UTC it is written to begin."""
    begin = begin.astimezone(UTC)
    return max(begin, begin.replace(hour=0) + _STANDARD)
