"""Builds a deployment on Azure Container Apps."""

import pulumi
import pulumi_azure_native as azure

from apexai.brake.azure.settings import CONTAINER_APP
from apexai.targets.azure.created.brake import guard_scope, with_brake
from apexai.targets.azure.created.encryption import build_key
from apexai.targets.azure.created.identity import (
    build_asked_grants,
    build_identity,
    build_image_grants,
    build_model_grants,
    build_secret_grants,
)
from apexai.targets.azure.created.scope import Scope, scope_of
from apexai.targets.azure_container_apps.created.alarms import build_alarms
from apexai.targets.azure_container_apps.created.app import build_app
from apexai.targets.azure_container_apps.created.auth import build_auth
from apexai.targets.azure_container_apps.created.containers import image_list
from apexai.targets.azure_container_apps.created.environment import build_environment, build_private_zone
from apexai.targets.azure_container_apps.created.explainer import build_explainer
from apexai.targets.azure_container_apps.created.scaling import most_replicas
from apexai.targets.budgets.azure.ids import last_of
from apexai.targets.target import BuildRequest, Built


def build_resources(request: BuildRequest) -> Built:
    """The identity with its grants, the environment with its logs, the app with its revisions, the alarms."""
    scope = scope_of(request)
    identity = build_identity(scope)
    key = build_key(scope, identity)
    scope = with_brake(scope, identity, key)
    pulls = build_image_grants(scope, identity, image_list(scope))
    grants = [
        *pulls,
        *build_secret_grants(scope, identity),
        *build_model_grants(scope, identity),
        *build_asked_grants(scope, identity),
    ]
    environment, workspace = build_environment(scope, identity, key)
    build_private_zone(scope, environment)
    explainer = build_explainer(scope, environment, identity, pulls)
    app = build_app(scope, environment, identity, explainer, grants)
    build_auth(scope, app)
    build_alarms(scope, workspace)
    endpoint = pulumi.Output.concat("https://", scope.service, ".", environment.default_domain)
    guard = guard_scope(scope, kind=CONTAINER_APP, app=app.id, maximum=most_replicas(scope), workspace=workspace.id)
    return Built(endpoint=endpoint, revision=_revision(scope, app), guard=guard)


def _revision(scope: Scope, app: azure.app.ContainerApp) -> pulumi.Output[str]:
    """Name of the latest revision; asked for where a brake makes some, which the state of the app knows nothing of."""
    latest: pulumi.Output[str] = app.latest_revision_name
    if scope.brake is not None:
        found = azure.app.get_container_app_output(
            # by the id, which is known when the app is there
            container_app_name=last_of(app.id),
            resource_group_name=scope.group.name,
            opts=pulumi.InvokeOutputOptions(parent=scope.request.parent, depends_on=[app]),
        )
        latest = found.latest_revision_name
    return latest
