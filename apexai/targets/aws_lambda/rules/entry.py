"""What the entry can do."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.aws_lambda.entry import entry_of
from apexai.targets.aws_lambda.facts import lambda_facts
from apexai.units import render_decimal


def check_entry(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """API Gateway waits for 30 seconds."""
    runtime, longest = deployment.spec.runtime, lambda_facts()["http_api_timeout_maximum"]
    if entry_of(runtime).is_gateway and runtime.timeout > longest.number:
        yield longest.violated(
            code="APX-LIM-150",
            path="spec.runtime.timeout",
            message=f"{render_decimal(runtime.timeout)} s is longer than an HTTP API waits",
            suggestion=f"write {longest.number}s at most, or leave out auth.jwt and auth.gateway for a function URL "
            "with IAM, which waits as long as the function runs",
        )
