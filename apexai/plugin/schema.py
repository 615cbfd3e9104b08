"""The Pulumi schema of the package, from the shapes of what its components take and give."""

import json
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias, assert_never

from apexai import __version__
from apexai.plugin.deriving import argument_record, output_record
from apexai.plugin.packaged import COMPONENTS, PACKAGE, PackagedComponent
from apexai.plugin.shapes import Choice, ListOf, MapOf, Property, Record, Scalar, Shape

Json: TypeAlias = dict[str, Any]

_NAMESPACE: Final = "apexlogic"
_LANGUAGES: Final[Json] = {
    "nodejs": {"packageName": f"@{_NAMESPACE}/{PACKAGE}", "respectSchemaVersion": True},
    "python": {
        "packageName": f"{_NAMESPACE}_{PACKAGE}",
        "respectSchemaVersion": True,
        "pyproject": {"enabled": True},
        "inputTypes": "classes-and-dicts",
    },
    "go": {"respectSchemaVersion": True},
    "csharp": {"rootNamespace": "ApexLogic", "namespaces": {PACKAGE: "ApexAI"}, "respectSchemaVersion": True},
    "java": {"basePackage": f"com.{_NAMESPACE}", "respectSchemaVersion": True},
}


def render_pulumi_schema() -> str:
    """The package's schema as JSON, the same bytes each time.

    Defaults stand in descriptions: SDKs would write `default` into the inputs, and rules could no longer tell what a
    user declared from what was filled in.
    """
    types: dict[str, Json] = {}
    resources = {token: _resource(entry, types) for token, entry in COMPONENTS.items()}
    package: Json = {
        "name": PACKAGE,
        "displayName": PACKAGE,
        "version": __version__,
        "namespace": _NAMESPACE,
        "description": "AI model deployments on serverless platforms, the edge and Kubernetes, from one document.",
        "keywords": ["pulumi", PACKAGE, "category/cloud", "kind/component"],
        "license": "Apache-2.0",
        "publisher": "ApexLogic",
        "language": _LANGUAGES,
        "types": types,
        "resources": resources,
    }
    return json.dumps(package, sort_keys=True, ensure_ascii=False)


def _resource(entry: PackagedComponent, types: dict[str, Json]) -> Json:
    inputs, outputs = argument_record(entry.inputs), output_record(entry.component)
    return {
        "isComponent": True,
        "description": outputs.description,
        "inputProperties": {prop.key: _input(prop, types) for prop in inputs.properties},
        "requiredInputs": _required(inputs.properties),
        "properties": {prop.key: _output(prop) for prop in outputs.properties},
        "required": _required(outputs.properties),
    }


def _required(properties: Iterable[Property]) -> list[str]:
    return sorted(prop.key for prop in properties if prop.required)


def _input(prop: Property, types: dict[str, Json]) -> Json:
    return {
        **_type(prop.shape, types),
        "description": _described(prop),
        **({"const": prop.constant} if prop.constant else {}),
        **({"secret": True} if prop.secret else {}),
    }


def _output(prop: Property) -> Json:
    assert isinstance(prop.shape, Scalar)
    return {"type": prop.shape.types[0], "description": prop.description}


def _type(shape: Shape, types: dict[str, Json]) -> Json:
    """The type of an input; `plain` where an Output can't stand because the value decides what is created."""
    match shape:
        case Scalar():
            plain = {} if shape.deferrable else {"plain": True}
            if len(shape.types) == 1:
                return {"type": shape.types[0], **plain}
            return {"oneOf": [{"type": type_, **plain} for type_ in shape.types], **plain}
        case ListOf():
            return {"type": "array", "items": _type(shape.items, types), "plain": True}
        case MapOf():
            return {"type": "object", "additionalProperties": _type(shape.values, types), "plain": True}
        case Choice():
            return _reference(shape.name, types, lambda: _enumeration(shape))
        case Record():
            return _reference(shape.name, types, lambda: _object(shape, types))
        case _:
            assert_never(shape)


def _reference(name: str, types: dict[str, Json], make: Callable[[], Json]) -> Json:
    token = f"{PACKAGE}:index:{name}"
    if token not in types:
        types[token] = {}
        types[token] = make()
    return {"$ref": f"#/types/{token}", "plain": True}


def _object(record: Record, types: dict[str, Json]) -> Json:
    return {
        "type": "object",
        "description": record.description,
        "properties": {prop.key: _input(prop, types) for prop in record.properties},
        "required": _required(record.properties),
    }


def _enumeration(choice: Choice) -> Json:
    members = [
        {
            "name": member.name,
            "value": member.value,
            **({"description": member.description} if member.description else {}),
        }
        for member in choice.members
    ]
    return {"type": "string", "description": choice.description, "enum": members}


def _described(prop: Property) -> str:
    form = prop.shape.form if isinstance(prop.shape, Scalar) else None
    written = "" if form is None or form.any_text else f" As {form.text}."
    default = f" Default: `{prop.default}`." if prop.default and not prop.constant else ""
    return f"{prop.description}{written}{default}"
