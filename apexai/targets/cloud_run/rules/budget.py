"""The budget, and what its brake can hold back and give back."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.finops import OnBreach
from apexai.targets.budgets.other_rules import check_google_budget
from apexai.targets.budgets.rules import check_throttle
from apexai.targets.diagnostics import error, note
from apexai.targets.target import Surroundings

_ON_BREACH: Final = "spec.finops.onBreach"


def check_budget(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """What Cloud Billing and the brake can keep."""
    yield from check_google_budget(deployment, surroundings.foundation)
    yield from check_throttle(deployment)
    finops = deployment.spec.finops
    if finops.on_breach is OnBreach.ALERT or finops.budget_limit is None:
        return
    if deployment.spec.autoscaling is None:
        message = "a brake gives back the instances that the document names, and it names none"
        instead = "add autoscaling with minReplicas and maxReplicas, or write alert"
        yield error("APX-BGT-021", _ON_BREACH, message, instead=instead)
    yield from _without_traffic(deployment)


def _without_traffic(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Source: Cloud Run documentation, Manual scaling, traffic splits: a revision that only a tag keeps active scales
    to one instance for requests to the tag's address; read 2026-11-21."""
    split = deployment.spec.traffic_split
    if split.stable is None or split.green > 0:
        return
    kept = "one instance" if deployment.spec.finops.on_breach is OnBreach.PAUSE else "its own maxReplicas"
    message = f"the revision without traffic answers at its tag's address while the brake holds, by {kept} at most"
    yield note("APX-BGT-022", _ON_BREACH, message, instead="end the split to take this address away")
