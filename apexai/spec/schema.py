"""The JSON Schema of the spec, with descriptions, for editors and for programs that write specs."""

from collections.abc import Iterable, Mapping
from types import NoneType, UnionType
from typing import Any, Final, TypeAlias, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, MinLen
from pydantic import BaseModel, PlainSerializer
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from apexai.spec.deployment import ServerlessModelDeployment, Spec
from apexai.spec.docstrings import class_doc, field_docs
from apexai.spec.fields import Form, Platform, key_of
from apexai.spec.structure import choices_of, field_kinds, form_of, section_of

Json: TypeAlias = dict[str, Any]

SCHEMA_ID: Final = "urn:apexai:spec:v1alpha1"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_PARTIAL: Final = "Override"
"""Ends the names of partial sections, in which nothing is required and null removes."""

_TARGETS: Final = "targets"
_SCALARS: Final[Mapping[type, str]] = {int: "integer", bool: "boolean", str: "string"}


def spec_schema() -> Json:
    """JSON Schema 2020-12 of a document; cross-field rules are not in it."""
    builder = _Builder()
    root = builder.section(ServerlessModelDeployment, partial=False)
    return {"$schema": DIALECT, "$id": SCHEMA_ID, "title": "ServerlessModelDeployment", **root, "$defs": builder.defs}


class _Builder:
    """Collects the definitions of sections as fields refer to them."""

    def __init__(self) -> None:
        self.defs: dict[str, Json] = {}

    def section(self, model: type[BaseModel], *, partial: bool) -> Json:
        docs, kinds = field_docs(model), field_kinds(model)
        properties: dict[str, Json] = {}
        for name, field in model.model_fields.items():
            key = key_of(name, field)
            if model is Spec and key == _TARGETS:
                properties |= {} if partial else {key: self._targets(docs.get(name, ""))}
            else:
                found = self._kind(kinds[key], partial=partial)
                properties[key] = self._described(found, docs.get(name, ""), field, partial=partial)
        required = [key_of(name, field) for name, field in model.model_fields.items() if field.is_required()]
        return {
            "type": "object",
            "description": class_doc(model),
            "properties": properties,
            **({"required": required} if required and not partial else {}),
            "additionalProperties": False,
        }

    def _described(self, found: Json, description: str, field: FieldInfo, *, partial: bool) -> Json:
        default = None if partial else default_of(field)
        return {
            **(_or_null(found) if partial or NoneType in get_args(field.annotation) else found),
            "description": description,
            **({} if default is None else {"default": default}),
        }

    def _kind(self, kind: Any, *, partial: bool) -> Json:
        if hasattr(kind, "__metadata__"):
            form = next((extra for extra in kind.__metadata__ if isinstance(extra, Form)), None)
            bare = self._kind(get_args(kind)[0], partial=partial) if form is None else form.json_schema()
            return {**bare, **_bounds(kind.__metadata__)}
        if len(members := [member for member in get_args(kind) if member is not NoneType]) == 1 and _is_union(kind):
            return self._kind(members[0], partial=partial)
        if (section := section_of(kind)) is not None:
            return self._reference(section, partial=partial)
        if choices := choices_of(kind):
            return {"enum": list(choices)} if len(choices) > 1 else {"const": choices[0]}
        if get_origin(kind) is list:
            return {"type": "array", "items": self._kind(get_args(kind)[0], partial=False)}
        if get_origin(kind) is dict:
            return self._map(*get_args(kind), partial=partial)
        return {"type": _SCALARS[kind]}

    def _map(self, key: Any, value: Any, *, partial: bool) -> Json:
        values, form = self._kind(value, partial=False), form_of(key)
        return {
            "type": "object",
            **({"propertyNames": {"pattern": form.pattern}} if form and form.pattern else {}),
            "additionalProperties": _or_null(values) if partial else values,
        }

    def _reference(self, model: type[BaseModel], *, partial: bool) -> Json:
        name = f"{model.__name__}{_PARTIAL if partial else ''}"
        if name not in self.defs:
            self.defs[name] = {}
            self.defs[name] = self.section(model, partial=partial)
        return {"$ref": f"#/$defs/{name}"}

    def _targets(self, description: str) -> Json:
        return {
            "type": "object",
            "description": description,
            "propertyNames": {"enum": [str(platform) for platform in Platform]},
            "additionalProperties": _or_null(self._reference(Spec, partial=True)),
        }


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _is_union(kind: object) -> bool:
    return get_origin(kind) in (Union, UnionType)


def _bounds(metadata: Iterable[object]) -> Json:
    found: Json = {}
    for extra in metadata:
        match extra:
            case Ge(ge=bound):
                found["minimum"] = bound
            case Gt(gt=bound):
                found["exclusiveMinimum"] = bound
            case Le(le=bound):
                found["maximum"] = bound
            case MinLen(min_length=bound):
                found["minItems"] = bound
            case FieldInfo(metadata=inner):
                found |= _bounds(inner)
    return found


def default_of(field: FieldInfo) -> object:
    """The default as a user would write it; None where there is none, or where it is an empty section."""
    value = field.get_default()
    if field.is_required() or value is None or value in ({}, []):
        return None
    for extra in field.metadata:
        if isinstance(extra, PlainSerializer):
            value = extra.func(value)  # type: ignore[call-arg]
    return to_jsonable_python(value)
