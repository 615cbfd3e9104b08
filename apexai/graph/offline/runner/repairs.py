"""Makes the SDK bear what no provider would answer: inputs echoed as outputs that have another type."""

from __future__ import annotations

import sys
from typing import Any

from google.protobuf import struct_pb2

from . import wire


def let_misfits_be_unknown() -> None:
    """An input echoed as an output may have another type there: unknown, then, as a provider's preview has it."""
    rpc: Any = sys.modules["pulumi.runtime.rpc"]
    original = rpc.resolve_outputs

    def resolve_outputs(res: Any, serialized_props: Any, outputs: Any, *rest: Any, **named: Any) -> Any:
        try:
            return original(res, serialized_props, outputs, *rest, **named)
        except (AssertionError, TypeError, ValueError):
            return original(res, serialized_props, _fitting(rpc, res, outputs), *rest, **named)

    rpc.resolve_outputs = resolve_outputs


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
