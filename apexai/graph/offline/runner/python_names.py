"""The properties of a resource under the names that its class has for them in Python."""

from __future__ import annotations

import sys
import typing
from typing import Any

from . import wire


def named_in_python(properties: dict[str, Any], args_class: type | None) -> dict[str, Any]:
    """Wire properties by the names of the constructor's arguments, nested objects likewise."""
    found = _named(properties, args_class)
    assert isinstance(found, dict)
    return found


def _named(value: Any, type_: Any) -> Any:
    types = sys.modules["pulumi._types"]
    if isinstance(value, dict) and value.get(wire.SIGNATURE) == wire.SECRET:
        return {**value, "value": _named(value["value"], type_)}
    if isinstance(value, dict) and wire.SIGNATURE in value:
        return value
    type_ = types.unwrap_type(type_) if type_ is not None else None
    if isinstance(value, dict):
        type_ = types.reduce_discriminated_union(type_, value, _same_name) or type_
        return _named_object(value, type_, types)
    if isinstance(value, list):
        element = _parameter(type_, 0)
        return [_named(item, element) for item in value]
    return value


def _named_object(value: dict[str, Any], type_: Any, types: Any) -> dict[str, Any]:
    if type_ is not None and types.is_input_type(type_):
        of_property = types.input_type_types(type_)
        names = {pulumi: python for python, pulumi in types.input_type_py_to_pulumi_names(type_).items()}
        order = [*(key for key in of_property if key in value), *sorted(value.keys() - of_property.keys())]
        return {names.get(key, key): _named(value[key], of_property.get(key)) for key in order}
    element = _parameter(type_, 1)
    return {key: _named(value[key], element) for key in sorted(value)}


def _parameter(type_: Any, index: int) -> Any:
    parameters = typing.get_args(type_)
    return parameters[index] if len(parameters) > index else None


def _same_name(_: Any, name: str) -> str:
    return name
