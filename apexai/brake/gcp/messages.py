"""What Pub/Sub pushes: notifications of budgets, ticks of the clock, changes of the service, what people ask for.

Source: https://cloud.google.com/billing/docs/how-to/budgets-programmatic-notifications (schema version 1.0) and
https://cloud.google.com/pubsub/docs/push, read 2026-11-21.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

_SCHEMA = "1.0"


class MessageError(ValueError):
    """A request that is no push of Pub/Sub; asking again would not help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message with its content."""

    id: str
    published: datetime
    attributes: Mapping[str, str] = field(default_factory=dict)
    content: Mapping[str, Any] = field(default_factory=dict)
    """Empty where it is no JSON object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetAlert:
    """One notification of how much of a budget is spent; they come several times a day, threshold or not."""

    account: str
    budget: str
    begin: datetime
    """Of the month that the money is counted in."""
    limit: Decimal
    spent: Decimal
    currency: str


def load_message(body: bytes) -> Message:
    """Read a push.

    Raises:
        MessageError: it is none.
    """
    try:
        given = json.loads(body)["message"]
        return Message(
            id=str(given["messageId"]),
            published=_aware(given["publishTime"]),
            attributes=given.get("attributes") or {},
            content=_content(base64.b64decode(given.get("data") or "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise MessageError(f"no push of Pub/Sub: {body[:80]!r}") from None


def load_alert(message: Message) -> BudgetAlert | str | None:
    """The notification in a message; None where it is something else, the reason where it can't be read."""
    attributes, content = message.attributes, message.content
    if "budgetId" not in attributes:
        return None
    if attributes.get("schemaVersion") != _SCHEMA:
        return f"budget notifications of schema {attributes.get('schemaVersion')}, which nothing is known of"
    try:
        return BudgetAlert(
            account=attributes["billingAccountId"],
            budget=attributes["budgetId"],
            begin=_aware(content["costIntervalStart"]),
            limit=_finite(content["budgetAmount"]),
            spent=_finite(content["costAmount"]),
            currency=str(content["currencyCode"]),
        )
    except (ValueError, KeyError, TypeError, ArithmeticError):
        return "a notification of a budget without amounts"


def _aware(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text} is in no time zone")
    return found


def _finite(amount: Any) -> Decimal:
    found = Decimal(amount)
    if not found.is_finite():
        raise ValueError(f"{amount} is no amount")
    return found


def _content(data: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(data, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
