"""What a registration says beside its inputs: options, dependencies by property, secret outputs."""

from __future__ import annotations

from . import wire


class RejectedError(Exception):
    """A registration that the engine would refuse."""


class Registration:
    """Reads one RegisterResourceRequest, of whatever SDK version."""

    def __init__(self, request):
        self._request = request
        self.options = _options(request)
        self.property_dependencies = {
            key: sorted(set(found.urns)) for key, found in request.propertyDependencies.items() if found.urns
        }

    def outputs(self, inputs):
        """The inputs with those marked secret that the options name; None where no option does."""
        secrets = [key for key in self.options.get("additionalSecretOutputs", ()) if key in inputs]
        if not secrets:
            return None
        marked = {key: wire.secret(inputs[key]) for key in secrets if not wire.is_secret(inputs[key])}
        return {**inputs, **marked}


def _options(request):
    options = {
        "protect": request.protect,
        "ignoreChanges": list(request.ignoreChanges),
        "replaceOnChanges": list(request.replaceOnChanges),
        "retainOnDelete": request.retainOnDelete,
        "deletedWith": request.deletedWith,
        "importId": request.importId,
        "additionalSecretOutputs": list(request.additionalSecretOutputs),
        "version": request.version,
        "pluginDownloadURL": request.pluginDownloadURL,
        "aliases": _aliases(request),
        "customTimeouts": _timeouts(request.customTimeouts) if request.HasField("customTimeouts") else {},
    }
    found = {key: value for key, value in options.items() if value}
    if request.deleteBeforeReplaceDefined or request.deleteBeforeReplace:
        found["deleteBeforeReplace"] = request.deleteBeforeReplace
    return found


def _timeouts(timeouts):
    return {name: getattr(timeouts, name) for name in ("create", "update", "delete") if getattr(timeouts, name)}


def _aliases(request):
    found = [{"urn": urn} for urn in request.aliasURNs]
    for alias in request.aliases:
        if alias.WhichOneof("alias") == "urn":
            found.append({"urn": alias.urn})
        else:
            spec = alias.spec
            parent = {"noParent": True} if spec.noParent else {"parent": spec.parentUrn} if spec.parentUrn else {}
            fields = {"name": spec.name, "type": spec.type, "stack": spec.stack, "project": spec.project}
            found.append({**{key: value for key, value in fields.items() if value}, **parent})
    return found
