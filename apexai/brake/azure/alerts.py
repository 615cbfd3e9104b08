"""Notifications of budgets as an action group sends them, in Azure Monitor's common alert schema.

Source: Azure Monitor documentation, Common alert schema, samples of "Actual Cost Budget" and "Forecasted Budget",
https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-payload-samples, read 2026-11-21. Amounts are texts in the
form of the budget's currency, such as `$11,111.00`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

_SCHEMA = "azureMonitorCommonAlertSchema"
_CATEGORY = "budgets"
_ACTUAL = "Actual"
_AMOUNT = re.compile(r"[^\d.,-]*(\d[\d.,'\u00a0\u202f ]*?)(?:[.,](\d{1,2}))?[^\d.,-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetAlert:
    """One notification that a budget's actual cost passed a threshold."""

    id: str
    sent: datetime
    budget: str
    """Id of the budget."""
    limit: Decimal
    spent: Decimal
    currency: str

    @property
    def is_breach(self) -> bool:
        """Whether all of the budget is spent, not only a part that people are told of."""
        return self.spent >= self.limit


def load_alert(message: Mapping[str, Any]) -> BudgetAlert | str:
    """The alert in a message of an action group; for a message that is none, the reason why."""
    data = message.get("data") or {}
    context = data.get("alertContext") or {}
    facts = context.get("AlertData") or {}
    if message.get("schemaId") != _SCHEMA or context.get("AlertCategory") != _CATEGORY or not facts.get("BudgetId"):
        return "no notification of a budget"
    name = facts.get("BudgetName", "")
    if facts.get("ThresholdType") != _ACTUAL:
        return f"budget {name}: {facts.get('ThresholdType') or 'nothing'} is not what was spent"
    limit, spent = _money(facts.get("BudgetThreshold")), _money(facts.get("SpentAmount"))
    if limit is None or spent is None:
        return f"budget {name}: no amounts"
    essentials = data.get("essentials") or {}
    sent = _time(essentials.get("firedDateTime"))
    if sent is None:
        return f"budget {name}: no time"
    return BudgetAlert(
        id=str(essentials.get("alertId", "")).rsplit("/", 1)[-1],
        sent=sent,
        budget=str(facts["BudgetId"]),
        limit=limit,
        spent=spent,
        currency=str(facts.get("Unit", "")),
    )


def _money(text: object) -> Decimal | None:
    """An amount with its thousands parted by anything, and one or two digits of a hundred at most."""
    found = _AMOUNT.fullmatch(str(text or "").strip())
    if found is None:
        return None
    return Decimal(f"{re.sub('[^0-9]', '', found[1])}.{found[2] or 0}")


def _time(text: object) -> datetime | None:
    try:
        time = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return time if time.tzinfo is not None else None
