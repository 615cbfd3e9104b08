"""What the document promises that nothing keeps for so long."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.cloud_run.facts import run_facts


def check_promises(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Logs that stay."""
    days = deployment.spec.monitoring.logs_retention_days
    longest = run_facts()["log_retention_maximum"]
    if days is not None and days > longest.number:
        yield longest.violated(
            code="APX-LIM-621",
            path="spec.monitoring.logsRetentionDays",
            message=f"a log bucket keeps logs for {longest.number} days at most, not {days}",
            suggestion=f"write {longest.number}",
        )
