"""What each platform does with the leaves of a budget."""

from typing import Final

from apexai.targets.capability import CapabilityTable, Emulated, Honoured, Refused, Sets

_LIMIT: Final = "spec.finops.budgetLimit"
_THRESHOLD: Final = "spec.finops.alertThreshold"
_ALERTS: Final = "spec.finops.alerts[]"
_ON_BREACH: Final = "spec.finops.onBreach"

_AWS: Final = "aws:budgets/budget:Budget"
_FUNCTION: Final = "aws:lambda/function:Function"
_PARAMETER: Final = "aws:ssm/parameter:Parameter"

_RULE: Final = "kubernetes:monitoring.coreos.com/v1:PrometheusRule"
_WATCHED: Final = Emulated(
    by=(_RULE,),
    how="a cluster knows no money; a PrometheusRule watches OpenCost's metrics, where apexai:prometheus names a "
    "Prometheus that has them",
)

_AWS_TOLD: Final[CapabilityTable] = {
    _LIMIT: Honoured(sets=(Sets(type=_AWS, path="limitAmount", form="USD"),)),
    _THRESHOLD: Honoured(sets=(Sets(type=_AWS, path="notifications.*.threshold", form="per cent of what was spent"),)),
    _ALERTS: Honoured(sets=(Sets(type=_AWS, path="notifications.*.subscriberEmailAddresses"),)),
}
AWS_BUDGET: Final[CapabilityTable] = {
    **_AWS_TOLD,
    _ON_BREACH: Emulated(
        by=(_FUNCTION, _PARAMETER),
        how="AWS Budgets can't hold a function back; a brake caps its concurrency when the alert comes, and gives it "
        "back in the next month; offline it is taken to be released",
        unless=("alert",),
    ),
}
AWS_BUDGET_ALERT_ONLY: Final[CapabilityTable] = {
    **_AWS_TOLD,
    _ON_BREACH: Refused(
        code="APX-CAP-190",
        reason="a function at the edge has no concurrency that could be capped",
        source="AWS Lambda Developer Guide, Restrictions on Lambda@Edge, read 2026-11-21",
        instead="write alert, or use platform aws-lambda",
    ),
}
KUBERNETES_BUDGET: Final[CapabilityTable] = {
    _LIMIT: _WATCHED,
    _THRESHOLD: _WATCHED,
    _ALERTS: Emulated(
        by=("kubernetes:monitoring.coreos.com/v1alpha1:AlertmanagerConfig",),
        how="an AlertmanagerConfig of the Prometheus Operator, where apexai:prometheus names a Prometheus",
    ),
    _ON_BREACH: Emulated(
        by=("kubernetes:batch/v1:CronJob", "kubernetes:core/v1:ConfigMap"),
        how="a CronJob looks at the costs and holds the replicas down, and gives them back in the next month; offline "
        "they are taken to be released",
        unless=("alert",),
    ),
}

_GOOGLE: Final = "gcp:billing/budget:Budget"
_AZURE: Final = "azure-native:consumption:Budget"
GOOGLE_BUDGET: Final[CapabilityTable] = {
    _LIMIT: Emulated(by=(_GOOGLE,), how="a budget of the billing account, where apexai:billingAccount names one"),
    _THRESHOLD: Emulated(by=(_GOOGLE,), how="a threshold of the budget, where apexai:billingAccount names an account"),
    _ALERTS: Emulated(
        by=("gcp:monitoring/notificationChannel:NotificationChannel",),
        how="a notification channel of the budget, where apexai:billingAccount names an account",
    ),
    _ON_BREACH: Emulated(
        by=("gcp:cloudrunv2/service:Service", "gcp:pubsub/subscription:Subscription"),
        how="Cloud Billing can't hold a service back; a brake, a small service that the budget's topic calls, caps its "
        "instances or leaves none, and gives them back in the next month; offline it is taken to be released",
        unless=("alert",),
    ),
}
AZURE_BUDGET: Final[CapabilityTable] = {
    _LIMIT: Honoured(sets=(Sets(type=_AZURE, path="amount", form="in the subscription's currency"),)),
    _THRESHOLD: Honoured(sets=(Sets(type=_AZURE, path="notifications.*.threshold", form="per cent"),)),
    _ALERTS: Honoured(
        sets=(Sets(type="azure-native:monitor:ActionGroup", path="emailReceivers.*.emailAddress", form="one a mail"),)
    ),
    _ON_BREACH: Emulated(
        by=("azure-native:web:WebApp", "azure-native:storage:BlobContainer"),
        how="Cost Management can't hold an app back; a brake, a function on Flex Consumption, caps or stops it when "
        "the alert comes, and gives it back in the next month; offline it is taken to be released",
        unless=("alert",),
    ),
}
