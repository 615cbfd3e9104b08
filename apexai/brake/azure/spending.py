"""What a budget says was spent, for the alert that never came: each is sent once a month, for a quarter of an hour.

Source: Consumption REST API, Budgets: Get, 2024-08-01; Azure documentation, Tutorial: create and manage budgets, that
budgets are looked at once a day; read 2026-11-21.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from apexai.brake.azure.api import Api

_VERSION: Final = "2024-08-01"
_FIRST_DAY: Final = 3
"""Of the month on which a budget, looked at once a day, surely speaks of this month and not of the last one."""


def breach_of(budget: str, api: Api, *, now: datetime) -> str | None:
    """What was spent, where all of the budget was in this month; else None."""
    if now.astimezone(UTC).day < _FIRST_DAY:
        return None
    found = api.get(budget, version=_VERSION)["properties"]
    spent = found.get("currentSpend") or {}
    amount, limit = Decimal(str(spent.get("amount", 0))), Decimal(str(found["amount"]))
    if amount < limit:
        return None
    return f"budget: {amount} of {limit} {spent.get('unit', '')}".rstrip()
