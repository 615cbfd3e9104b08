"""What a brake can hold back of instances."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.finops import OnBreach
from apexai.targets.azure.rules.budget import ON_BREACH, check_budget
from apexai.targets.azure_functions.hosting import function_facts, is_flex
from apexai.targets.budgets.plan import throttled
from apexai.targets.diagnostics import error, note


def check_instance_budget(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """The budget of an app on Flex Consumption or Elastic Premium."""
    yield from check_budget(deployment)
    on_breach, scaling = deployment.spec.finops.on_breach, deployment.spec.autoscaling
    if on_breach is OnBreach.THROTTLE and is_flex(deployment):
        yield from _cap(throttled(0 if scaling is None else scaling.min_replicas))
    elif on_breach is OnBreach.THROTTLE and scaling is None:
        message = "throttle keeps the one instance that there is"
        yield error("APX-BGT-006", ON_BREACH, message, instead="write pause, or autoscaling with a maxReplicas")
    elif on_breach is OnBreach.PAUSE and not is_flex(deployment):
        message = "Elastic Premium is paid by its plan: a paused app answers nobody, and its least instances stay paid"
        yield note("APX-BGT-025", ON_BREACH, message, instead="use a package on Flex Consumption to pay nothing")


def _cap(kept: int) -> Iterator[Diagnostic]:
    least = function_facts()["flex_instances_least_maximum"]
    if kept < least.number:
        yield least.violated(
            code="APX-BGT-026",
            path=ON_BREACH,
            message=f"throttle keeps {kept}, and some regions take no maximum below {least.number}",
            suggestion="see whether the region does, or write pause, which every region takes",
        )
