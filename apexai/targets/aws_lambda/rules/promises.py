"""What the document promises that nothing keeps yet."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.finops import OnBreach
from apexai.targets.diagnostics import error


def check_promises(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Acting on a spent budget."""
    on_breach = deployment.spec.finops.on_breach
    if on_breach is not OnBreach.ALERT:
        message = f"{on_breach} is not available yet"
        instead = "write alert, and bound the spend by autoscaling.maxReplicas"
        yield error("APX-LIM-190", "spec.finops.onBreach", message, instead=instead)
