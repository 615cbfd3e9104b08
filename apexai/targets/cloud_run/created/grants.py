"""What the model's service may do."""

from collections.abc import Iterator

import pulumi
import pulumi_gcp as gcp

from apexai.spec.fields import Text
from apexai.spec.runtime import Permission
from apexai.targets.cloud_run.created.identity import Identity
from apexai.targets.cloud_run.created.scope import Scope
from apexai.targets.cloud_run.names import role_id, slug
from apexai.targets.cloud_run.references import gs_location, run_secret
from apexai.targets.cloud_run.release import release_of
from apexai.targets.value import input_of, known_text

_TITLE_CHARACTERS = 100
_OBJECTS = "roles/storage.objectViewer"
_SECRETS = "roles/secretmanager.secretAccessor"
_TRACES = "roles/cloudtrace.agent"


def build_grants(scope: Scope, identity: Identity) -> list[pulumi.Resource]:
    """Read just the model and just the secrets, write traces where they are asked for, and what is asked beside."""
    return [
        *_models(scope, identity),
        *_secrets(scope, identity),
        *_tracing(scope, identity),
        *(
            grant
            for index, permission in enumerate(scope.spec.runtime.permissions)
            for grant in _permission(scope, identity, permission, index)
        ),
    ]


def _models(scope: Scope, identity: Identity) -> Iterator[pulumi.Resource]:
    """One grant for each version that serves, with the version in its name: a release makes its own before the service
    moves, and the last one's goes after it."""
    split, model = scope.spec.traffic_split, scope.spec.model_ref
    yield from _model(scope, identity, model.version, model.uri)
    if split.stable is not None and release_of(split).stable is not None:
        yield from _model(scope, identity, split.stable.model_version or "stable", split.stable.model_uri)


def _model(scope: Scope, identity: Identity, version: str, uri: Text | None) -> Iterator[pulumi.Resource]:
    text = known_text(uri)
    if uri is None or (text is not None and gs_location(text) is None):
        return
    location = pulumi.Output.from_input(input_of(uri)).apply(_known_location) if text is None else None
    known = None if text is None else gs_location(text)
    expression = known.expression if known else location and location["expression"]
    yield gcp.storage.BucketIAMMember(
        scope.name(f"model-{slug(version)}"),
        bucket=known.bucket if known else location and location["bucket"],
        role=_OBJECTS,
        member=identity.member,
        condition=gcp.storage.BucketIAMMemberConditionArgs(title=_title(version), expression=expression),
        opts=scope.request.options(),
    )


def _title(version: str) -> str:
    """What tells the grants of two versions apart: the provider's ids end with a condition's title.

    Source: IAM documentation, Overview of IAM Conditions: titles of up to 100 characters; read 2026-11-21.
    """
    return f"just the model {version}"[:_TITLE_CHARACTERS]


def _known_location(uri: str) -> dict[str, str]:
    """Where an Output turned out to be; which grants there are was decided before."""
    location = gs_location(uri)
    if location is None or not location.is_grantable:
        raise pulumi.RunError(
            "the model's URI is an Output whose value, which may be a secret, names no object in Cloud Storage; write "
            "gs://bucket/key, or give other places as plain text [APX-LIM-566]"
        )
    return {"bucket": location.bucket, "expression": location.expression}


def _secrets(scope: Scope, identity: Identity) -> Iterator[pulumi.Resource]:
    """Each secret once: two grants of the same would be one in the cloud, and go together."""
    found: dict[str, Text] = {}
    for variable, written in scope.spec.runtime.secrets.items():
        secret = run_secret(written).secret
        text = known_text(secret)
        found.setdefault(variable if text is None else text, secret)
    for key, secret in found.items():
        yield gcp.secretmanager.SecretIamMember(
            scope.name(f"secret-{key.removeprefix('projects/').replace('/secrets/', '.')}"),
            secret_id=input_of(secret),
            role=_SECRETS,
            member=identity.member,
            opts=scope.request.options(),
        )


def _tracing(scope: Scope, identity: Identity) -> Iterator[pulumi.Resource]:
    if scope.spec.monitoring.sample_rate is None:
        return
    yield gcp.projects.IAMMember(
        scope.name("traces"),
        project=scope.project,
        role=_TRACES,
        member=identity.member,
        opts=scope.request.options(),
    )


def _permission(scope: Scope, identity: Identity, permission: Permission, index: int) -> Iterator[pulumi.Resource]:
    """A role with just these permissions, for just these resources."""
    role = gcp.projects.IAMCustomRole(
        scope.name(f"permissions-{index}"),
        role_id=role_id(f"{scope.service_name}-{index}"),
        title=f"{scope.service_name} {index}",
        description="What runtime.permissions asks for",
        permissions=permission.actions,
        opts=scope.request.options(),
    )
    yield gcp.projects.IAMMember(
        scope.name(f"permitted-{index}"),
        project=scope.project,
        role=role.name,
        member=identity.member,
        condition=gcp.projects.IAMMemberConditionArgs(
            title="just these resources", expression=_any_of(permission.resources)
        ),
        opts=scope.request.options(),
    )


def _any_of(resources: list[Text]) -> pulumi.Input[str]:
    outputs = [pulumi.Output.from_input(input_of(resource)) for resource in resources]
    if all(known_text(resource) is not None for resource in resources):
        return " || ".join(_is(known_text(resource) or "") for resource in resources)
    return pulumi.Output.all(*outputs).apply(lambda names: " || ".join(_is(name) for name in names))


def _is(name: str) -> str:
    """A name that ends with a star stands for all that begin with what is before it."""
    prefix = name.removesuffix("*")
    return f'resource.name == "{name}"' if prefix == name else f'resource.name.startsWith("{prefix}")'
