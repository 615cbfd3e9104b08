"""The budget, and what its brake can give back."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.finops import OnBreach
from apexai.targets.budgets.rules import check_aws_budget, check_throttle
from apexai.targets.diagnostics import error
from apexai.targets.target import Surroundings

_MOST_SCHEDULES: Final = 6
"""The brake keeps them all in its variables, for two versions, in the 4 KiB that Lambda has for variables."""


def check_budget(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """What AWS Budgets and the brake can keep."""
    yield from check_aws_budget(deployment, surroundings.foundation)
    yield from check_throttle(deployment)
    autoscaling = deployment.spec.autoscaling
    if deployment.spec.finops.on_breach is OnBreach.ALERT or autoscaling is None:
        return
    if len(autoscaling.schedules) > _MOST_SCHEDULES:
        message = (
            f"the brake can give back {_MOST_SCHEDULES} schedules, and autoscaling has {len(autoscaling.schedules)}"
        )
        instead = "write fewer schedules, or alert"
        yield error("APX-BGT-010", "spec.finops.onBreach", message, instead=instead)
