"""Notifications as AWS Budgets sends them, in the wording of 2022 to 2026 and of 2020."""

from typing import Any

TOPIC = "arn:aws:sns:us-east-1:123456789012:budgets"
ACCOUNT = "123456789012"

_TEXT = """AWS Budget Notification {date}
AWS Account {account}

Dear AWS Customer,

You requested that we alert you when the {kind} Cost associated with your {budget} budget is greater than {threshold} \
for the current month. The {kind} Cost associated with this budget is {spent}. You can find additional details below \
and by accessing the AWS Budgets dashboard [1].

Budget Name: {budget}
Budget Type: Cost
Budgeted Amount: {limit}
Alert Type: {kind}
Alert Threshold: > {threshold}
{kind} Amount: {spent}

[1] https://console.aws.amazon.com/billing/home#/budgets
"""


def notification(
    *,
    spent: str = "$500.59",
    limit: str = "$500.00",
    budget: str = "fraud-budget-1a2b3c4",
    kind: str = "ACTUAL",
    account: str = ACCOUNT,
    topic: str = TOPIC,
    sent: str = "2026-11-21T19:20:37.147Z",
    id_: str = "0da238f6-da6c-5214-96e1-635d27a9b79b",
) -> dict[str, Any]:
    """An event of SNS with one notification."""
    text = _TEXT.format(
        date="November 21, 2026", account=account, kind=kind, budget=budget, threshold=limit, spent=spent, limit=limit
    )
    return event(text, topic=topic, sent=sent, id_=id_)


def event(
    text: str, *, topic: str = TOPIC, sent: str = "2026-11-21T19:20:37.147Z", id_: str = "another"
) -> dict[str, Any]:
    """An event of SNS with any text."""
    message = {
        "Type": "Notification",
        "MessageId": id_,
        "TopicArn": topic,
        "Subject": "AWS Budgets: fraud-budget-1a2b3c4 has exceeded your alert threshold",
        "Message": text,
        "Timestamp": sent,
        "SignatureVersion": "1",
    }
    return {"Records": [{"EventSource": "aws:sns", "EventVersion": "1.0", "Sns": message}]}
