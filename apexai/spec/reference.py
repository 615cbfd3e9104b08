"""The generated parts of the documentation: the fields of the spec, its policy sets, its error codes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from apexai.spec.catalogue import load_catalogue
from apexai.spec.codes import ERROR_CODES
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.docstrings import field_docs
from apexai.spec.fields import LARGEST_COUNT, Form, key_of
from apexai.spec.schema import spec_schema
from apexai.spec.structure import choices_of, field_kinds, form_of, plain_kind, section_of


def render_fields() -> str:
    """One table a part of the spec, one row for each leaf: path, form, default, meaning."""
    parts: dict[str, list[str]] = {}
    for path, row in _rows(ServerlessModelDeployment, "", spec_schema()):
        part = ".".join(path.split(".")[:2]) if path.startswith("spec.") else path.split(".")[0]
        title = part.removesuffix("[]").removesuffix(".*")
        parts.setdefault("The document" if "." not in path else title, []).append(row)
    tables = [
        "\n".join([f"### {title}\n", "| field | form | default | meaning |", "|---|---|---|---|", *rows])
        for title, rows in parts.items()
    ]
    return "\n\n".join(tables)


def render_forms() -> str:
    """How each kind of value is written, as a table."""
    forms = dict.fromkeys(_forms(ServerlessModelDeployment))
    rows = (
        f"| {form.label} | {_escaped(form.text)} | {', '.join(f'`{example}`' for example in form.examples)} |"
        for form in sorted(forms, key=lambda form: form.label.casefold())
    )
    return _table("| form | a value is | examples |", rows)


def render_policy_sets() -> str:
    """The catalogue as a table."""
    rows = (
        f"| `{policy.name}` | {policy.asks} | {'yes' if policy.own_key_encryption else 'no'} |"
        for policy in load_catalogue()
    )
    return _table("| name | what it asks for | key of its own |", rows)


def render_error_codes() -> str:
    """The error codes as a table."""
    rows = (f"| `{code}` | {error.title} | {error.remedy} |" for code, error in ERROR_CODES.items())
    return _table("| code | what is wrong | what to do |", rows)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "\\<")


def _table(head: str, rows: Iterable[str]) -> str:
    return "\n".join([head, "|" + "---|" * (head.count("|") - 1), *rows])


def _rows(model: type[BaseModel], prefix: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    docs = field_docs(model)
    properties = schema["$defs"].get(model.__name__, schema)["properties"]
    required = {key_of(name, field) for name, field in model.model_fields.items() if field.is_required()}
    for (name, _), (key, kind) in zip(model.model_fields.items(), field_kinds(model).items(), strict=True):
        path = f"{prefix}.{key}".lstrip(".")
        below, suffix = _below(kind)
        if (section := section_of(below)) is not None:
            yield from _rows(section, f"{path}{suffix}", schema)
        else:
            default = "required" if key in required else _default(properties[key])
            yield path, f"| `{path}{suffix}` | {_form(below, properties[key])} | {default} | {docs.get(name, '')} |"


def _forms(model: type[BaseModel]) -> Iterator[Form]:
    for kind in field_kinds(model).values():
        plain = plain_kind(kind)
        parts = get_args(plain) if get_origin(plain) in (list, dict) else (kind,)
        for part in parts:
            if (section := section_of(part)) is not None:
                yield from _forms(section)
            elif (form := form_of(part)) is not None:
                yield form


def _below(kind: object) -> tuple[object, str]:
    """The kind of a list's items or a map's values, and how a path says so."""
    plain = plain_kind(kind)
    if get_origin(plain) is list:
        return get_args(plain)[0], "[]"
    if get_origin(plain) is dict:
        return get_args(plain)[1], ".*"
    return kind, ""


def _default(schema: Mapping[str, Any]) -> str:
    return f"`{schema['default']}`" if "default" in schema else ""


def _form(kind: object, schema: Mapping[str, Any]) -> str:
    if choices := choices_of(kind):
        return ", ".join(f"`{choice}`" for choice in choices)
    if (form := form_of(kind)) is not None:
        return form.label
    if plain_kind(kind) is bool:
        return "`true` or `false`"
    return _whole_number(schema) if plain_kind(kind) is int else "partial spec"


def _whole_number(schema: Mapping[str, Any]) -> str:
    """The bounds of a number, wherever in the field's schema they stand."""
    for part in (schema, schema.get("additionalProperties", {}), *schema.get("anyOf", ())):
        if "minimum" in part:
            most = f" to {part['maximum']}" if part.get("maximum", LARGEST_COUNT) < LARGEST_COUNT else ""
            return f"whole number, from {part['minimum']}{most}"
    return "whole number"
