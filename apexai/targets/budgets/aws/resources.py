"""Makes a guard's resources on AWS."""

from apexai.targets.budgets.aws.brake import build_brake
from apexai.targets.budgets.aws.budget import build_anomaly_subscription, build_budget, topic_of
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import AwsScope


def build_guard(request: GuardRequest, scope: AwsScope) -> None:
    """The budget, the subscription to anomalies, and the brake where the plan has one."""
    budget = build_budget(request, scope)
    build_anomaly_subscription(request, scope)
    topic = topic_of(request, scope)
    if request.plan.brakes and scope.brake is not None and topic is not None:
        build_brake(request, scope, scope.brake, budget, topic)
