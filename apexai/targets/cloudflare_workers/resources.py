"""Builds a deployment on Cloudflare Workers."""

from apexai.targets.cloudflare_workers.created.building import build_plan
from apexai.targets.cloudflare_workers.created.scope import scope_of
from apexai.targets.cloudflare_workers.planning import plan_of
from apexai.targets.target import BuildRequest, Built
from apexai.targets.value import input_of


def build_resources(request: BuildRequest) -> Built:
    """One Worker with what it is made of."""
    account = request.surroundings.foundation.cloudflare_account
    given = None if account is None else input_of(account)
    scope = scope_of(request.name, request.parent, request.depends_on, given)
    built = build_plan(scope, plan_of(request.deployment, request.surroundings))
    return Built(endpoint=built.endpoint, revision=built.revision)
