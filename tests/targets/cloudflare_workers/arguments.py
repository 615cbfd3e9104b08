"""Holds inputs of Cloudflare resources against the argument types of the SDK, which the SDK itself does not check."""

import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from pulumi._types import input_type_types, is_input_type

from apexai.graph import UNKNOWN, Resource, Secret, Value
from apexai.targets.cloudflare_workers import sdk

_MODULES: Final = "pulumi_cloudflare"


def misfits(resources: Iterable[Resource]) -> list[str]:
    """What no argument takes: `WorkerVersion fraud-version: limits.cpuMs: …`."""
    return [
        f"{resource.type.rsplit(':', 1)[-1]} {resource.name}: {found}"
        for resource in resources
        if resource.type.startswith("cloudflare:")
        for found in _object(dict(resource.inputs), _arguments(resource.type), "")
    ]


def _arguments(token: str) -> type:
    module, name = token.split(":")[1].rpartition("/")[2], token.rsplit(":", 1)[-1]
    assert hasattr(sdk, name), f"{name} is not among the classes that the target uses"
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in module)
    found: type = getattr(import_module(f"{_MODULES}.{snake}"), f"{name}Args")
    return found


def _object(inputs: Mapping[str, Value], arguments: type, path: str) -> Iterator[str]:
    known = input_type_types(arguments)
    for key, value in inputs.items():
        if key not in known:
            yield f"{path}{key}: no such argument of {arguments.__name__}"
        else:
            yield from _value(value, known[key], f"{path}{key}")


def _value(value: Value, wanted: Any, path: str) -> Iterator[str]:
    found = value.value if isinstance(value, Secret) else value
    wanted = _without_outputs(wanted)
    if found is None or found is UNKNOWN or wanted is Any:
        return
    if is_input_type(wanted):
        yield from (
            _object(found, wanted, f"{path}.") if isinstance(found, dict) else (f"{path}: {found!r} is no object",)
        )
    elif typing.get_origin(wanted) is Sequence or typing.get_origin(wanted) is list:
        (item,) = typing.get_args(wanted)
        if not isinstance(found, list):
            yield f"{path}: {found!r} is no list"
            return
        for index, one in enumerate(found):
            yield from _value(one, item, f"{path}[{index}]")
    elif not _fits(found, wanted):
        yield f"{path}: {found!r} is no {wanted}"


def _fits(found: object, wanted: Any) -> bool:
    if wanted is float:
        return isinstance(found, int | float) and not isinstance(found, bool)
    if wanted is int:
        return isinstance(found, int) and not isinstance(found, bool)
    return isinstance(found, wanted)


def _without_outputs(wanted: Any) -> Any:
    """The type itself of an `Input`, which is a union with awaitables and outputs."""
    if typing.get_origin(wanted) not in (typing.Union, types.UnionType):
        return wanted
    kept = [one for one in typing.get_args(wanted) if one is not type(None) and not _is_late(one)]
    return kept[0] if len(kept) == 1 else Any


def _is_late(one: Any) -> bool:
    return any(word in str(one) for word in ("Awaitable", "Output[", "TypedDict"))
