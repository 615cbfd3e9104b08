"""What a program in another language gives → the inputs of a component, with every error at once."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from typing import Any, Final, assert_never, get_args

import pulumi
from pulumi.output import Unknown
from pydantic import BaseModel, TypeAdapter, ValidationError

from apexai.components.refusal import RefusedArgumentsError
from apexai.errors import Diagnostic
from apexai.plugin.deriving import PAIRS
from apexai.plugin.shapes import Choice, ListOf, MapOf, Property, Record, Scalar, Shape
from apexai.spec import codes
from apexai.spec.positions import Path, render_path
from apexai.spec.shown import shown
from apexai.spec.suggestions import closest
from apexai.units import FormError

_NO_TEXT: Final = ((Mapping, "a mapping"), ((list, tuple), "a list"), ((pulumi.Asset, pulumi.Archive), "a file"))
_EXPECTED: Final = {"string": "text", "number": "a number", "integer": "a whole number", "boolean": "true or false"}


def read_inputs(record: Record, inputs: Mapping[str, object]) -> object:
    """The object of `record.source` that inputs stand for; numbers come as floats, and what is null is not there.

    Raises:
        RefusedArgumentsError: every reason, with the paths of the inputs.
    """
    reader = _Reader()
    found = reader.read(record, inputs, ())
    if reader.errors:
        raise RefusedArgumentsError("\n".join(map(str, reader.errors)), reader.errors)
    return found


class _Reader:
    """Collects the errors of one component's inputs; what is wrong is read as None."""

    def __init__(self) -> None:
        self.errors: list[Diagnostic] = []

    def read(self, shape: Shape, value: object, path: Path) -> object:
        if isinstance(value, Unknown):
            value = pulumi.Output.from_input(value)
        if isinstance(value, pulumi.Output):
            return _late(value, path) if isinstance(shape, Scalar) and shape.deferrable else self._output(path)
        match shape:
            case Scalar():
                return self._scalar(shape, value, path)
            case Choice():
                return self._choice(shape, value, path)
            case ListOf():
                return self._list(shape, value, path)
            case MapOf() | Record() if not isinstance(value, Mapping):
                return self._wrong(
                    codes.WRONG_TYPE, path, f"{shown(value)} is not a mapping", "write its keys below it"
                )
            case MapOf():
                return {key: self.read(shape.values, item, (*path, key)) for key, item in value.items()}
            case Record() if issubclass(shape.source, BaseModel):
                return _whole_numbers(value, path)
            case Record():
                return self._record(shape, value, path)
            case _:
                assert_never(shape)

    def _record(self, record: Record, value: Mapping[str, object], path: Path) -> object:
        before = len(self.errors)
        for key in value:
            if all(key != known.key for known in record.properties):
                self._unknown(record, key, path)
        given = {known.attribute: self._member(known, value, path) for known in record.properties}
        if len(self.errors) > before:
            return None
        defaults = {found.name for found in fields(record.source) if _has_default(found)}
        made = {name: item for name, item in given.items() if item is not None or name not in defaults}
        return tuple(made.values()) if record.source in PAIRS.values() else record.source(**made)

    def _member(self, known: Property, value: Mapping[str, object], path: Path) -> object:
        here = (*path, known.key)
        if known.key in value:
            return self.read(known.shape, value[known.key], here)
        return self._wrong(codes.MISSING, here, "is missing", f"add {known.key}") if known.required else None

    def _list(self, shape: ListOf, value: object, path: Path) -> object:
        if not isinstance(value, list | tuple):
            return self._wrong(codes.WRONG_TYPE, path, f"{shown(value)} is not a list", "write a list")
        return tuple(self.read(shape.items, item, (*path, index)) for index, item in enumerate(value))

    def _choice(self, shape: Choice, value: object, path: Path) -> object:
        choices = [member.value for member in shape.members]
        if value in choices:
            return value
        meant = closest(value, choices) if isinstance(value, str) else None
        message = f"{shown(value)} is not one of {', '.join(choices)}"
        return self._wrong(codes.NOT_ONE_OF, path, message, f"did you mean {meant}?" if meant else "write one of them")

    def _scalar(self, shape: Scalar, value: object, path: Path) -> object:
        plain = _whole_numbers(value, path)
        try:
            found = _adapter(shape.kind).validate_python(plain, strict=True)
        except ValidationError as error:
            return self._wrong(*_explain(error, shape, plain, path))
        return found if isinstance(found, date) else plain

    def _output(self, path: Path) -> object:
        message = "an Output can't stand here, it decides what is created"
        return self._wrong(codes.OUTPUT, path, message, "give a plain value")

    def _unknown(self, record: Record, key: str, path: Path) -> None:
        known = [prop.key for prop in record.properties]
        meant = closest(key, known)
        instead = f"did you mean {meant}?" if meant else f"the keys here are {', '.join(known)}"
        self._wrong(codes.UNKNOWN_KEY, (*path, key), f"there is no {key} here", instead)

    def _wrong(self, code: str, path: Path, message: str, instead: str) -> object:
        self.errors.append(Diagnostic(code=code, path=render_path(path), message=message, suggestion=instead))
        return None


def _adapter(kind: Any) -> TypeAdapter[object]:
    return TypeAdapter(kind)


def _explain(error: ValidationError, shape: Scalar, value: object, path: Path) -> tuple[str, Path, str, str]:
    first = error.errors(include_url=False)[0]
    match first.get("ctx", {}).get("error"):
        case FormError() as wrong:
            return codes.WRONG_FORM, path, f"{shown(value)} is not {wrong.form}", wrong.suggestion
        case _ if first["type"] == "literal_error":
            (only,) = get_args(shape.kind)
            return codes.NOT_ONE_OF, path, f"{shown(value)} is not {only}", f"write {only}, or remove it"
        case _ if first["type"].startswith(("greater_", "less_")):
            return codes.OUT_OF_RANGE, path, f"{shown(value)} is out of range", first["msg"].replace("Input", "it")
    wanted = " or ".join(_EXPECTED[type_] for type_ in shape.types)
    return codes.WRONG_TYPE, path, f"{shown(value)} is not {wanted}", f"write {wanted}"


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _whole_numbers(value: object, path: Path) -> object:
    """Plain data whose whole numbers are such again, and what is unknown an Output."""
    match value:
        case Unknown():
            return pulumi.Output.from_input(value)
        case pulumi.Output():
            return _late(value, path)
        case float() if value.is_integer():
            return int(value)
        case Mapping():
            return {key: _whole_numbers(item, (*path, key)) for key, item in value.items()}
        case list() | tuple():
            return [_whole_numbers(item, (*path, index)) for index, item in enumerate(value)]
        case _:
            return value


def _late(value: pulumi.Output[object], path: Path) -> pulumi.Output[object]:
    """An Output of text; what else it turns out to be, the SDK would tell by an assertion of its own."""

    def check(found: object) -> object:
        kind = next((name for types, name in _NO_TEXT if isinstance(found, types)), None)
        if kind is not None:
            message = f"the Output turned out to be {kind}, and text is needed here"
            wrong = Diagnostic(
                code=codes.WRONG_TYPE, path=render_path(path), message=message, suggestion="give an Output of text"
            )
            raise RefusedArgumentsError(str(wrong), [wrong])
        return found

    return value.apply(check)
