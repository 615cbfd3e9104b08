"""Instances with an accelerator: the hours that are declared, and those of what is kept ready."""

from decimal import Decimal

import pytest

from apexai.cost.instances import Instances
from apexai.cost.quantity import fixed
from apexai.cost.usage import Usage


@pytest.mark.parametrize(
    ("least", "hours", "runs", "said"),
    [
        ("0", "20", 20, ()),
        ("1", "800", 800, ()),
        ("1", "20", 730, ("what is kept ready runs 730 hours a month, and gpuHours says fewer: 20",)),
        ("2", None, 1460, ()),
    ],
)
def test_declared_hours_count_beyond_what_is_kept_ready_and_fewer_are_said(
    least: str, hours: str | None, runs: int, said: tuple[str, ...]
) -> None:
    instances = Instances(least=Decimal(least), most=Decimal(4), concurrency=Decimal(1))
    usage = Usage(expected={} if hours is None else {"gpuHours": Decimal(hours)})
    assert instances.accelerated_seconds(usage, fixed(Decimal(60))).expected == runs * 3600
    assert instances.overruling(usage) == said
