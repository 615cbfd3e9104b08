"""The plan of a Worker from a spec."""

import json
from pathlib import Path

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Access
from apexai.spec.secret_reference import parse_secret_reference
from apexai.targets.cloudflare_workers.plan import Plan, Stable, StoredSecret, Text
from apexai.targets.cloudflare_workers.program import Program, modules_of, program_of
from apexai.targets.cloudflare_workers.reaching import entry_of
from apexai.targets.cloudflare_workers.tags import tags_of
from apexai.targets.cloudflare_workers.variables import worker_variables
from apexai.targets.target import Surroundings
from apexai.targets.value import input_of, known_text
from apexai.units import render_decimal


def plan_of(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Plan:
    """What the document asks for."""
    spec = deployment.spec
    texts = {name: input_of(value) for name, value in worker_variables(deployment).items()}
    return Plan(
        modules=modules_of(deployment, Path()),
        texts={**texts, **_tokens(deployment)},
        secrets={name: _stored(known_text(reference)) for name, reference in spec.runtime.secrets.items()},
        tags=tags_of(deployment, surroundings),
        version=spec.model_ref.version,
        message=_message(deployment),
        cpu_seconds=float(spec.runtime.timeout),
        trace_share=float(spec.monitoring.sample_rate or 0),
        entry=entry_of(spec.runtime),
        stable=stable_of(deployment),
        platform_model=program_of(spec) is Program.PLATFORM_MODEL,
    )


def stable_of(deployment: ServerlessModelDeployment) -> Stable | None:
    """The version that gets a share beside this document's, or all in its place."""
    split = deployment.spec.traffic_split
    if split.stable is None or split.blue == 0:
        return None
    if split.stable.revision is None:
        raise ValueError("no revision of the stable side: the limits refuse this")
    return Stable(revision=input_of(split.stable.revision), share=float(split.blue))


def _tokens(deployment: ServerlessModelDeployment) -> dict[str, Text]:
    runtime = deployment.spec.runtime
    jwt = None if runtime.auth is None else runtime.auth.jwt
    if jwt is None or runtime.access is not Access.AUTHENTICATED:
        return {}
    found: dict[str, Text] = {
        "EDGE_JWT_ISSUER": input_of(jwt.issuer),
        "EDGE_JWT_AUDIENCES": json.dumps([known_text(audience) for audience in jwt.audiences]),
    }
    return found if jwt.jwks_uri is None else {**found, "EDGE_JWT_JWKS_URI": input_of(jwt.jwks_uri)}


def _stored(reference: str | None) -> StoredSecret:
    if reference is None:
        raise ValueError("a secret's reference is not known: the limits refuse this")
    found = parse_secret_reference(reference)
    return StoredSecret(store=found.scope, name=found.name)


def _message(deployment: ServerlessModelDeployment) -> str:
    """What the account's log of deployments says."""
    model, split = deployment.spec.model_ref, deployment.spec.traffic_split
    if split.stable is None or split.blue == 0:
        return f"{model.name} {model.version} at 100%"
    before = split.stable.model_version or "the version before"
    green, blue = render_decimal(split.green), render_decimal(split.blue)
    return f"{model.name} {model.version} at {green}%, {before} at {blue}%"
