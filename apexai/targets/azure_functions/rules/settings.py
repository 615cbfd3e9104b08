"""Application settings: those that the app's own are, and those that Flex Consumption has no use for."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.azure.rules.reserved import check_reserved
from apexai.targets.azure_functions.hosting import function_facts, is_flex
from apexai.targets.diagnostics import error

OWN_SETTINGS: Final[Mapping[str, str]] = {
    "APPLICATIONINSIGHTS_AUTHENTICATION_STRING": "",
    "APPLICATIONINSIGHTS_CONNECTION_STRING": "",
    "AzureFunctionsJobHost__extensions__http__maxConcurrentRequests": "runtime.concurrency",
    "AzureFunctionsJobHost__functionTimeout": "runtime.timeout",
    "AzureWebJobsStorage": "",
    "AzureWebJobsStorage__accountName": "",
    "AzureWebJobsStorage__clientId": "",
    "AzureWebJobsStorage__credential": "",
    "PYTHON_SCRIPT_FILE_NAME": "runtime.package.handler",
    "WEBSITES_CONTAINER_START_TIME_LIMIT": "runtime.probes.startupBudget",
    "WEBSITES_PORT": "runtime.ports",
}
"""Names of settings that the app has of its own → the field that says them, where one does."""


def check_settings(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """No variable stands in the place of a setting that the app needs."""
    runtime = deployment.spec.runtime
    own = {name.lower(): field for name, field in OWN_SETTINGS.items()}
    for path, written in (("environment", runtime.environment), ("secrets", runtime.secrets)):
        for name in written:
            if (field := own.get(name.lower())) is not None:
                message = f"{name} is a setting of the app's own"
                instead = f"write {field} in its place, or remove it" if field else "remove it, or give it another name"
                yield error("APX-LIM-408", f"spec.runtime.{path}.{name}", message, instead=instead)
    if is_flex(deployment):
        refused, unused = function_facts()["flex_refused_variables"], function_facts()["flex_unused_variables"]
        yield from check_reserved(runtime, refused, why="can't be set on Flex Consumption")
        yield from check_reserved(runtime, unused, why="is refused by Flex Consumption, or has no effect there")
