"""What a platform's budgets would refuse, or would not do as asked."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text
from apexai.spec.finops import OnBreach
from apexai.targets.budgets.foundation import ANOMALY_MONITOR, PROMETHEUS, TOPIC, Foundation
from apexai.targets.budgets.plan import BRAKE_SUFFIX, BudgetPlan, plan_of, throttled
from apexai.targets.budgets.recipients import Recipients, is_email, recipients_of
from apexai.targets.budgets.scopes import AwsScope, KubernetesScope
from apexai.targets.diagnostics import error, note, warning
from apexai.targets.value import known_text

_FINOPS: Final = "spec.finops"
_LIMIT: Final = f"{_FINOPS}.budgetLimit"
_ALERTS: Final = f"{_FINOPS}.alerts"
_ON_BREACH: Final = f"{_FINOPS}.onBreach"

_JOB_NAME_CHARACTERS: Final = 52
"""Of a CronJob, whose Jobs' names are longer by 11. Source: Kubernetes documentation, CronJob, read 2026-11-21."""
_AWS_EMAILS: Final = 10
"""Source: AWS Cost Management User Guide, budget notifications: up to 10 mail addresses and one topic a notification,
read 2026-11-21."""


def check_aws_budget(deployment: ServerlessModelDeployment, foundation: Foundation) -> Iterator[Diagnostic]:
    """Check a spec's budget on AWS, before there is anything to watch."""
    plan = plan_of(deployment)
    if plan is not None:
        yield from _aws(
            plan,
            region=deployment.spec.runtime.region or "",
            has_topic=foundation.topic is not None,
            has_monitor=foundation.anomaly_monitor is not None,
        )


def check_aws(plan: BudgetPlan, scope: AwsScope) -> Iterator[Diagnostic]:
    """Check a guard's plan on AWS."""
    has_topic, has_monitor = scope.topic is not None, scope.anomaly_monitor is not None
    yield from _aws(plan, region=scope.region, has_topic=has_topic, has_monitor=has_monitor)
    if plan.brakes and scope.brake is None:
        yield nothing_to_hold(plan)


def _aws(plan: BudgetPlan, *, region: str, has_topic: bool, has_monitor: bool) -> Iterator[Diagnostic]:
    """Budgets on AWS: in USD, with ten addresses and one topic at most."""
    recipients = recipients_of(plan.alerts)
    yield from _aws_currency(plan, region)
    yield from _aws_recipients(plan, recipients)
    yield from check_heard(recipients, heard_by_foundation=has_topic)
    yield from _aws_topic(plan, recipients, has_topic=has_topic)
    if not has_monitor:
        message = "no anomaly monitor of the account is named: only the budget watches the costs"
        yield note(
            "APX-BGT-008", _LIMIT, message, instead=f"set {ANOMALY_MONITOR} to a monitor's ARN to hear of anomalies"
        )


def check_kubernetes_budget(deployment: ServerlessModelDeployment, foundation: Foundation) -> Iterator[Diagnostic]:
    """Check a spec's budget in a cluster, before there is anything to watch."""
    plan = plan_of(deployment)
    if plan is None:
        return
    yield from _kubernetes(plan, has_prometheus=foundation.prometheus is not None)
    yield from _job_name(plan, deployment.metadata.name, path="metadata.name")
    if deployment.spec.autoscaling is None and plan.on_breach is OnBreach.THROTTLE:
        yield error("APX-BGT-006", _ON_BREACH, "throttle keeps the one replica that there is", instead="write pause")


def check_kubernetes(plan: BudgetPlan, scope: KubernetesScope) -> Iterator[Diagnostic]:
    """Check a guard's plan in a cluster."""
    yield from _kubernetes(plan, has_prometheus=scope.prometheus is not None)
    yield from _job_name(plan, scope.name, path="scope.name")
    if plan.brakes and scope.brake is None:
        yield nothing_to_hold(plan)


def _kubernetes(plan: BudgetPlan, *, has_prometheus: bool) -> Iterator[Diagnostic]:
    """A cluster knows no money: OpenCost's metrics do, in the currency that it is set up for."""
    recipients = recipients_of(plan.alerts)
    taken = (*recipients.emails, *recipients.urls)
    yield from check_forms(plan.alerts, taken=taken, forms="a mail address or an https URL")
    yield from check_heard(recipients)
    if has_prometheus:
        message = f"the costs are OpenCost's, and taken to be in {plan.limit.currency}"
        yield note("APX-BGT-015", _LIMIT, message, instead="see that OpenCost is set up for this currency")
        return
    message = "no Prometheus with OpenCost's metrics is named, so that nothing in the cluster knows what was spent"
    instead = f"set {PROMETHEUS} to its URL"
    if plan.brakes:
        yield error("APX-BGT-005", _ON_BREACH, message, instead=f"{instead}, or write alert")
    else:
        yield warning("APX-BGT-016", _LIMIT, message, instead=instead)


def _job_name(plan: BudgetPlan, name: str, *, path: str) -> Iterator[Diagnostic]:
    room = _JOB_NAME_CHARACTERS - len(BRAKE_SUFFIX)
    if plan.brakes and len(name) > room:
        message = (
            f"{name!r} with {BRAKE_SUFFIX!r} is longer than the {_JOB_NAME_CHARACTERS} characters of a CronJob's name"
        )
        yield error("APX-BGT-020", path, message, instead=f"use a name of {room} characters at most, or write alert")


def nothing_to_hold(plan: BudgetPlan) -> Diagnostic:
    """A brake is asked for, and the scope has none."""
    message = f"{plan.on_breach} of what? the scope names nothing that could be held back"
    return error("APX-BGT-009", _ON_BREACH, message, instead="give the scope a brake, or write alert")


def check_throttle(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Throttling keeps fewer instances than there may be."""
    scaling = deployment.spec.autoscaling
    if deployment.spec.finops.on_breach is not OnBreach.THROTTLE or scaling is None:
        return
    kept = throttled(scaling.min_replicas)
    if kept >= scaling.max_replicas:
        message = f"throttle keeps {kept}, and maxReplicas is {scaling.max_replicas}: it would change nothing"
        yield error("APX-BGT-006", _ON_BREACH, message, instead="write pause, or a maxReplicas above minReplicas")


def check_heard(recipients: Recipients, *, heard_by_foundation: bool = False) -> Iterator[Diagnostic]:
    """Somebody hears of the budget."""
    nobody = not (recipients.emails or recipients.urls or recipients.references)
    if nobody and not heard_by_foundation:
        message = "nobody hears of this budget"
        yield warning("APX-BGT-007", _LIMIT, message, instead="add finops.alerts, e.g. [finops@example.com]")


def check_forms(alerts: tuple[Text, ...], *, taken: tuple[Text, ...], forms: str) -> Iterator[Diagnostic]:
    """Recipients are in forms that the platform can send to."""
    for index, alert in enumerate(alerts):
        text = known_text(alert)
        if text is not None and alert not in taken:
            yield error("APX-BGT-002", f"{_ALERTS}[{index}]", f"{text!r} can't be told", instead=f"write {forms}")


def check_count(recipients: tuple[Text, ...], *, most: int, what: str) -> Iterator[Diagnostic]:
    """Not more recipients of a kind than the platform tells."""
    if len(recipients) > most:
        message = f"{len(recipients)} {what}, and a budget tells {most} at most"
        yield error("APX-BGT-003", _ALERTS, message, instead="use a mailing list or a channel")


def _aws_currency(plan: BudgetPlan, region: str) -> Iterator[Diagnostic]:
    """Source: AWS Cost Management, Budgets: amounts are in the currency that the partition bills in."""
    wanted = "CNY" if region.startswith("cn-") else "USD"
    if plan.limit.currency != wanted:
        message = f"{plan.limit} can't be had: budgets on AWS are in {wanted}"
        yield error("APX-BGT-001", _LIMIT, message, instead=f"write the amount in {wanted}; no rate is assumed")


def _aws_recipients(plan: BudgetPlan, recipients: Recipients) -> Iterator[Diagnostic]:
    topics = tuple(text for text in recipients.references if _is_topic(text))
    taken = (*recipients.emails, *topics)
    yield from check_forms(
        plan.alerts,
        taken=taken,
        forms="a mail address or the ARN of an SNS topic; a URL can be subscribed to a topic",
    )
    yield from check_count(recipients.emails, most=_AWS_EMAILS, what="mail addresses")
    yield from check_count(topics, most=1, what="topics")


def _aws_topic(plan: BudgetPlan, recipients: Recipients, *, has_topic: bool) -> Iterator[Diagnostic]:
    if plan.brakes and not has_topic and not recipients.references:
        message = f"{plan.on_breach} needs the topic that the account's budgets publish to, which wakes the brake"
        instead = f"set {TOPIC} to its ARN (AwsBudgetFoundation makes one an account), or write alert"
        yield error("APX-BGT-005", _ON_BREACH, message, instead=instead)


def _is_topic(text: Text) -> bool:
    known = known_text(text)
    return known is None or (known.startswith("arn:") and known.split(":")[2:3] == ["sns"] and not is_email(known))
