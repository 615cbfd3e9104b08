"""Settings of the app: the model's variables, references to secrets, the host's storage, its timeout."""

import math

import pulumi

from apexai.spec.fields import Deferred, Text
from apexai.targets.azure.created.identity import Identity
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure.references import vault_secret
from apexai.targets.azure.variables import model_variables
from apexai.targets.azure_functions.hosting import language_of
from apexai.targets.value import input_of

Settings = dict[str, pulumi.Input[str]]


def settings_of(scope: Scope, identity: Identity, storage: pulumi.Input[str], telemetry: Settings) -> Settings:
    """What every app has."""
    explained = scope.spec.responsible_ai.explainability
    endpoint = None if explained is None else explained.endpoint
    plain = model_variables(scope.spec, endpoint, Deferred(identity.client_id))
    return {
        "AzureWebJobsStorage__accountName": storage,
        "AzureWebJobsStorage__credential": "managedidentity",
        "AzureWebJobsStorage__clientId": identity.client_id,
        "AzureFunctionsJobHost__functionTimeout": _clock(int(scope.spec.runtime.timeout)),
        **telemetry,
        **{name: input_of(value) for name, value in plain.items()},
        **{name: _reference(written) for name, written in scope.spec.runtime.secrets.items()},
    }


def package_settings(scope: Scope) -> Settings:
    """What an app of a package has beside: the file in which its functions are."""
    package = scope.spec.runtime.package
    language = None if package is None else language_of(package.runtime)
    if package is None or language is None or language[0] != "python":
        return {}
    return {"PYTHON_SCRIPT_FILE_NAME": f"{package.handler.rpartition('.')[0] or package.handler}.py"}


def image_settings(scope: Scope) -> Settings:
    """What an app of an image has beside: its port, how long it may start, how much it takes at once."""
    runtime = scope.spec.runtime
    found: Settings = {"WEBSITES_PORT": str(next(iter(runtime.ports.values()), 80))}
    if runtime.probes is not None and runtime.probes.startup_budget is not None:
        found["WEBSITES_CONTAINER_START_TIME_LIMIT"] = str(math.ceil(runtime.probes.startup_budget))
    if runtime.concurrency is not None:
        found["AzureFunctionsJobHost__extensions__http__maxConcurrentRequests"] = str(runtime.concurrency)
    return found


def pairs_of(settings: Settings) -> list[dict[str, pulumi.Input[str]]]:
    """Settings as the site's configuration has them, by name."""
    return [{"name": name, "value": settings[name]} for name in sorted(settings)]


def _reference(written: Text) -> pulumi.Input[str]:
    secret = vault_secret(written)
    url = input_of(written) if secret is None else secret.url
    return pulumi.Output.concat("@Microsoft.KeyVault(SecretUri=", url, ")")


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
