"""One registration as the plain data that the parent process reads."""

from __future__ import annotations

from typing import Any

from . import wire
from .urns import alias_urn

_RENDERED_ELSEWHERE = frozenset(
    {"kubernetes:helm.sh/v2:Chart", "kubernetes:helm.sh/v3:Chart", "kubernetes:kustomize:Directory"}
)
"""Components of the program's own process whose children only a plugin can tell."""


def record_of(
    request: Any, *, urn: str, inputs: dict[str, Any], provider: str, source: tuple[str, int] | None
) -> dict[str, Any]:
    """The record of a RegisterResourceRequest, of whatever SDK version."""
    return {
        "urn": urn,
        "type": request.type,
        "name": request.name,
        "custom": request.custom,
        "parent": request.parent,
        "inputs": inputs,
        "dependencies": sorted(set(request.dependencies)),
        "propertyDependencies": {
            key: sorted(set(found.urns)) for key, found in request.propertyDependencies.items() if found.urns
        },
        "provider": provider,
        "options": _options(request, urn),
        "source": source,
        "opaque": request.remote or request.type in _RENDERED_ELSEWHERE,
    }


def record_of_read(
    request: Any, *, urn: str, inputs: dict[str, Any], provider: str, source: tuple[str, int] | None
) -> dict[str, Any]:
    """The record of a ReadResourceRequest."""
    secrets = list(request.additionalSecretOutputs)
    return {
        "urn": urn,
        "type": request.type,
        "name": request.name,
        "custom": True,
        "parent": request.parent,
        "inputs": inputs,
        "id": request.id,
        "dependencies": sorted(set(request.dependencies)),
        "propertyDependencies": {},
        "provider": provider,
        "options": {"additionalSecretOutputs": secrets} if secrets else {},
        "source": source,
        "read": True,
    }


def record_of_provider(*, urn: str, type_: str, name: str, inputs: dict[str, Any], version: str) -> dict[str, Any]:
    """The record of a provider that the engine makes by itself."""
    return {
        "urn": urn,
        "type": type_,
        "name": name,
        "custom": True,
        "parent": "",
        "inputs": inputs,
        "dependencies": [],
        "propertyDependencies": {},
        "provider": "",
        "options": {"version": version} if version else {},
        "source": None,
    }


def with_secrets(outputs: dict[str, Any], names: Any) -> dict[str, Any] | None:
    """The outputs with those marked secret that are named; None where that changes nothing."""
    marked = {
        name: wire.secret(outputs[name]) for name in names if name in outputs and not wire.is_secret(outputs[name])
    }
    return {**outputs, **marked} if marked else None


def _options(request: Any, urn: str) -> dict[str, Any]:
    options = {
        "protect": request.protect,
        "ignoreChanges": list(request.ignoreChanges),
        "replaceOnChanges": list(request.replaceOnChanges),
        "retainOnDelete": getattr(request, "retainOnDelete", False),
        "deletedWith": getattr(request, "deletedWith", ""),
        "importId": request.importId,
        "additionalSecretOutputs": list(request.additionalSecretOutputs),
        "version": request.version,
        "pluginDownloadURL": request.pluginDownloadURL,
        "aliases": [*request.aliasURNs, *(alias_urn(alias, urn, request.parent) for alias in request.aliases)],
        "customTimeouts": _timeouts(request.customTimeouts) if request.HasField("customTimeouts") else {},
    }
    found = {key: value for key, value in options.items() if value}
    if request.deleteBeforeReplaceDefined or request.deleteBeforeReplace:
        found["deleteBeforeReplace"] = request.deleteBeforeReplace
    return found


def _timeouts(timeouts: Any) -> dict[str, str]:
    found = {name: getattr(timeouts, name, "") for name in ("create", "update", "delete", "read")}
    return {name: value for name, value in found.items() if value}
