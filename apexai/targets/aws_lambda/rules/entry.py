"""What the entry can do."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Access, Runtime
from apexai.targets.aws_lambda.entry import Entry, entry_of
from apexai.targets.aws_lambda.facts import choices, lambda_facts
from apexai.targets.diagnostics import error
from apexai.units import render_decimal


def check_entry(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Somebody checks who calls; API Gateway waits for 30 seconds; not every region has function URLs."""
    yield from _callers(deployment.spec.runtime)
    yield from _url(deployment)
    runtime, longest = deployment.spec.runtime, lambda_facts()["http_api_timeout_maximum"]
    if entry_of(runtime).is_gateway and runtime.timeout > longest.number:
        yield longest.violated(
            code="APX-LIM-150",
            path="spec.runtime.timeout",
            message=f"{render_decimal(runtime.timeout)} s is longer than an HTTP API waits",
            suggestion=f"write {longest.number}s at most, or leave out auth.jwt and auth.gateway for a function URL "
            "with IAM, which waits as long as the function runs",
        )


def _callers(runtime: Runtime) -> Iterator[Diagnostic]:
    auth = runtime.auth
    if auth is not None and auth.iam is False and auth.jwt is None:
        message = "without jwt IAM checks who calls, and nobody else does"
        instead = "remove it, add auth.jwt, or write access: public"
        yield error("APX-LIM-152", "spec.runtime.auth.iam", message, instead=instead)


def _url(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """The guide's list may be older than a region's function URLs, so that it warns and does not refuse."""
    runtime, explained = deployment.spec.runtime, deployment.spec.responsible_ai.explainability
    without = lambda_facts()["regions_without_function_urls"]
    if runtime.region not in choices(without):
        return
    message = f"AWS lists {runtime.region} among the regions without function URLs"
    if entry_of(runtime) in (Entry.PUBLIC_URL, Entry.IAM_URL):
        public = "" if runtime.access is Access.AUTHENTICATED else "access authenticated with "
        instead = f"use {public}auth.gateway or auth.jwt for API Gateway, or another region"
        yield without.violated(code="APX-LIM-151", path="spec.runtime.region", message=message, suggestion=instead)
    if explained is not None and explained.image is not None:
        yield without.violated(
            code="APX-LIM-151",
            path="spec.responsibleAI.explainability.image",
            message=f"{message}, which the explainer has",
            suggestion="deploy the explainer by itself and give its address as explainability.endpoint",
        )
