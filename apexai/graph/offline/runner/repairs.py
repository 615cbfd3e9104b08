"""Makes up for what SDKs leave out, and what no provider would answer."""

from __future__ import annotations

import sys
from typing import Any

from google.protobuf import struct_pb2

from . import wire
from .source import ProjectFiles, file_uri


def install(project_files: ProjectFiles) -> None:
    """Put the repairs in place that this SDK needs."""
    _let_misfits_be_unknown()
    _point_to_user_lines(project_files)


def _let_misfits_be_unknown() -> None:
    """An input echoed as an output may have another type there: unknown, then, as a provider's preview has it."""
    rpc: Any = sys.modules["pulumi.runtime.rpc"]
    original = rpc.resolve_outputs

    def resolve_outputs(res: Any, serialized_props: Any, outputs: Any, *rest: Any, **named: Any) -> Any:
        try:
            return original(res, serialized_props, outputs, *rest, **named)
        except (AssertionError, TypeError, ValueError):
            return original(res, serialized_props, _fitting(rpc, res, outputs), *rest, **named)

    rpc.resolve_outputs = resolve_outputs


def _point_to_user_lines(project_files: ProjectFiles) -> None:
    """SDKs before stack traces report one position, which for generated resources is in the provider's package."""
    resource: Any = sys.modules["pulumi.runtime.resource"]
    if hasattr(resource, "_get_stack_trace") or not hasattr(resource, "_get_source_position"):
        return
    from pulumi.runtime.proto import source_pb2

    def _get_source_position(skip: int) -> Any:
        place = project_files.instantiation_place(2)
        if place is None:
            return None
        return source_pb2.SourcePosition(uri=file_uri(place[0]), line=place[1])

    resource._get_source_position = _get_source_position


def _fitting(rpc: Any, res: Any, outputs: Any) -> Any:
    types = sys.modules["pulumi._types"].resource_types(type(res))
    kept = struct_pb2.Struct()
    for key, value in wire.struct_to_json(outputs).items():
        single = wire.json_to_struct({key: value})
        try:
            content = rpc.deserialize_properties(single, True)[key]
            rpc.translate_output_properties(content, lambda name: name, types.get(key), True)
        except Exception:
            continue
        kept.fields[key].CopyFrom(single.fields[key])
    return kept
