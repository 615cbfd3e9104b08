"""The explainer: a second app in the same environment, which nothing outside of it reaches."""

import pulumi
import pulumi_azure_native as azure

from apexai.spec.fields import Deferred, Text
from apexai.targets.azure.created.identity import Identity
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure_container_apps.created.app import app_identity, registries_of
from apexai.targets.azure_container_apps.created.containers import resources_of, variables_of
from apexai.targets.azure_container_apps.created.environment import CONSUMPTION
from apexai.targets.azure_container_apps.names import explainer_name
from apexai.targets.azure_container_apps.sizes import Size
from apexai.targets.value import input_of

_PORT = 8080
_SIZE = Size(millicores=500, memory_mib=1024)
_MOST = 2


def build_explainer(
    scope: Scope, environment: azure.app.ManagedEnvironment, identity: Identity, grants: list[pulumi.Resource]
) -> Text | None:
    """Where answers are explained: the app of `explainability.image`, or the endpoint that the spec gives."""
    explained = scope.spec.responsible_ai.explainability
    if explained is None or explained.image is None:
        return None if explained is None else explained.endpoint
    name = explainer_name(scope.service)
    variables: dict[str, Text] = {
        "EXPLAINABILITY_METHOD": explained.method,
        "MODEL_NAME": scope.spec.model_ref.name,
    }
    azure.app.ContainerApp(
        scope.name("explainer"),
        container_app_name=name,
        resource_group_name=scope.group.name,
        location=scope.region,
        environment_id=environment.id,
        workload_profile_name=CONSUMPTION,
        identity=app_identity(identity),
        configuration=azure.app.ConfigurationArgs(
            active_revisions_mode="Single",
            ingress=azure.app.IngressArgs(
                external=False, target_port=_PORT, transport="Auto", allow_insecure=False, traffic=_all()
            ),
            registries=registries_of([explained.image], identity),
        ),
        template=azure.app.TemplateArgs(
            containers=[
                azure.app.ContainerArgs(
                    name="explainer",
                    image=input_of(explained.image),
                    env=variables_of(variables),
                    resources=resources_of(_SIZE),
                )
            ],
            scale=azure.app.ScaleArgs(min_replicas=0, max_replicas=_MOST),
        ),
        tags=scope.tags,
        opts=scope.request.options(depends_on=grants),
    )
    return Deferred(pulumi.Output.concat("https://", name, ".internal.", environment.default_domain))


def _all() -> list[azure.app.TrafficWeightArgs]:
    return [azure.app.TrafficWeightArgs(latest_revision=True, weight=100)]
