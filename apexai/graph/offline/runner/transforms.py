"""Transforms of resources and invokes, in the engine's order: the resource's own, its parents', the stack's."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import resource_pb2

from . import wire
from .callbacks import call_back

_REPEATED = (
    ("ignore_changes", "ignoreChanges"),
    ("replace_on_changes", "replaceOnChanges"),
    ("aliases", "aliases"),
    ("additional_secret_outputs", "additionalSecretOutputs"),
)
_TEXTS = (
    ("version", "version"),
    ("provider", "provider"),
    ("plugin_download_url", "pluginDownloadURL"),
    ("deleted_with", "deletedWith"),
    ("import", "importId"),
)


class Transforms:
    """Keeps what is registered to change resources and invokes, and knows who is whose parent."""

    def __init__(self) -> None:
        self._stack: list[Any] = []
        self._of_invokes: list[Any] = []
        self._of_resource: dict[str, list[Any]] = {}
        self._parents: dict[str, str] = {}
        self._component_providers: dict[str, dict[str, str]] = {}

    def add_stack_transform(self, callback: Any) -> None:
        self._stack.append(callback)

    def add_invoke_transform(self, callback: Any) -> None:
        self._of_invokes.append(callback)

    def of_registration(self, request: Any) -> list[Any]:
        """The callbacks that a registration goes through, in order."""
        chain = list(getattr(request, "transforms", ()))
        parent = request.parent
        while parent and self._of_resource:
            chain += self._of_resource.get(parent, ())
            parent = self._parents.get(parent, "")
        return chain + self._stack

    def of_invoke(self) -> list[Any]:
        return list(self._of_invokes)

    def remember(self, urn: str, request: Any) -> None:
        """Keep a registered resource's transforms and providers for its children."""
        self._parents[urn] = request.parent
        if getattr(request, "transforms", None):
            self._of_resource[urn] = list(request.transforms)
        if not request.custom:
            inherited = self._component_providers.get(request.parent, {})
            self._component_providers[urn] = {**inherited, **dict(request.providers)}

    def inherited_provider(self, request: Any) -> str:
        """The provider that a resource names, or that its parent component has for its package; empty for none."""
        package = request.type.split(":", 1)[0]
        named = request.provider or getattr(request, "providers", {}).get(package, "")
        return str(named or self._component_providers.get(request.parent, {}).get(package, ""))


async def transform_registration(callback: Any, request: Any) -> None:
    """Change a registration in place as a transform says.

    Source: pulumi pkg/resource/deploy/source_eval.go `RegisterResource` (`UpgradeToOutputValues`), 3.260.
    """
    asked = resource_pb2.TransformRequest(
        type=request.type,
        name=request.name,
        custom=request.custom,
        parent=request.parent,
        properties=wire.json_to_struct(wire.upgraded(wire.struct_to_json(request.object))),
        options=_options_of(request),
    )
    answered = await call_back(callback, asked, resource_pb2.TransformResponse)
    if answered.HasField("properties"):
        request.object.CopyFrom(answered.properties)
    if answered.HasField("options"):
        _set_options(request, answered.options)


async def transform_invoke(callback: Any, request: Any) -> None:
    """Change an invoke in place as a transform says."""
    options = wire.message(
        resource_pb2.TransformInvokeOptions,
        provider=request.provider,
        plugin_download_url=request.pluginDownloadURL,
        version=request.version,
    )
    asked = resource_pb2.TransformInvokeRequest(token=request.tok, args=request.args, options=options)
    answered = await call_back(callback, asked, resource_pb2.TransformInvokeResponse)
    if answered.HasField("args"):
        request.args.CopyFrom(answered.args)
    if answered.HasField("options"):
        request.provider = answered.options.provider
        request.version = answered.options.version


def _options_of(request: Any) -> Any:
    fields: dict[str, Any] = {theirs: list(getattr(request, ours)) for theirs, ours in _REPEATED}
    fields.update({theirs: getattr(request, ours) for theirs, ours in _TEXTS})
    fields["depends_on"] = list(request.dependencies)
    fields["providers"] = dict(request.providers)
    for theirs, ours in (("protect", "protect"), ("retain_on_delete", "retainOnDelete")):
        if _is_set(request, ours):
            fields[theirs] = getattr(request, ours)
    if request.deleteBeforeReplaceDefined or request.deleteBeforeReplace:
        fields["delete_before_replace"] = request.deleteBeforeReplace
    if request.HasField("customTimeouts"):
        fields["custom_timeouts"] = request.customTimeouts
    return wire.message(resource_pb2.TransformResourceOptions, **fields)


def _set_options(request: Any, options: Any) -> None:
    for theirs, ours in _REPEATED:
        del getattr(request, ours)[:]
        getattr(request, ours).extend(getattr(options, theirs))
    for theirs, ours in _TEXTS:
        if theirs in options.DESCRIPTOR.fields_by_name:
            setattr(request, ours, getattr(options, theirs))
    del request.aliasURNs[:]
    del request.dependencies[:]
    request.dependencies.extend(options.depends_on)
    request.providers.clear()
    request.providers.update(dict(options.providers))
    _set_flag(request, "protect", options, "protect")
    _set_flag(request, "retainOnDelete", options, "retain_on_delete")
    request.deleteBeforeReplaceDefined = _is_set(options, "delete_before_replace")
    request.deleteBeforeReplace = options.delete_before_replace
    if options.HasField("custom_timeouts"):
        request.customTimeouts.CopyFrom(options.custom_timeouts)
    else:
        request.ClearField("customTimeouts")


def _is_set(message: Any, field: str) -> bool:
    """Older SDKs have plain flags, later ones optional ones."""
    try:
        return bool(message.HasField(field))
    except ValueError:
        return bool(getattr(message, field))


def _set_flag(request: Any, field: str, options: Any, option: str) -> None:
    if _is_set(options, option):
        setattr(request, field, getattr(options, option))
    else:
        request.ClearField(field)
