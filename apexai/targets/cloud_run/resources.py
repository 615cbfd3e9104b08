"""Builds a deployment on Cloud Run."""

from apexai.targets.cloud_run.created.alarms import build_alarms
from apexai.targets.cloud_run.created.budget import build_guard_scope
from apexai.targets.cloud_run.created.encryption import build_key, build_run_use
from apexai.targets.cloud_run.created.explainer import build_explainer
from apexai.targets.cloud_run.created.grants import build_grants
from apexai.targets.cloud_run.created.identity import build_model_identity
from apexai.targets.cloud_run.created.logs import build_logs
from apexai.targets.cloud_run.created.network import build_firewall
from apexai.targets.cloud_run.created.schedules import build_schedules
from apexai.targets.cloud_run.created.scope import scope_of
from apexai.targets.cloud_run.created.service import build_callers, build_service
from apexai.targets.cloud_run.revision import revision_name
from apexai.targets.cloud_run.variables import model_variables
from apexai.targets.target import BuildRequest, Built
from apexai.targets.value import input_of


def build_resources(request: BuildRequest) -> Built:
    """The service with its account and what it may do, its revisions, logs, alarms and windows."""
    scope = scope_of(request)
    identity, key = build_model_identity(scope), build_key(scope)
    uses = build_run_use(scope, key)
    endpoint = build_explainer(scope, identity, key, uses)
    ready = [*uses, *build_grants(scope, identity), *build_firewall(scope)]
    revision = input_of(revision_name(request.deployment, request.surroundings))
    service = build_service(
        scope, identity, key, variables=model_variables(scope.spec, endpoint), revision=revision, after=ready
    )
    build_callers(scope, service)
    build_logs(scope, key)
    build_alarms(scope)
    build_schedules(scope, service, identity)
    return Built(endpoint=service.uri, revision=revision, guard=build_guard_scope(scope, service, identity, key))
