"""What the entry can do."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.aws_lambda.entry import entry_of
from apexai.targets.aws_lambda.facts import lambda_facts
from apexai.targets.diagnostics import error
from apexai.targets.value import known_text
from apexai.units import render_decimal


def check_entry(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """API Gateway waits for 30 seconds, and asks issuers by HTTPS."""
    runtime, longest = deployment.spec.runtime, lambda_facts()["http_api_timeout_maximum"]
    if entry_of(runtime).is_gateway and runtime.timeout > longest.number:
        yield longest.violated(
            code="APX-LIM-150",
            path="spec.runtime.timeout",
            message=f"{render_decimal(runtime.timeout)} s is longer than an HTTP API waits",
            suggestion=f"write {longest.number}s at most, or leave out auth.jwt and auth.gateway for a function URL "
            "with IAM, which waits as long as the function runs",
        )
    jwt = runtime.auth.jwt if runtime.auth is not None else None
    issuer = known_text(jwt.issuer) if jwt is not None else None
    if issuer is not None and not issuer.startswith("https://"):
        message = f"{issuer!r} is no issuer that API Gateway can ask"
        yield error("APX-LIM-151", "spec.runtime.auth.jwt.issuer", message, instead="write its https:// URL")
