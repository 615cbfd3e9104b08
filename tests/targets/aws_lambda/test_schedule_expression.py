"""Cron times, as AWS writes them."""

import pytest

from apexai.targets.aws_lambda.schedule_expression import schedule_expression


@pytest.mark.parametrize(
    ("cron", "expression"),
    [
        ("0 8 * * *", "cron(0 8 * * ? *)"),
        ("0 8 * * 1-5", "cron(0 8 ? * MON,TUE,WED,THU,FRI *)"),
        ("0 8 * * mon-fri", "cron(0 8 ? * MON,TUE,WED,THU,FRI *)"),
        ("30 20 1,15 * *", "cron(30 20 1,15 * ? *)"),
        ("0 0 * jan-mar 0", "cron(0 0 ? JAN-MAR SUN *)"),
        ("0 0 * * 7", "cron(0 0 ? * SUN *)"),
        ("0 0 * * 5-7", "cron(0 0 ? * SUN,FRI,SAT *)"),
        ("0 0 * * */2", "cron(0 0 ? * SUN,TUE,THU,SAT *)"),
        ("*/20 9-17/4 * * *", "cron(0,20,40 9,13,17 * * ? *)"),
        ("50/5 0 10/10 */6 *", "cron(50,55 0 10,20,30 1,7 ? *)"),
        ("0 0 1 JAN-JUN/3 *", "cron(0 0 1 1,4 ? *)"),
    ],
)
def test_times_are_the_same_in_six_fields(cron: str, expression: str) -> None:
    assert schedule_expression(cron) == expression
