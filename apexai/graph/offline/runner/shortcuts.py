"""Replaces what costs the SDK most, each only where the SDK's own code is the one that the replacement was made for.

A function's shape is a digest of the names that its code uses, nested functions included: the same under every
CPython, and another as soon as the function does something else. A shortcut whose shapes don't fit is left out, and
the program runs as rightly as with it, and slower.
"""

from __future__ import annotations

import hashlib
import sys
import types
from collections.abc import Callable
from typing import Any

from .source import ProjectFiles, file_uri

SHAPES = {
    "pulumi.runtime.rpc:transfer_properties": {"fde994a7d6858759"},
    "pulumi.runtime.rpc:serialize_properties": {"e45902d008e04606"},
    "pulumi.runtime.resource:resource_output": {"3014af335bf00f11"},
    "pulumi.runtime.resource:_get_stack_trace": {"9bdfbb6d4cc1498a"},
    "pulumi.runtime.resource:_get_source_position": {"d11b1f5cf2df786f"},
    "pulumi.runtime.resource:create_urn": {"fde146a0941885fe"},
    "pulumi.runtime._context:wrap_with_context": {"78dd95265e19c155"},
    "pulumi.output:Output.__init__": {"f03e5e930997df8a"},
    "pulumi.output:Output._from_data": {"10f2e8007ae1453c"},
    "pulumi.log:debug": {"f5a7f1d9d1886a8f"},
    "pulumi.runtime.settings:is_dry_run": {"2854853fabac0cd4"},
}


def install(project_files: ProjectFiles) -> list[str]:
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
        replacements = shortcut(project_files)
        if all(fits(target) for target in replacements):
            for target, replacement in replacements.items():
                if replacement is not None:
                    _replace(target, replacement)
            installed.append(shortcut.__name__.lstrip("_"))
    return installed


def _drop_debug_logs(project_files: ProjectFiles) -> dict[str, Any]:
    """The SDK logs six debug messages a resource, which nobody sees."""

    def debug(msg: Any, resource: Any = None, stream_id: Any = None, ephemeral: Any = None) -> None:
        pass

    return {"pulumi.log:debug": debug}


def _stay_in_preview(project_files: ProjectFiles) -> dict[str, Any]:
    """The SDK looks up for each property of each resource whether this is a preview."""

    def is_dry_run() -> bool:
        return True

    return {"pulumi.runtime.settings:is_dry_run": is_dry_run}


def _skip_absent_inputs(project_files: ProjectFiles) -> dict[str, Any]:
    """A None input is serialized to nothing, at the price of a coroutine; most of a resource's inputs are None."""
    original = _find("pulumi.runtime.rpc:serialize_properties")

    def serialize_properties(inputs: Any, property_deps: Any, *rest: Any, **named: Any) -> Any:
        given: dict[str, Any] = {}
        for key in inputs:
            value = inputs[key]
            if value is not None:
                given[key] = value
        return original(given, property_deps, *rest, **named)

    return {"pulumi.runtime.rpc:serialize_properties": serialize_properties}


def _make_outputs_late(project_files: ProjectFiles) -> dict[str, Any]:
    """See `pending`."""
    targets: dict[str, Any] = {"pulumi.output:Output.__init__": None, "pulumi.output:Output._from_data": None}
    if all(fits(target) for target in targets):
        from . import pending

        targets["pulumi.runtime.rpc:transfer_properties"] = pending.transfer_properties
        original = _find("pulumi.runtime.resource:resource_output")
        targets["pulumi.runtime.resource:resource_output"] = pending.resource_output_after(original)
    return targets


def _take_one_frame(project_files: ProjectFiles) -> dict[str, Any]:
    """The SDK reads the source text of every frame on the stack, for each resource; one frame is asked for."""
    from pulumi.runtime.proto import source_pb2

    uris: dict[str, str] = {}

    def _get_stack_trace() -> Any:
        place = project_files.instantiation_place(2)
        if place is None:
            return source_pb2.StackTrace()
        filename, line = place
        uri = uris.get(filename)
        if uri is None:
            uri = uris[filename] = file_uri(filename)
        frame = source_pb2.StackFrame(pc=source_pb2.SourcePosition(uri=uri, line=line))
        return source_pb2.StackTrace(frames=[frame])

    return {
        "pulumi.runtime.resource:_get_stack_trace": _get_stack_trace,
        "pulumi.runtime.resource:_get_source_position": None,
    }


def _join_urns(project_files: ProjectFiles) -> dict[str, Any]:
    """A URN of plain texts needs no Outputs; the SDK makes three for each resource, and drops the result."""
    original = _find("pulumi.runtime.resource:create_urn")

    def create_urn(name: Any, type_: Any, parent: Any = None, project: Any = None, stack: Any = None) -> Any:
        if not (isinstance(name, str) and isinstance(type_, str) and isinstance(parent, str)):
            return original(name, type_, parent, project, stack)
        from .pending import known_output

        return known_output(f"{parent[: parent.rfind('::')]}${type_}::{name}")

    return {
        "pulumi.output:Output._from_data": None,
        "pulumi.runtime.resource:create_urn": create_urn,
    }


def _keep_context(project_files: ProjectFiles) -> dict[str, Any]:
    """What the SDK hands to its executor runs in place here, in the caller's context: see `loop`."""

    def wrap_with_context(fn: Any) -> Any:
        return fn

    return {"pulumi.runtime._context:wrap_with_context": wrap_with_context}


def fits(target: str) -> bool:
    function = _find(target)
    return function is not None and shape(function) in SHAPES[target]


def shape(function: Any) -> str:
    """The digest of the names in a function's code."""
    names: set[str] = set()
    _collect_names(getattr(function, "__func__", function).__code__, names)
    return hashlib.sha256(" ".join(sorted(names)).encode()).hexdigest()[:16]


def _collect_names(code: types.CodeType, names: set[str]) -> None:
    for group in (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars):
        names.update(name for name in group if not name.startswith("."))
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            _collect_names(constant, names)


def _find(target: str) -> Any:
    module, _, path = target.partition(":")
    found: Any = sys.modules.get(module)
    for part in path.split("."):
        found = getattr(found, part, None)
    return found


def _replace(target: str, replacement: Callable[..., Any]) -> None:
    """Put a function in the place of another, also where modules of the SDK have imported it by name."""
    original = _find(target)
    name = target.rpartition(":")[2]
    for module in [module for key, module in sys.modules.items() if key.partition(".")[0] == "pulumi"]:
        if module is not None and module.__dict__.get(name) is original:
            setattr(module, name, replacement)
