"""Notifications of a budget as an action group sends them in the common alert schema.

After the samples of "Actual Cost Budget" and "Forecasted Budget" in Azure Monitor's documentation,
https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-payload-samples, read 2026-11-21.
"""

from typing import Any, Final

GROUP: Final = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/fraud-group"
BUDGET: Final = f"{GROUP}/providers/Microsoft.Consumption/budgets/fraud-1a2b3c4d-budget"


def notification(
    *,
    budget: str = BUDGET,
    kind: str = "Actual",
    limit: str = "$500.00",
    threshold: str = "$500.00",
    spent: str = "$500.59",
    sent: str = "2026-11-21T19:20:37.645Z",
) -> dict[str, Any]:
    """One notification."""
    name = budget.rsplit("/", 1)[-1]
    forecast = {"ForecastedTotalForPeriod": "$1111.11"} if kind == "Forecasted" else {}
    return {
        "schemaId": "azureMonitorCommonAlertSchema",
        "data": {
            "essentials": {
                "monitoringService": "CostAlerts",
                "firedDateTime": sent,
                "description": f"Your spend for budget {name} is now {spent} exceeding your specified threshold "
                f"{threshold}.",
                "essentialsVersion": "1.0",
                "alertContextVersion": "1.0",
                "alertId": f"{GROUP}/providers/Microsoft.CostManagement/alerts/0da238f6",
                "alertRule": None,
                "severity": None,
                "signalType": None,
                "monitorCondition": None,
                "alertTargetIDs": None,
                "configurationItems": ["budgets"],
                "originAlertId": None,
            },
            "alertContext": {
                "AlertCategory": "budgets",
                "AlertData": {
                    "Scope": f"{GROUP}/",
                    "ThresholdType": kind,
                    "BudgetType": "Cost",
                    "BudgetThreshold": limit,
                    "NotificationThresholdAmount": threshold,
                    "BudgetName": name,
                    "BudgetId": budget,
                    "BudgetStartDate": "2026-11-01",
                    "BudgetCreator": "pulumi@example.com",
                    "Unit": "USD",
                    "SpentAmount": spent,
                    **forecast,
                },
            },
        },
    }


OLD_SCHEMA: Final = {
    "schemaId": "AIP Budget Notification",
    "data": {
        "SubscriptionName": "models",
        "SubscriptionId": "11111111-2222-3333-4444-555555555555",
        "ResourceGroup": "fraud-group",
        "SpendingAmount": "501.32",
        "BudgetStartDate": "11/1/2026 5:40:29 PM -08:00",
        "Budget": "500",
        "Unit": "USD",
        "BudgetCreator": "pulumi@example.com",
        "BudgetName": "fraud-1a2b3c4d-budget",
        "BudgetType": "Cost",
        "NotificationThresholdAmount": "500.0",
    },
}
"""What an action group sends that was not asked for the common schema: it has no time, so that it can't be told from a
replay."""
METRIC: Final = {
    "schemaId": "azureMonitorCommonAlertSchema",
    "data": {
        "essentials": {"monitoringService": "Platform", "firedDateTime": "2026-11-21T13:58:24.3713213Z"},
        "alertContext": {"conditionType": "SingleResourceMultipleMetricCriteria"},
    },
}
"""An alert on a metric, of a group that is used for more."""
