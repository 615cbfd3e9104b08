"""Cron schedules as shares of the time."""

from decimal import Decimal

import pytest

from apexai.cost.schedule import Action, CronError, constant, load_aws_schedule, load_cron, shares


def on_and_off(on: str, off: str) -> dict[str, Decimal]:
    actions = [
        Action(cron=load_cron(on), apply=constant("on")),
        Action(cron=load_cron(off), apply=constant("off")),
    ]
    return {setting: share for share, setting in shares("base", actions, year=2026)}


def test_without_a_schedule_the_base_holds_always() -> None:
    assert shares("base", [], year=2026) == ((Decimal(1), "base"),)


def test_office_hours() -> None:
    # 2026 has 261 weekdays: 261 × 13 of 8,760 hours
    found = on_and_off("0 7 * * 1-5", "0 20 * * 1-5")
    assert found == {"off": 1 - Decimal(261 * 13) / 8760, "on": Decimal(261 * 13) / 8760}


def test_window_over_midnight_and_over_the_new_year() -> None:
    assert on_and_off("0 22 * * *", "0 6 * * *")["on"] == Decimal(8) / 24
    assert on_and_off("0 0 1 12 *", "0 0 1 2 *")["on"] == Decimal(31 + 31) / 365


@pytest.mark.parametrize(
    ("aws", "unix"),
    [
        ("cron(0 8 ? * MON-FRI *)", "0 8 * * 1-5"),
        ("cron(0 8 ? * 2-6 *)", "0 8 * * MON-FRI"),
        ("cron(0/15 8 * JAN ? *)", "*/15 8 * 1 *"),
        ("cron(30 6 1,15 * ? *)", "30 6 1,15 * *"),
        ("cron(0 8 ? * 1 *)", "0 8 * * 0"),
        ("cron(0 8 ? * 1 *)", "0 8 * * 7"),
    ],
)
def test_aws_and_unix_say_the_same_times(aws: str, unix: str) -> None:
    assert load_aws_schedule(aws) == load_cron(unix)


@pytest.mark.parametrize(
    "text", ["", "0 8 * *", "61 * * * *", "5-1 * * * *", "x * * * *", "*/0 * * * *", "0 8 L * *", "0 8 * * 8"]
)
def test_wrong_unix_forms(text: str) -> None:
    with pytest.raises(CronError):
        load_cron(text)


@pytest.mark.parametrize(
    "text", ["rate(5 minutes)", "at(2026-01-01T00:00:00)", "cron(0 8 * * ?)", "cron(0 8 * * ? 2027)"]
)
def test_wrong_aws_forms(text: str) -> None:
    with pytest.raises(CronError):
        load_aws_schedule(text)
