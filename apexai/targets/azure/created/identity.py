"""The identity of a service, and what it may do: each grant on one thing."""

from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure

from apexai.spec.fields import Text
from apexai.targets.azure.code import azure_registry, registry_name
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure.references import blob_location, vault_secret
from apexai.targets.azure.roles import ACR_PULL, BLOB_READER, ROLES, SECRETS_USER
from apexai.targets.value import input_of, known_text

_CONDITIONS = "2.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A managed identity that is there before the app is, so that the app can start with its grants."""

    id: pulumi.Input[str]
    principal_id: pulumi.Output[str]
    client_id: pulumi.Output[str]


def build_identity(scope: Scope) -> Identity:
    """The identity that `runtime.identity` names, else one of the service's own."""
    written = scope.spec.runtime.identity
    if written is not None:
        return _existing(scope, input_of(written))
    made = azure.managedidentity.UserAssignedIdentity(
        scope.name("identity"),
        resource_group_name=scope.group.name,
        location=scope.region,
        tags=scope.tags,
        opts=scope.request.options(),
    )
    return Identity(id=made.id, principal_id=made.principal_id, client_id=made.client_id)


def build_image_grants(scope: Scope, identity: Identity, images: list[Text]) -> list[pulumi.Resource]:
    """Pull from Azure's registries that these images are in, where the stack says in which group they are."""
    hosts = dict.fromkeys(host for image in images if (host := azure_registry(image)) is not None)
    found = []
    for host in hosts:
        name = registry_name(host)
        target = scope.shared("Microsoft.ContainerRegistry/registries", name)
        if target is not None:
            found.append(build_grant(scope, f"pulls-{name}", identity, role=ACR_PULL, on=target))
    return found


def build_secret_grants(scope: Scope, identity: Identity) -> list[pulumi.Resource]:
    """Read just the secrets that the spec names."""
    named = [secret for written in scope.spec.runtime.secrets.values() if (secret := vault_secret(written)) is not None]
    found = []
    for place in dict.fromkeys((secret.vault, secret.name) for secret in named):
        target = scope.shared("Microsoft.KeyVault/vaults", f"{place[0]}/secrets/{place[1]}")
        if target is not None:
            found.append(build_grant(scope, f"reads-{'-'.join(place)}", identity, role=SECRETS_USER, on=target))
    return found


def build_model_grants(scope: Scope, identity: Identity) -> list[pulumi.Resource]:
    """Read just the models of both sides."""
    split, model = scope.spec.traffic_split, scope.spec.model_ref
    sides = {model.version: model.uri}
    if split.stable is not None and split.stable.model_version is not None and split.stable.model_uri is not None:
        sides[split.stable.model_version] = split.stable.model_uri
    return [
        grant
        for version, uri in sides.items()
        if (grant := _model_grant(scope, identity, version=version, uri=uri)) is not None
    ]


def build_asked_grants(scope: Scope, identity: Identity) -> list[pulumi.Resource]:
    """The roles that the spec asks for, each on just what it names."""
    asked: dict[str, list[Text]] = {}
    for permission in scope.spec.runtime.permissions:
        for role in permission.actions:
            asked.setdefault(role, []).extend(permission.resources)
    return [
        build_grant(scope, f"{_slug(role)}-{number}", identity, role=role, on=input_of(resource))
        for role, resources in asked.items()
        for number, resource in enumerate(resources)
    ]


def build_grant(
    scope: Scope, kind: str, identity: Identity, *, role: str, on: pulumi.Input[str], condition: str | None = None
) -> azure.authorization.RoleAssignment:
    """A role, by its name or id, on one resource."""
    return azure.authorization.RoleAssignment(
        scope.name(kind),
        principal_id=identity.principal_id,
        principal_type="ServicePrincipal",
        role_definition_id=pulumi.Output.concat(
            "/subscriptions/",
            scope.subscription,
            f"/providers/Microsoft.Authorization/roleDefinitions/{ROLES.get(role, role)}",
        ),
        scope=on,
        condition=condition,
        condition_version=None if condition is None else _CONDITIONS,
        opts=scope.request.options(),
    )


def _slug(role: str) -> str:
    return role.lower().replace(" ", "-")


def _existing(scope: Scope, id_: pulumi.Input[str]) -> Identity:
    parts = pulumi.Output.from_input(id_).apply(lambda text: text.strip("/").split("/"))
    found = azure.managedidentity.get_user_assigned_identity_output(
        resource_group_name=parts.apply(lambda given: given[3]),
        resource_name=parts.apply(lambda given: given[-1]),
        opts=pulumi.InvokeOutputOptions(parent=scope.request.parent),
    )
    return Identity(id=id_, principal_id=found.principal_id, client_id=found.client_id)


def _model_grant(
    scope: Scope, identity: Identity, *, version: str, uri: Text | None
) -> azure.authorization.RoleAssignment | None:
    text = known_text(uri)
    place = None if text is None else blob_location(text)
    if place is None:
        return None
    account = scope.shared("Microsoft.Storage/storageAccounts", place.account)
    if account is None:
        return None
    kind = f"reads-model-{version}"
    return build_grant(scope, kind, identity, role=BLOB_READER, on=account, condition=place.condition)
