"""Replaces what costs the SDK most, each only where the SDK's own code is the one that the replacement was made for.

A function's shape is a digest of the names that its code uses, nested functions included: the same under every
CPython, and another as soon as the function does something else. A shortcut whose shapes don't fit is left out, and
the program runs as rightly as with it, and slower.
"""

from __future__ import annotations

import hashlib
import pathlib
import sys
import types

_SHAPES = {
    "pulumi.runtime.rpc:transfer_properties": {"fde994a7d6858759"},
    "pulumi.runtime.rpc:serialize_properties": {"e45902d008e04606"},
    "pulumi.runtime.resource:resource_output": {"3014af335bf00f11"},
    "pulumi.runtime.resource:_get_stack_trace": {"9bdfbb6d4cc1498a"},
    "pulumi.runtime.resource:_get_source_position": {"d11b1f5cf2df786f"},
    "pulumi.runtime.resource:create_urn": {"cb811781fc337d70"},
    "pulumi.runtime._context:wrap_with_context": {"78dd95265e19c155"},
    "pulumi.output:Output.__init__": {"f03e5e930997df8a"},
    "pulumi.output:Output._from_data": {"10f2e8007ae1453c"},
    "pulumi.log:debug": {"f5a7f1d9d1886a8f"},
    "pulumi.runtime.settings:is_dry_run": {"2854853fabac0cd4"},
}


def install(project_files, loop):
    """Put the shortcuts that fit this SDK in place; gives their names."""
    installed = []
    for shortcut in (
        _drop_debug_logs,
        _stay_in_preview,
        _skip_absent_inputs,
        _make_outputs_late,
        _take_one_frame,
        _join_urns,
        _keep_context,
    ):
        replacements = shortcut(project_files, loop)
        if all(_fits(target) for target in replacements):
            for target, replacement in replacements.items():
                if replacement is not None:
                    _replace(target, replacement)
            installed.append(shortcut.__name__.lstrip("_"))
    return installed


def _drop_debug_logs(project_files, loop):
    """The SDK logs six debug messages a resource, which nobody sees."""

    def debug(msg, resource=None, stream_id=None, ephemeral=None):
        pass

    return {"pulumi.log:debug": debug}


def _stay_in_preview(project_files, loop):
    """The SDK looks up for each property of each resource whether this is a preview."""

    def is_dry_run():
        return True

    return {"pulumi.runtime.settings:is_dry_run": is_dry_run}


def _skip_absent_inputs(project_files, loop):
    """A None input is serialized to nothing, at the price of a coroutine; most of a resource's inputs are None."""
    original = _find("pulumi.runtime.rpc:serialize_properties")

    def serialize_properties(inputs, property_deps, *rest, **named):
        given = {}
        for key in inputs:
            value = inputs[key]
            if value is not None:
                given[key] = value
        return original(given, property_deps, *rest, **named)

    return {"pulumi.runtime.rpc:serialize_properties": serialize_properties}


def _make_outputs_late(project_files, loop):
    """See `pending`."""
    targets = {"pulumi.output:Output.__init__": None, "pulumi.output:Output._from_data": None}
    if all(_fits(target) for target in targets):
        from . import pending

        targets["pulumi.runtime.rpc:transfer_properties"] = pending.transfer_properties
        original = _find("pulumi.runtime.resource:resource_output")
        targets["pulumi.runtime.resource:resource_output"] = pending.resource_output_after(original)
    return targets


def _take_one_frame(project_files, loop):
    """The SDK reads the source text of every frame on the stack, for each resource; one frame is asked for."""
    from pulumi.runtime.proto import source_pb2

    uris = {}

    def _get_stack_trace():
        place = project_files.current_place(2)
        if place is None:
            return source_pb2.StackTrace()
        filename, line = place
        uri = uris.get(filename)
        if uri is None:
            uri = uris[filename] = pathlib.Path(filename).absolute().as_uri()
        frame = source_pb2.StackFrame(pc=source_pb2.SourcePosition(uri=uri, line=line))
        return source_pb2.StackTrace(frames=[frame])

    return {
        "pulumi.runtime.resource:_get_stack_trace": _get_stack_trace,
        "pulumi.runtime.resource:_get_source_position": None,
    }


def _join_urns(project_files, loop):
    """A URN of plain texts needs no Outputs; the SDK makes one for each resource, for a case that never happens here."""
    original = _find("pulumi.runtime.resource:create_urn")

    def create_urn(name, type_, parent=None, project=None, stack=None):
        if not (isinstance(name, str) and isinstance(type_, str) and isinstance(parent, str)):
            return original(name, type_, parent, project, stack)
        from .pending import known_output

        return known_output(f"{parent[: parent.rfind('::')]}${type_}::{name}")

    return {
        "pulumi.output:Output._from_data": None,
        "pulumi.runtime.resource:create_urn": create_urn,
    }


def _keep_context(project_files, loop):
    """Calls that are answered in place run in the caller's context anyway."""
    original = _find("pulumi.runtime._context:wrap_with_context")

    def wrap_with_context(fn):
        return fn if loop.answers_in_place else original(fn)

    return {"pulumi.runtime._context:wrap_with_context": wrap_with_context}


def _fits(target):
    function = _find(target)
    return function is not None and shape(function) in _SHAPES[target]


def shape(function):
    """The digest of the names in a function's code."""
    names = set()
    _collect_names(getattr(function, "__func__", function).__code__, names)
    return hashlib.sha256(" ".join(sorted(names)).encode()).hexdigest()[:16]


def _collect_names(code, names):
    for group in (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars):
        names.update(name for name in group if not name.startswith("."))
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            _collect_names(constant, names)


def _find(target):
    module, _, path = target.partition(":")
    found = sys.modules.get(module)
    for part in path.split("."):
        found = getattr(found, part, None)
    return found


def _replace(target, replacement):
    """Put a function in the place of another, also where modules of the SDK have imported it by name."""
    original = _find(target)
    name = target.rpartition(":")[2]
    for module in [module for key, module in sys.modules.items() if key.partition(".")[0] == "pulumi"]:
        if module is not None and module.__dict__.get(name) is original:
            setattr(module, name, replacement)
