"""The published schema of previews, with and without the room that it leaves for later fields."""

import json
from typing import Any

from jsonschema import Draft202012Validator

from apexai.report.json import load_preview_schema


def validate_preview(document: object) -> None:
    """Hold a document to the schema, every field of it known there."""
    schema = json.loads(load_preview_schema())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(closed(schema)).validate(document)


def descriptions_missing(schema: Any, path: str = "$") -> list[str]:
    """Paths of properties that the schema does not describe; what refers to a definition is described there."""
    if not isinstance(schema, dict):
        return []
    missing = []
    for name, field in schema.get("properties", {}).items():
        if "$ref" not in field and not field.get("description"):
            missing.append(f"{path}.{name}")
    for key, below in schema.items():
        parts = below.items() if isinstance(below, dict) else enumerate(below) if isinstance(below, list) else ()
        for name, part in parts:
            missing += descriptions_missing(part, f"{path}.{key}.{name}")
    return list(dict.fromkeys(missing))


def closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(item) for key, item in schema.items()}
    if "properties" in schema and "additionalProperties" not in schema and schema.get("type") == "object":
        made["additionalProperties"] = False
    return made
