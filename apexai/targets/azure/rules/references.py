"""What the service refers to: images, models, secrets, roles, and the grants that these need."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text
from apexai.spec.runtime import Permission
from apexai.spec.secret_reference import SecretStore, parse_secret_reference
from apexai.spec.shown import shown
from apexai.targets.azure.code import azure_registry
from apexai.targets.azure.references import blob_location, vault_secret
from apexai.targets.azure.roles import ACR_PULL, BLOB_READER, ROLES, SECRETS_USER
from apexai.targets.budgets.foundation import AZURE_GROUP
from apexai.targets.diagnostics import error, warning
from apexai.targets.target import Surroundings, image_of
from apexai.targets.value import known_text

_IMAGE: Final = "spec.runtime.image"
_ROLE_ID: Final = re.compile("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
_RESOURCE: Final = re.compile(r"/subscriptions/\S+|/providers/Microsoft\.Management/\S+")
_IDENTITY: Final = re.compile(
    r"/subscriptions/[^/]+/resourcegroups/[^/]+/providers/microsoft\.managedidentity/userassignedidentities/[^/]+",
    re.IGNORECASE,
)


def check_references(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """Every reference leads somewhere that a managed identity can read, and somebody grants it."""
    spec, image = deployment.spec, image_of(deployment, surroundings)
    if image is None and spec.runtime.package is None:
        message = "there is nothing to run: no image, and no registry in the stack's configuration"
        yield error("APX-LIM-350", _IMAGE, message, instead="add runtime.image, or set apexai:registry")
    yield from _models(deployment)
    for name, written in spec.runtime.secrets.items():
        yield from _secret(f"spec.runtime.secrets.{name}", written)
    for index, permission in enumerate(spec.runtime.permissions):
        yield from _permission(permission, f"spec.runtime.permissions[{index}]")
    identity = known_text(spec.runtime.identity)
    if identity is not None and not _IDENTITY.fullmatch(identity):
        message = f"{shown(identity)} is no id of a user-assigned identity"
        instead = "write /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…"
        yield error("APX-LIM-351", "spec.runtime.identity", message, instead=instead)
    if surroundings.foundation.azure_group is None:
        yield from _ungranted(deployment, image)


def _models(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    spec = deployment.spec
    stable = spec.traffic_split.stable
    for path, uri in (
        ("spec.modelRef.uri", spec.model_ref.uri),
        ("spec.trafficSplit.stable.modelUri", None if stable is None else stable.model_uri),
    ):
        text = known_text(uri)
        place = None if text is None else blob_location(text)
        if place is not None and not place.is_grantable:
            message = f"{shown(text)} names no blob of a container, or has quotes"
            instead = "write az://account/container/key, or az://account/container/prefix/ for all blobs below a prefix"
            yield error("APX-LIM-352", path, message, instead=instead)
        elif text is not None and place is None and "://" in text:
            message = f"no role on Azure lets a service read {text.partition('://')[0]}://"
            instead = "copy the model to Blob Storage (az://…) or into the image, or make sure that the image reads it"
            yield warning("APX-LIM-353", path, message, instead=instead)


def _secret(path: str, written: Text) -> Iterator[Diagnostic]:
    text = known_text(written)
    store = None if text is None else parse_secret_reference(text).store
    if store is not None and store is not SecretStore.AZURE_KEY_VAULT:
        message = f"a service on Azure can't be allowed to read from {store}://"
        instead = "keep it in Key Vault: azure-kv://<vault>/<secret>[/<version>]"
        yield error("APX-LIM-354", path, message, instead=instead)


def _permission(permission: Permission, path: str) -> Iterator[Diagnostic]:
    for index, action in enumerate(permission.actions):
        if action not in ROLES and not _ROLE_ID.fullmatch(action):
            message = f"{shown(action)} is neither the id of a role nor one of the built-in roles that are known here"
            instead = f"write a role's id, or one of {', '.join(ROLES)}"
            yield error("APX-LIM-355", f"{path}.actions[{index}]", message, instead=instead)
    for index, resource in enumerate(permission.resources):
        text = known_text(resource)
        if text is not None and not _RESOURCE.fullmatch(text):
            message = f"{shown(text)} is no id of a resource"
            yield error("APX-LIM-356", f"{path}.resources[{index}]", message, instead="write /subscriptions/…")


def _ungranted(deployment: ServerlessModelDeployment, image: Text | None) -> Iterator[Diagnostic]:
    """Names alone don't say where a registry, a vault or an account is, and grants are made on ids."""
    spec = deployment.spec
    uri = known_text(spec.model_ref.uri)
    needed = [
        (_IMAGE, ACR_PULL, None if spec.runtime.package is not None else azure_registry(image)),
        ("spec.modelRef.uri", BLOB_READER, None if uri is None or blob_location(uri) is None else uri),
        *(
            (f"spec.runtime.secrets.{name}", SECRETS_USER, known_text(written))
            for name, written in spec.runtime.secrets.items()
            if vault_secret(written) is not None
        ),
    ]
    for path, role, what in needed:
        if what is not None:
            message = f"the role {role} is not granted: nothing says in which resource group {shown(what)} is"
            instead = f"set {AZURE_GROUP} to the group's name, or grant it to runtime.identity yourself"
            yield warning("APX-LIM-357", path, message, instead=instead)
