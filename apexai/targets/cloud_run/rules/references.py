"""References that Cloud Run can follow: the model in Cloud Storage or in the image, secrets in Secret Manager."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text
from apexai.spec.runtime import Permission
from apexai.spec.secret_reference import SecretStore, parse_secret_reference
from apexai.spec.shown import shown
from apexai.targets.cloud_run.references import gs_location
from apexai.targets.diagnostics import error, warning
from apexai.targets.value import known_text

_ACTION: Final = re.compile(r"[a-zA-Z]+\.[a-zA-Z]+\.[a-zA-Z]+")
"""Source: IAM documentation, Permissions reference: service.resource.verb; read 2026-11-21."""
_RESOURCE: Final = re.compile(r"projects/[^\s\"'\\]+")


def check_references(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Every reference leads somewhere that a service account can read."""
    spec = deployment.spec
    yield from _model(spec.model_ref.uri, "spec.modelRef.uri")
    if spec.traffic_split.stable is not None:
        yield from _model(spec.traffic_split.stable.model_uri, "spec.trafficSplit.stable.modelUri")
    for name, written in spec.runtime.secrets.items():
        text = known_text(written)
        store = None if text is None else parse_secret_reference(text).store
        if store is not None and store is not SecretStore.GCP_SECRET_MANAGER:
            message = f"a service on Google Cloud can't be allowed to read from {store}://"
            instead = "keep it in Secret Manager: gcp-sm://<project>/<secret>[/<version>]"
            yield error("APX-LIM-561", f"spec.runtime.secrets.{name}", message, instead=instead)
    for index, permission in enumerate(spec.runtime.permissions):
        yield from _permission(permission, f"spec.runtime.permissions[{index}]")


def _model(uri: Text | None, path: str) -> Iterator[Diagnostic]:
    text = known_text(uri)
    if text is None:
        return
    location = gs_location(text)
    if location is not None and not location.key:
        message = f"{text!r} names a whole bucket, and the service may read just the model"
        yield error("APX-LIM-562", path, message, instead="name the object, or a prefix that ends with a slash")
    elif location is not None and not location.is_grantable:
        message = f"{shown(text)} names no bucket, or its key has quotes"
        instead = "write gs://bucket/key, or gs://bucket/prefix/ for all objects below a prefix"
        yield error("APX-LIM-563", path, message, instead=instead)
    elif location is None and "://" in text:
        message = f"no role on Google Cloud lets a service read {text.partition('://')[0]}://"
        instead = "copy the model to Cloud Storage (gs://…) or into the image, or make sure that the image reads it"
        yield warning("APX-LIM-560", path, message, instead=instead)


def _permission(permission: Permission, path: str) -> Iterator[Diagnostic]:
    for index, action in enumerate(permission.actions):
        if not _ACTION.fullmatch(action):
            message = f"{shown(action)} is no permission of Google Cloud"
            instead = "write service.resource.verb, e.g. bigquery.tables.getData"
            yield error("APX-LIM-564", f"{path}.actions[{index}]", message, instead=instead)
    for index, resource in enumerate(permission.resources):
        text = known_text(resource)
        if text is not None and not _RESOURCE.fullmatch(text):
            message = f"{shown(text)} is no name that an IAM condition compares resource.name with"
            instead = "write it as the service names it, e.g. projects/<project>/datasets/<dataset>"
            yield error("APX-LIM-565", f"{path}.resources[{index}]", message, instead=instead)
