"""Makes the SDK bear what no provider would answer: inputs echoed as outputs that have another type."""

from __future__ import annotations

import sys

from google.protobuf import struct_pb2

from . import wire


def install():
    """Let properties whose echo doesn't fit the output's declared type be unknown, as a provider's preview has them."""
    rpc = sys.modules["pulumi.runtime.rpc"]
    original = rpc.resolve_outputs

    def resolve_outputs(res, serialized_props, outputs, *rest, **named):
        try:
            return original(res, serialized_props, outputs, *rest, **named)
        except (AssertionError, TypeError, ValueError):
            return original(res, serialized_props, _fitting(rpc, res, outputs), *rest, **named)

    rpc.resolve_outputs = resolve_outputs


def _fitting(rpc, res, outputs):
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
