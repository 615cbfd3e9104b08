"""The budget, and where its brake can run."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Platform
from apexai.spec.finops import OnBreach
from apexai.targets.budgets.other_rules import check_azure_budget
from apexai.targets.budgets.rules import check_throttle
from apexai.targets.facts import load_facts

ON_BREACH: Final = "spec.finops.onBreach"


def check_budget(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """What Cost Management and the brake can keep of every app."""
    yield from check_azure_budget(deployment)
    yield from check_throttle(deployment)
    region, known = deployment.spec.runtime.region, load_facts(Platform.AZURE_FUNCTIONS)["flex_regions"]
    on_breach = deployment.spec.finops.on_breach
    if on_breach is OnBreach.ALERT or region is None or not region.isalnum() or region in known.value.split("|"):
        return
    yield known.violated(
        code="APX-BGT-023",
        path=ON_BREACH,
        message=f"the brake is a function on Flex Consumption, and {region} is not among its regions",
        suggestion="see `az functionapp list-flexconsumption-locations`, or write alert",
    )
