"""Makes a guard's objects in a cluster."""

from apexai.targets.budgets.kubernetes.brake import build_brake
from apexai.targets.budgets.kubernetes.watch import build_quota, build_receivers, build_rules
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import KubernetesScope


def build_guard(request: GuardRequest, scope: KubernetesScope) -> None:
    """The quota, and where a Prometheus has the costs, the rules, their recipients and the brake."""
    build_quota(request, scope)
    if scope.prometheus is None:
        return
    build_rules(request, scope)
    build_receivers(request, scope)
    if request.plan.brakes and scope.brake is not None:
        build_brake(request, scope, scope.brake)
