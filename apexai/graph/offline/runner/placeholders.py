"""Plausible answers to common data sources, so that programs which need one at once still preview; always marked.

The table `placeholders.json` has what programs branch on, by token without its API version. The rest of an answer is
made from the SDK's own result class, and what the program asked for is echoed, so that answers have the right shape.
"""

from __future__ import annotations

import json
import os
import re
import sys
import types
import typing
from typing import Any

_TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "placeholders.json")
_HOLE = re.compile(r"\{(\w+)\}")
_DEEPEST = 4
_UNIONS = (typing.Union, getattr(types, "UnionType", typing.Union))


class Placeholders:
    """Answers with the stack's own region, project and the like where its configuration has them."""

    def __init__(self, config: dict[str, str]) -> None:
        self._config = config
        self._table: dict[str, Any] = {}

    def find(self, token: str, arguments: dict[str, Any], result_class: type | None) -> dict[str, Any] | None:
        """The answer, or None where the table has none."""
        if not self._table:
            with open(_TABLE, encoding="utf-8") as file:
                self._table = json.load(file)
        known = self._table["answers"].get(plain_token(token))
        if known is None:
            return None
        answer = self._filled(known)
        if result_class is None:
            return {**arguments, **answer}
        fields = _field_types(result_class)
        made = {name: _made(name, type_, 1) for name, type_ in fields.items()}
        asked = {name: value for name, value in arguments.items() if _is_echo(value, fields.get(name))}
        given = {name: value for name, value in answer.items() if name in fields}
        return {**{name: value for name, value in made.items() if value is not None}, **given, **asked}

    def _filled(self, value: Any) -> Any:
        if isinstance(value, str):
            return _HOLE.sub(lambda hole: self._value(hole.group(1)), value)
        if isinstance(value, list):
            return [self._filled(item) for item in value]
        if isinstance(value, dict):
            return {key: self._filled(item) for key, item in value.items()}
        return value

    def _value(self, name: str) -> str:
        for key in self._table["config"].get(name, ()):
            if key in self._config:
                return self._config[key]
        return str(self._table["values"].get(name, ""))


def plain_token(token: str) -> str:
    """`aws:ec2/getAmi:getAmi` and `azure-native:storage/v20230101:listKeys` without what follows the slash."""
    package, _, rest = token.partition(":")
    module, _, name = rest.partition(":")
    return f"{package}:{module.partition('/')[0]}:{name}"


def _field_types(result_class: type) -> dict[str, Any]:
    try:
        return dict(sys.modules["pulumi._types"].output_type_types(result_class))
    except Exception:
        return {}


def _is_echo(value: Any, type_: Any) -> bool:
    """True for an argument that can stand in the result as it is; providers convert, for example "true" to a bool."""
    if type_ is None:
        return False
    arguments = [argument for argument in typing.get_args(type_) if argument is not type(None)]
    if typing.get_origin(type_) in _UNIONS:
        return len(arguments) == 1 and _is_echo(value, arguments[0])
    if type_ in (int, float):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, type_) if type_ in (str, bool) else not isinstance(value, (str, bool, int, float))


def _made(name: str, type_: Any, depth: int) -> Any:
    """A value of a type: a text that says what it is, nothing counted, one element where elements have a shape."""
    origin = typing.get_origin(type_)
    arguments = [argument for argument in typing.get_args(type_) if argument is not type(None)]
    if origin in _UNIONS:
        return _made(name, arguments[0], depth) if len(arguments) == 1 else None
    if type_ is str:
        return f"placeholder-{name}"
    if type_ in (bool, int, float):
        return type_()
    if isinstance(origin, type) and issubclass(origin, (list, typing.Sequence)):
        element = _made(name, arguments[0], depth + 1) if arguments and _is_shaped(arguments[0]) else None
        return [element] if element is not None else []
    if isinstance(origin, type) and issubclass(origin, (dict, typing.Mapping)):
        return {}
    if _is_shaped(type_) and depth < _DEEPEST:
        fields = {key: _made(key, field, depth + 1) for key, field in _field_types(type_).items()}
        return {key: value for key, value in fields.items() if value is not None}
    return None


def _is_shaped(type_: Any) -> bool:
    return isinstance(type_, type) and bool(_field_types(type_))
