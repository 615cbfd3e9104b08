"""Python types → shapes: sections of the spec, dataclasses of arguments, and what stands in their fields."""

import re
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from inspect import get_annotations
from os import PathLike
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import pulumi
from pydantic import BaseModel
from pydantic.alias_generators import to_camel, to_pascal

from apexai.plugin.shapes import Choice, ListOf, MapOf, Member, Property, Record, Scalar, Shape
from apexai.spec.deployment import Spec
from apexai.spec.docstrings import attribute_docs, class_doc, field_docs
from apexai.spec.fields import Deferred, key_of
from apexai.spec.quantities import Day
from apexai.spec.schema import default_of
from apexai.spec.structure import field_kinds, form_of

PARTIAL: Final = "Override"
"""Ends the names of partial sections, as in the JSON Schema of the spec."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionOf:
    """Marks data that is a section of the spec, which the spec's own checks read."""

    model: type[BaseModel]
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretInput:
    """Marks an input that is a secret wherever it is shown."""


_SCALARS: Final[Mapping[object, str]] = {str: "string", int: "integer", float: "number", bool: "boolean"}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyValue:
    """A tag or a label."""

    key: str
    """Its key."""
    value: str
    """Its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductUsage:
    """Units of a product of Cloudflare."""

    product: str
    """As Cloudflare's notifications name it."""
    units: int
    """How many."""


PAIRS: Final[Mapping[tuple[Any, ...], type]] = {(str, str): KeyValue, (str, int): ProductUsage}
"""Types of a pair → the record whose values it holds; other languages have no pairs."""

_Marker = TypeVar("_Marker")
_PULUMI_NAMES: Final[Mapping[str, Any]] = {"pulumi": pulumi, "Output": pulumi.Output, "T": object}
"""What stands as text in annotations of arguments, and in `pulumi.Input` itself."""
_SNAKE_CASE: Final = re.compile(r"(?<=`)[a-z]+(_[a-z]+)+(?=`)")
_RENAMED: Final = {"Gateway": "EdgeGateway", "Stable": "EdgeStable", "Route": "EdgeRoute", "Tokens": "EdgeTokens"}
"""Dataclasses of arguments whose names the spec has for something else, or that say too little by themselves."""


def shape_of(kind: Any, *, partial: bool = False) -> Shape:
    """The shape of what a field of this type holds."""
    marker = _marker(kind, SectionOf)
    if marker is not None:
        return section_record(marker.model, partial=marker.partial)
    core = _core(kind)
    origin, arguments = get_origin(core), get_args(core)
    if origin in (list, Sequence) or (origin is tuple and arguments[1:] == (...,)):
        return ListOf(items=shape_of(arguments[0]))
    if origin in (dict, Mapping):
        return MapOf(values=shape_of(arguments[1]))
    if origin is tuple:
        return argument_record(PAIRS[arguments])
    if (section := _class(core, BaseModel)) is not None:
        return section_record(section, partial=partial)
    if (enum := _class(core, Enum)) is not None:
        return _choice(enum)
    if isinstance(core, type) and is_dataclass(core) and form_of(kind) is None:
        return argument_record(core)
    return _scalar(kind, core)


@cache
def section_record(model: type[BaseModel], *, partial: bool = False) -> Record:
    """The record of a section of the spec."""
    docs, kinds = field_docs(model), field_kinds(model)
    found: list[Property] = []
    for name, field in model.model_fields.items():
        key = key_of(name, field)
        targets = model is Spec and key == "targets"
        if targets and partial:
            continue
        default = None if partial else default_of(field)
        found.append(
            Property(
                key=key,
                attribute=name,
                shape=_targets() if targets else shape_of(kinds[key], partial=partial),
                description=docs.get(name, ""),
                required=field.is_required() and not partial,
                default="" if default is None else _written(default),
                constant=_constant(kinds[key]),
            )
        )
    name = f"{model.__name__}{PARTIAL if partial else ''}"
    return Record(name=name, description=class_doc(model), properties=tuple(found), source=model, partial=partial)


@cache
def argument_record(owner: type) -> Record:
    """The record of a dataclass of arguments."""
    docs = attribute_docs(owner)
    hints = get_type_hints(owner, localns=_PULUMI_NAMES, include_extras=True)
    properties = tuple(
        Property(
            key=to_camel(field.name),
            attribute=field.name,
            shape=shape_of(hints[field.name]),
            description=_neutral(docs.get(field.name, "")),
            required=_is_required(field, hints[field.name]),
            default="" if field.default in (MISSING, None, (), "") else _written(field.default),
            constant=_constant(hints[field.name]),
            secret=_marker(hints[field.name], SecretInput) is not None,
        )
        for field in fields(owner)
    )
    name = _RENAMED.get(owner.__name__, owner.__name__)
    return Record(name=name, description=class_doc(owner), properties=properties, source=owner)


def output_record(component: type[pulumi.ComponentResource]) -> Record:
    """The record of a component's outputs, which are its annotations."""
    docs = attribute_docs(component)
    hints = get_annotations(component)
    properties = tuple(
        Property(
            key=to_camel(name),
            attribute=name,
            shape=shape_of(hint),
            description=_neutral(docs.get(name, "")),
            required=NoneType not in get_args(get_args(hint)[0]),
        )
        for name, hint in hints.items()
    )
    return Record(name=component.__name__, description=class_doc(component), properties=properties, source=component)


def _is_required(field: Field[Any], hint: Any) -> bool:
    """A value that may be None is left out where it is; other languages have no way to say so in words."""
    return field.default is MISSING and field.default_factory is MISSING and NoneType not in _members(hint)


def _neutral(text: str) -> str:
    """A docstring without the words of Python."""
    return _SNAKE_CASE.sub(lambda found: to_camel(found[0]), text).replace("None", "absent")


def _targets() -> MapOf:
    return MapOf(values=section_record(Spec, partial=True))


def _members(kind: Any) -> tuple[Any, ...]:
    """The members of a union, without `Annotated`; the kind itself where it is none."""
    if hasattr(kind, "__metadata__"):
        return _members(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return tuple(dict.fromkeys(member for part in get_args(kind) for member in _members(part)))
    return (kind,)


def _metadata(kind: Any) -> tuple[object, ...]:
    """What is annotated to a kind and to members of its union."""
    if hasattr(kind, "__metadata__"):
        return (*kind.__metadata__, *_metadata(get_args(kind)[0]))
    if get_origin(kind) in (Union, UnionType):
        return tuple(extra for part in get_args(kind) for extra in _metadata(part))
    return ()


def _marker(kind: Any, wanted: type[_Marker]) -> _Marker | None:
    return next((extra for extra in _metadata(kind) if isinstance(extra, wanted)), None)


def _core(kind: Any) -> Any:
    """The one type that a plain value has, without `None` and Outputs."""
    members = [member for member in _members(kind) if not _is_beside(member)]
    if not members:
        (output,) = [member for member in _members(kind) if get_origin(member) is pulumi.Output]
        return _core(get_args(output)[0])
    (core,) = members
    return core


def _is_beside(member: Any) -> bool:
    """Whether a member of a union only says how else a value may come."""
    return member in (NoneType, Deferred) or get_origin(member) in (Awaitable, pulumi.Output, PathLike)


def _class(core: Any, base: type[Any]) -> Any:
    return core if isinstance(core, type) and issubclass(core, base) else None


def _choice(enum: type[Enum]) -> Choice:
    docs = attribute_docs(enum)
    members = tuple(
        Member(name=to_pascal(member.name.lower()), value=str(member.value), description=docs.get(member.name, ""))
        for member in enum
    )
    described = enum.__doc__ is not None and class_doc(enum)
    return Choice(name=enum.__name__, description=described or "", members=members)


def _scalar(kind: Any, core: Any) -> Scalar:
    form = form_of(kind)
    deferrable = any(member is Deferred or get_origin(member) is pulumi.Output for member in _members(kind))
    if core is date and form is None:
        return _scalar(Day, core)
    if form is not None:
        return Scalar(types=form.types, form=form, kind=kind, deferrable=deferrable)
    if get_origin(core) is Literal:
        return Scalar(kind=core)
    return Scalar(types=(_SCALARS[core],), kind=core if deferrable else kind, deferrable=deferrable)


def _constant(kind: Any) -> str:
    core = next((member for member in _members(kind) if get_origin(member) is Literal), None)
    return str(get_args(core)[0]) if core is not None else ""


def _written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case tuple():
            return ", ".join(map(_written, value))
        case _:
            return str(value)
