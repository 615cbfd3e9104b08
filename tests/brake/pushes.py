"""Pushes of Pub/Sub as a service gets them: budget notifications of schema 1.0, ticks, audit log entries, asks.

The forms are those of the documentation's examples and of messages in public repositories, 2019 to 2026: amounts are
numbers with or without a fraction, `alertThresholdExceeded` is absent below the first threshold, the interval begins at
midnight in US Pacific time.
"""

import base64
import json
from typing import Any

BILLING = "01D4EE-079462-DFD6EC"
BUDGET = "de72f49d-779b-4945-a127-4d6ce8def0bb"
SUBSCRIPTION = "projects/project-1/subscriptions/fraud-budget-brake-alerts-1a2b3c4"


def notification(
    *,
    spent: float = 500.59,
    limit: float = 500,
    budget: str = BUDGET,
    account: str = BILLING,
    begin: str = "2026-11-01T07:00:00Z",
    published: str = "2026-11-21T19:20:37.147Z",
    schema: str = "1.0",
    currency: str = "USD",
    **more: Any,
) -> bytes:
    """What a budget sends some times an hour, with what was spent so far."""
    content = {
        "budgetDisplayName": "fraud-budget",
        "costAmount": spent,
        "costIntervalStart": begin,
        "budgetAmount": limit,
        "budgetAmountType": "SPECIFIED_AMOUNT",
        "currencyCode": currency,
        **more,
    }
    attributes = {"billingAccountId": account, "budgetId": budget, "schemaVersion": schema}
    return push(content, attributes=attributes, published=published)


def changed(by: str) -> bytes:
    """An entry of the audit log, as a sink publishes it."""
    entry = {
        "logName": "projects/project-1/logs/cloudaudit.googleapis.com%2Factivity",
        "protoPayload": {
            "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
            "serviceName": "run.googleapis.com",
            "methodName": "google.cloud.run.v2.Services.UpdateService",
            "resourceName": "projects/project-1/locations/europe-west4/services/fraud",
            "authenticationInfo": {"principalEmail": by},
        },
        "resource": {"type": "cloud_run_revision", "labels": {"service_name": "fraud", "location": "europe-west4"}},
    }
    return push(entry, attributes={"logging.googleapis.com/timestamp": "2026-11-21T19:20:37.147Z"})


def push(content: Any, *, attributes: dict[str, str] | None = None, published: str = "2026-11-21T20:00:00Z") -> bytes:
    """A push with any content."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    message: dict[str, Any] = {
        "data": base64.b64encode(data).decode(),
        "messageId": "2070443601311540",
        "message_id": "2070443601311540",
        "publishTime": published,
        "publish_time": published,
    }
    if attributes:
        message["attributes"] = attributes
    return json.dumps({"message": message, "subscription": SUBSCRIPTION}).encode()
