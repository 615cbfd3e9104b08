"""Cron times as Application Auto Scaling writes them."""


def schedule_expression(cron: str) -> str:
    """A five-field cron time in AWS's six fields, one of the two day fields a `?` and weekdays from 1 for Sunday.

    Source: Application Auto Scaling User Guide, "Schedule recurring scaling actions using cron expressions",
    https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html,
    read 2026-11-21.
    """
    minute, hour, day, month, weekday = cron.split()
    if weekday == "*":
        return f"cron({minute} {hour} {day} {month} ? *)"
    return f"cron({minute} {hour} ? {month} {_weekdays(weekday)} *)"


def _weekdays(field: str) -> str:
    return ",".join("-".join(_weekday(day) for day in part.split("-")) for part in field.split(","))


def _weekday(day: str) -> str:
    return str(int(day) % 7 + 1) if day.isdigit() else day.upper()
