"""The app: its ingress with the traffic of the revisions, its secrets, its identity, its replicas."""

import pulumi
import pulumi_azure_native as azure

from apexai.spec.fields import Text
from apexai.targets.azure.code import azure_registry
from apexai.targets.azure.created.identity import Identity
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure.references import vault_secret
from apexai.targets.azure_container_apps.created.containers import containers_of, image_list
from apexai.targets.azure_container_apps.created.environment import profile_name
from apexai.targets.azure_container_apps.created.scaling import scale_of
from apexai.targets.azure_container_apps.names import BLUE, GREEN, secret_name
from apexai.targets.azure_container_apps.probes import model_port
from apexai.targets.azure_container_apps.release import Release, release_of
from apexai.targets.value import input_of


def build_app(
    scope: Scope,
    environment: azure.app.ManagedEnvironment,
    identity: Identity,
    explainer: Text | None,
    grants: list[pulumi.Resource],
) -> azure.app.ContainerApp:
    """The model's app; it starts when its identity may do what it has to."""
    release = release_of(scope.request.deployment)
    return azure.app.ContainerApp(
        scope.name("app"),
        container_app_name=scope.service,
        resource_group_name=scope.group.name,
        location=scope.region,
        environment_id=environment.id,
        workload_profile_name=profile_name(scope),
        identity=app_identity(identity),
        configuration=_configuration(scope, identity, release),
        template=azure.app.TemplateArgs(
            containers=containers_of(scope, identity, explainer),
            scale=scale_of(scope),
            termination_grace_period_seconds=int(scope.spec.runtime.timeout),
        ),
        tags={**scope.tags, "modelVersion": scope.spec.model_ref.version},
        opts=scope.request.options(depends_on=grants),
    )


def app_identity(identity: Identity) -> azure.app.ManagedServiceIdentityArgs:
    """The service's identity, and no other."""
    return azure.app.ManagedServiceIdentityArgs(type="UserAssigned", user_assigned_identities=[identity.id])


def registries_of(images: list[Text], identity: Identity) -> list[azure.app.RegistryCredentialsArgs] | None:
    """Registries that are asked with the identity; others are asked without any, as public images are."""
    hosts = dict.fromkeys(host for image in images if (host := azure_registry(image)) is not None)
    return [azure.app.RegistryCredentialsArgs(server=host, identity=identity.id) for host in hosts] or None


def _configuration(scope: Scope, identity: Identity, release: Release) -> azure.app.ConfigurationArgs:
    runtime = scope.spec.runtime
    beside = runtime.preprocessor
    port = model_port(runtime) if beside is None or beside.port is None else beside.port
    return azure.app.ConfigurationArgs(
        active_revisions_mode=release.mode,
        ingress=azure.app.IngressArgs(
            external=True, target_port=port, transport="Auto", allow_insecure=False, traffic=_traffic(release)
        ),
        registries=registries_of(image_list(scope), identity),
        secrets=_secrets(scope, identity),
    )


def _traffic(release: Release) -> list[azure.app.TrafficWeightArgs]:
    """The latest revision is this document's: a step that changes nothing but the traffic makes none."""
    if release.stable is None:
        return [azure.app.TrafficWeightArgs(latest_revision=True, weight=release.percent)]
    stable = release.stable
    return [
        azure.app.TrafficWeightArgs(revision_name=input_of(stable.revision), weight=stable.percent, label=BLUE),
        azure.app.TrafficWeightArgs(latest_revision=True, weight=release.percent, label=GREEN),
    ]


def _secrets(scope: Scope, identity: Identity) -> list[azure.app.SecretArgs] | None:
    """References to Key Vault, which the identity reads; no value passes through the state."""
    found = []
    for variable, written in scope.spec.runtime.secrets.items():
        secret = vault_secret(written)
        url = input_of(written) if secret is None else secret.url
        found.append(azure.app.SecretArgs(name=secret_name(variable), key_vault_url=url, identity=identity.id))
    return found or None
