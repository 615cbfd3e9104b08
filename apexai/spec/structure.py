"""The models by path: which keys a section takes, and what kind of value stands where."""

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Form, key_of
from apexai.spec.positions import Path


@cache
def field_kinds(model: type[BaseModel]) -> Mapping[str, object]:
    """Key in the file → type with its `Annotated` metadata, in the order of the model."""
    return {
        key_of(name, field): Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
        for name, field in model.model_fields.items()
    }


def plain_kind(kind: Any) -> object:
    """The type without `Annotated` and `None`."""
    if hasattr(kind, "__metadata__"):
        return plain_kind(get_args(kind)[0])
    if get_origin(kind) in (list, dict, Literal):
        return kind
    members = [member for member in get_args(kind) if member is not NoneType]
    return plain_kind(members[0]) if len(members) == 1 else kind


def section_of(kind: object) -> type[BaseModel] | None:
    """The model, where the kind is a section of the spec."""
    plain = plain_kind(kind)
    return plain if isinstance(plain, type) and issubclass(plain, BaseModel) else None


def kind_at(path: Path) -> object | None:
    """The kind of value at a concrete path; None where the spec has no such path."""
    kind: object | None = ServerlessModelDeployment
    for step in path:
        kind = _below(kind, step)
        if kind is None:
            return None
    return kind


def key_kind_at(path: Path) -> object | None:
    """The kind of key that a map takes at a concrete path; None where no map is above it."""
    plain = plain_kind(kind_at(path[:-1]))
    return get_args(plain)[0] if get_origin(plain) is dict else None


def is_required(path: Path) -> bool:
    """Whether the section that holds the path can't be without it."""
    section = section_of(kind_at(path[:-1]))
    if section is None:
        return False
    return any(field.is_required() for name, field in section.model_fields.items() if key_of(name, field) == path[-1])


def form_of(kind: Any) -> Form | None:
    """How a value of this kind is written, where a form says so."""
    for extra in getattr(kind, "__metadata__", ()):
        if isinstance(extra, Form):
            return extra
    found = (form_of(part) for part in get_args(kind) if get_origin(kind) not in (list, dict, Literal))
    return next((form for form in found if form is not None), None)


def choices_of(kind: object) -> tuple[str, ...]:
    """The values to choose from, where there are such."""
    plain = plain_kind(kind)
    if isinstance(plain, type) and issubclass(plain, Enum):
        return tuple(str(member.value) for member in plain)
    return tuple(str(value) for value in get_args(plain)) if get_origin(plain) is Literal else ()


@cache
def key_paths() -> tuple[tuple[str, str], ...]:
    """Every key of the spec and the path where it belongs, `[]` for items of lists."""
    return tuple(_key_paths(ServerlessModelDeployment, ""))


def _key_paths(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, str]]:
    for key, kind in field_kinds(model).items():
        path = f"{prefix}.{key}".lstrip(".")
        yield key, path
        plain = plain_kind(kind)
        if get_origin(plain) is list:
            plain, path = plain_kind(get_args(plain)[0]), f"{path}[]"
        if isinstance(plain, type) and issubclass(plain, BaseModel):
            yield from _key_paths(plain, path)


def _below(kind: object, step: str | int) -> object | None:
    plain = plain_kind(kind)
    if isinstance(plain, type) and issubclass(plain, BaseModel):
        return field_kinds(plain).get(step) if isinstance(step, str) else None
    origin, arguments = get_origin(plain), get_args(plain)
    found: object | None = None
    if origin is list and isinstance(step, int):
        found = arguments[0]
    elif origin is dict and isinstance(step, str):
        found = arguments[1]
    return found
