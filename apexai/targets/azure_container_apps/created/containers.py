"""The containers of a replica: the model first, which alone may have the GPU, and the preprocessor beside it."""

from collections.abc import Mapping

import pulumi_azure_native as azure

from apexai.spec.fields import Deferred, Text
from apexai.spec.runtime import Probes, Sidecar
from apexai.targets.azure.code import running_image
from apexai.targets.azure.created.identity import Identity
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure.variables import model_variables
from apexai.targets.azure_container_apps.names import secret_name
from apexai.targets.azure_container_apps.probes import (
    failures,
    model_port,
    period_seconds,
    startup_failures,
    startup_period,
    timeout_seconds,
)
from apexai.targets.azure_container_apps.sizes import Size, model_size, sidecar_size
from apexai.targets.value import input_of

MODEL = "model"
PREPROCESSOR = "preprocessor"
_MODEL_URL = "MODEL_URL"


def containers_of(scope: Scope, identity: Identity, explainer: Text | None) -> list[azure.app.ContainerArgs]:
    """The model's container, and the preprocessor's where the spec has one."""
    beside = scope.spec.runtime.preprocessor
    return [_model(scope, identity, explainer), *([] if beside is None else [_beside(scope, beside)])]


def image_list(scope: Scope) -> list[Text]:
    """All images that the service pulls."""
    explained, beside = scope.spec.responsible_ai.explainability, scope.spec.runtime.preprocessor
    images = (
        running_image(scope.request.deployment, scope.request.surroundings),
        None if beside is None else beside.image,
        None if explained is None else explained.image,
    )
    return [image for image in images if image is not None]


def resources_of(size: Size) -> azure.app.ContainerResourcesArgs:
    """vCPU and memory of a container."""
    return azure.app.ContainerResourcesArgs(cpu=size.cpu, memory=size.memory)


def variables_of(variables: Mapping[str, Text]) -> list[azure.app.EnvironmentVarArgs]:
    """Plain variables."""
    return [azure.app.EnvironmentVarArgs(name=name, value=input_of(value)) for name, value in variables.items()]


def _model(scope: Scope, identity: Identity, explainer: Text | None) -> azure.app.ContainerArgs:
    runtime = scope.spec.runtime
    image = running_image(scope.request.deployment, scope.request.surroundings)
    if image is None:
        raise ValueError("no image: the limits refuse this")
    plain = variables_of(model_variables(scope.spec, explainer, Deferred(identity.client_id)))
    secret = [azure.app.EnvironmentVarArgs(name=name, secret_ref=secret_name(name)) for name in runtime.secrets]
    return azure.app.ContainerArgs(
        name=MODEL,
        image=input_of(image),
        command=[input_of(word) for word in runtime.command] or None,
        args=[input_of(word) for word in runtime.args] or None,
        env=[*plain, *secret],
        resources=resources_of(model_size(runtime)),
        probes=None if runtime.probes is None else _probes(runtime.probes, model_port(runtime)),
    )


def _beside(scope: Scope, sidecar: Sidecar) -> azure.app.ContainerArgs:
    url = f"http://localhost:{model_port(scope.spec.runtime)}"
    given: dict[str, Text] = {_MODEL_URL: url} if sidecar.port is not None else {}
    return azure.app.ContainerArgs(
        name=PREPROCESSOR,
        image=input_of(sidecar.image),
        command=[input_of(word) for word in sidecar.command] or None,
        args=[input_of(word) for word in sidecar.args] or None,
        env=variables_of(given | sidecar.environment),
        resources=resources_of(sidecar_size(sidecar)),
    )


def _probes(probes: Probes, port: int) -> list[azure.app.ContainerAppProbeArgs]:
    request = azure.app.ContainerAppProbeHttpGetArgs(path=str(probes.path), port=probes.port or port, scheme="HTTP")
    delay = int(probes.initial_delay) or None
    return [
        azure.app.ContainerAppProbeArgs(
            type="Startup",
            http_get=request,
            initial_delay_seconds=delay,
            period_seconds=startup_period(probes),
            timeout_seconds=timeout_seconds(probes),
            failure_threshold=startup_failures(probes),
        ),
        *(
            azure.app.ContainerAppProbeArgs(
                type=type_,
                http_get=request,
                period_seconds=period_seconds(probes),
                timeout_seconds=timeout_seconds(probes),
                failure_threshold=failures(probes),
            )
            for type_ in ("Liveness", "Readiness")
        ),
    ]
