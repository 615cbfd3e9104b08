"""Builds a deployment on Azure Functions."""

import pulumi

from apexai.targets.azure.code import running_image
from apexai.targets.azure.created.brake import guard_scope, with_brake
from apexai.targets.azure.created.encryption import OwnKey, build_key
from apexai.targets.azure.created.identity import (
    Identity,
    build_asked_grants,
    build_identity,
    build_image_grants,
    build_model_grants,
    build_secret_grants,
)
from apexai.targets.azure.created.scope import Scope, scope_of
from apexai.targets.azure_functions.created.auth import build_auth
from apexai.targets.azure_functions.created.flex import build_flex
from apexai.targets.azure_functions.created.hosted import Hosted
from apexai.targets.azure_functions.created.premium import build_premium
from apexai.targets.azure_functions.created.settings import (
    Settings,
    image_settings,
    package_settings,
    settings_of,
)
from apexai.targets.azure_functions.created.storage import build_host_storage, build_package
from apexai.targets.azure_functions.created.telemetry import build_telemetry
from apexai.targets.target import BuildRequest, Built


def build_resources(request: BuildRequest) -> Built:
    """The identity with its grants, the host's storage, the app on its plan, its callers, its telemetry."""
    scope = scope_of(request)
    identity = build_identity(scope)
    key = build_key(scope, identity)
    scope = with_brake(scope, identity, key)
    storage, owned = build_host_storage(scope, identity, key)
    telemetry = build_telemetry(scope, identity)
    grants = [
        owned,
        telemetry.grant,
        *build_secret_grants(scope, identity),
        *build_model_grants(scope, identity),
        *build_asked_grants(scope, identity),
    ]
    settings = settings_of(scope, identity, storage.name, telemetry.settings)
    hosted = _hosted(scope, identity, key, settings, grants)
    build_auth(scope, hosted.app)
    endpoint = pulumi.Output.concat("https://", hosted.app.name, ".azurewebsites.net")
    guard = guard_scope(
        scope,
        kind=hosted.kind,
        app=hosted.app.id,
        maximum=hosted.maximum,
        workspace=telemetry.workspace.id,
        ready=hosted.ready,
        plan=hosted.plan,
        slots=hosted.slots,
    )
    return Built(endpoint=endpoint, revision=scope.spec.model_ref.version, guard=guard)


def _hosted(
    scope: Scope, identity: Identity, key: OwnKey | None, settings: Settings, grants: list[pulumi.Resource]
) -> Hosted:
    package = scope.spec.runtime.package
    if package is not None:
        container, code = build_package(scope, identity, key, package)
        return build_flex(scope, identity, container, settings | package_settings(scope), [*grants, *code])
    image, stable = (
        running_image(scope.request.deployment, scope.request.surroundings),
        scope.spec.traffic_split.stable,
    )
    images = [found for found in (image, None if stable is None else stable.image) if found is not None]
    pulls = build_image_grants(scope, identity, images)
    return build_premium(scope, identity, settings | image_settings(scope), [*grants, *pulls])
