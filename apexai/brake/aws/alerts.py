"""Notifications of AWS Budgets as SNS delivers them: English prose with a few lines of facts.

Source: notifications in public repositories, 2020 to 2026, e.g. `Alert Type: ACTUAL`, older ones `Actual`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

_FACT = re.compile(r"^(?P<name>[A-Za-z ]+): (?P<value>.*?)\s*$", re.MULTILINE)
_ACCOUNT = re.compile(r"^AWS Account (?P<id>\d{12})\s*$", re.MULTILINE)
_ACTUAL = "actual"


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetAlert:
    """One notification that a budget's actual cost passed a threshold."""

    id: str
    topic: str
    sent: datetime
    account: str
    budget: str
    limit: Decimal
    spent: Decimal

    @property
    def is_breach(self) -> bool:
        """Whether all of the budget is spent, not only a part that people are told of."""
        return self.spent >= self.limit


def load_alerts(event: Mapping[str, Any]) -> Iterator[BudgetAlert | str]:
    """The alerts in an event of SNS; for each message that is none, the reason why."""
    for entry in event["Records"]:
        message = entry.get("Sns") or {}
        yield _alert(message)


def _alert(message: Mapping[str, Any]) -> BudgetAlert | str:
    text = str(message.get("Message", ""))
    facts = {found["name"].strip().lower(): found["value"] for found in _FACT.finditer(text)}
    account = _ACCOUNT.search(text)
    if account is None or "budget name" not in facts:
        return "no notification of a budget"
    if facts.get("alert type", "").lower() != _ACTUAL:
        return f"budget {facts['budget name']}: {facts.get('alert type') or 'nothing'} is not what was spent"
    limit, spent = _money(facts.get("budgeted amount")), _money(facts.get("actual amount"))
    if limit is None or spent is None:
        return f"budget {facts['budget name']}: no amounts"
    return BudgetAlert(
        id=str(message["MessageId"]),
        topic=str(message["TopicArn"]),
        sent=datetime.fromisoformat(str(message["Timestamp"])),
        account=account["id"],
        budget=facts["budget name"],
        limit=limit,
        spent=spent,
    )


def _money(text: str | None) -> Decimal | None:
    found = re.fullmatch(r"\$?([0-9][0-9,]*(\.[0-9]+)?)( USD)?", (text or "").strip())
    return None if found is None else Decimal(found[1].replace(",", ""))
