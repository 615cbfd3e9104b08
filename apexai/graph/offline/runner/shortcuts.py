"""Replaces what costs the SDK most; a shortcut that doesn't fit this SDK is left out, which is slower and as right."""

from __future__ import annotations

from typing import Any

from .engine import NOTE
from .shapes import find, fits, replace


def install() -> list[str]:
    """Put the shortcuts that fit this SDK in place; gives their names."""
    installed = []
    for shortcut in (
        _drop_debug_logs,
        _stay_in_preview,
        _skip_absent_inputs,
        _make_outputs_late,
        _join_urns,
        _keep_context,
    ):
        replacements = shortcut()
        if all(fits(target) for target in replacements):
            for target, replacement in replacements.items():
                if replacement is not None:
                    replace(target, replacement)
            installed.append(shortcut.__name__.lstrip("_"))
    return installed


def _drop_debug_logs() -> dict[str, Any]:
    """The SDK logs six debug messages a resource, which nobody sees; notes are kept."""
    original = find("pulumi.log:debug")

    def debug(msg: Any, resource: Any = None, stream_id: Any = None, ephemeral: Any = None) -> None:
        if isinstance(msg, str) and msg.startswith(NOTE):
            original(msg, resource, stream_id, ephemeral)

    return {"pulumi.log:debug": debug}


def _stay_in_preview() -> dict[str, Any]:
    """The SDK looks up for each property of each resource whether this is a preview."""

    def is_dry_run() -> bool:
        return True

    return {"pulumi.runtime.settings:is_dry_run": is_dry_run}


def _skip_absent_inputs() -> dict[str, Any]:
    """A None input is serialized to nothing, at the price of a coroutine; most of a resource's inputs are None."""
    original = find("pulumi.runtime.rpc:serialize_properties")

    def serialize_properties(inputs: Any, property_deps: Any, *rest: Any, **named: Any) -> Any:
        given: dict[str, Any] = {}
        for key in inputs:
            value = inputs[key]
            if value is not None:
                given[key] = value
        return original(given, property_deps, *rest, **named)

    return {"pulumi.runtime.rpc:serialize_properties": serialize_properties}


def _make_outputs_late() -> dict[str, Any]:
    """See `pending`."""
    targets: dict[str, Any] = {"pulumi.output:Output.__init__": None, "pulumi.output:Output._from_data": None}
    if all(fits(target) for target in targets):
        from . import pending

        targets["pulumi.runtime.rpc:transfer_properties"] = pending.transfer_properties
        original = find("pulumi.runtime.resource:resource_output")
        targets["pulumi.runtime.resource:resource_output"] = pending.resource_output_after(original)
    return targets


def _join_urns() -> dict[str, Any]:
    """A URN of plain texts needs no Outputs; the SDK makes three for each resource, and drops the result."""
    original = find("pulumi.runtime.resource:create_urn")

    def create_urn(name: Any, type_: Any, parent: Any = None, project: Any = None, stack: Any = None) -> Any:
        if not (isinstance(name, str) and isinstance(type_, str) and isinstance(parent, str)):
            return original(name, type_, parent, project, stack)
        from .pending import known_output

        return known_output(f"{parent[: parent.rfind('::')]}${type_}::{name}")

    return {
        "pulumi.output:Output._from_data": None,
        "pulumi.runtime.resource:create_urn": create_urn,
    }


def _keep_context() -> dict[str, Any]:
    """What the SDK hands to its executor runs in place here, in the caller's context: see `loop`."""

    def wrap_with_context(fn: Any) -> Any:
        return fn

    return {"pulumi.runtime._context:wrap_with_context": wrap_with_context}
