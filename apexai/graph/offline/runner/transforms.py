"""Transforms of resources and invokes, in the engine's order: the resource's own, its parents', the stack's."""

from __future__ import annotations

from pulumi.runtime.proto import resource_pb2

from . import wire

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
    """Keeps what is registered to change resources, applies it, and knows who is whose parent."""

    def __init__(self, on_callback):
        self._on_callback = on_callback
        self._client = None
        self._stack = []
        self._invoke = []
        self._of_resource = {}
        self._parents = {}
        self._component_providers = {}

    def add_stack_transform(self, callback):
        self._stack.append(callback)
        self._on_callback()

    def add_invoke_transform(self, callback):
        self._invoke.append(callback)
        self._on_callback()

    def apply(self, request):
        """Change a registration in place as the transforms say."""
        chain = list(getattr(request, "transforms", ()))
        parent = request.parent
        while parent:
            chain += self._of_resource.get(parent, ())
            parent = self._parents.get(parent, "")
        for callback in chain + self._stack:
            self._apply_one(callback, request)

    def _apply_one(self, callback, request):
        asked = resource_pb2.TransformRequest(
            type=request.type,
            name=request.name,
            custom=request.custom,
            parent=request.parent,
            properties=request.object,
            options=_options_of(request),
        )
        answered = self._call(callback, asked, resource_pb2.TransformResponse)
        if answered.HasField("properties"):
            request.object.CopyFrom(answered.properties)
        if answered.HasField("options"):
            _set_options(request, answered.options)

    def remember(self, urn, request):
        """Keep a registered resource's transforms and providers for its children."""
        self._parents[urn] = request.parent
        if getattr(request, "transforms", None):
            self._of_resource[urn] = list(request.transforms)
        if not request.custom:
            inherited = self._component_providers.get(request.parent, {})
            self._component_providers[urn] = {**inherited, **dict(request.providers)}

    def inherited_provider(self, request):
        """The provider that a resource names, or that its parent component has for its package."""
        package = request.type.split(":", 1)[0]
        if request.provider:
            return request.provider
        if package in request.providers:
            return request.providers[package]
        return self._component_providers.get(request.parent, {}).get(package, "")

    def apply_to_invoke(self, request):
        """The token and arguments of an invoke after its transforms."""
        arguments = request.args
        for callback in self._invoke:
            options = wire.message(
                resource_pb2.TransformInvokeOptions,
                provider=request.provider,
                plugin_download_url=request.pluginDownloadURL,
                version=request.version,
            )
            asked = resource_pb2.TransformInvokeRequest(token=request.tok, args=arguments, options=options)
            answered = self._call(callback, asked, resource_pb2.TransformInvokeResponse)
            if answered.HasField("args"):
                arguments = answered.args
        return request.tok, wire.struct_to_json(arguments)

    def _call(self, callback, request, response_class):
        if self._client is None:
            from .callbacks import CallbackClient  # needs gRPC's client side, which most programs never use

            self._client = CallbackClient()
        return self._client.call(callback, request, response_class)


def _options_of(request):
    fields = {theirs: list(getattr(request, ours)) for theirs, ours in _REPEATED}
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


def _set_options(request, options):
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
    request.deleteBeforeReplaceDefined = options.HasField("delete_before_replace")
    request.deleteBeforeReplace = options.delete_before_replace
    if options.HasField("custom_timeouts"):
        request.customTimeouts.CopyFrom(options.custom_timeouts)
    else:
        request.ClearField("customTimeouts")


def _is_set(request, field):
    """Older SDKs have plain flags, later ones optional ones."""
    try:
        return request.HasField(field)
    except ValueError:
        return getattr(request, field)


def _set_flag(request, field, options, option):
    if options.HasField(option):
        setattr(request, field, getattr(options, option))
    else:
        request.ClearField(field)
