"""What the document promises that nothing keeps yet, or not for so long."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.finops import OnBreach
from apexai.targets.cloud_run.facts import run_facts
from apexai.targets.diagnostics import error


def check_promises(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Acting on a spent budget; logs that stay."""
    on_breach, days = deployment.spec.finops.on_breach, deployment.spec.monitoring.logs_retention_days
    if on_breach is not OnBreach.ALERT:
        message = f"{on_breach} is not available yet"
        instead = "write alert, and bound the spend by autoscaling.maxReplicas"
        yield error("APX-LIM-620", "spec.finops.onBreach", message, instead=instead)
    longest = run_facts()["log_retention_maximum"]
    if days is not None and days > longest.number:
        yield longest.violated(
            code="APX-LIM-621",
            path="spec.monitoring.logsRetentionDays",
            message=f"a log bucket keeps logs for {longest.number} days at most, not {days}",
            suggestion=f"write {longest.number}",
        )
