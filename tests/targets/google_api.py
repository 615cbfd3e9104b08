"""Values against Google's discovery documents, which come with google-api-python-client."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of one of Google's APIs."""

    document: str
    """Of the discovery document, e.g. `run.v2`."""
    schema: str
    names: Mapping[str, str] = field(default_factory=dict)
    """Pulumi's names where the API has others."""

    def problems(self, value: Any, path: str) -> list[str]:
        """What of a value the API does not have."""
        return list(self._problems(value, {"$ref": self.schema}, path))

    def _problems(self, value: Any, schema: Mapping[str, Any], path: str) -> Iterator[str]:
        known = schemas(self.document)
        while "$ref" in schema:
            schema = known[schema["$ref"]]
        match value:
            case dict() if "properties" in schema:
                for key, item in value.items():
                    name = self.names.get(key, key)
                    if name not in schema["properties"]:
                        yield f"{path}.{key} is not in the API"
                    else:
                        yield from self._problems(item, schema["properties"][name], f"{path}.{key}")
            case dict():
                for key, item in value.items():
                    yield from self._problems(item, schema.get("additionalProperties", {}), f"{path}.{key}")
            case list():
                if schema.get("type") != "array":
                    yield f"{path} is no list in the API"
                for item in value:
                    yield from self._problems(item, schema.get("items", {}), path)
            case str() if "enum" in schema and value not in schema["enum"]:
                yield f"{path}: {value} is not one of {schema['enum']}"


@cache
def schemas(document: str) -> Mapping[str, Any]:
    """The schemas of a discovery document."""
    name = f"discovery_cache/documents/{document}.json"
    found: Mapping[str, Any] = json.loads(files("googleapiclient").joinpath(name).read_text(encoding="utf-8"))[
        "schemas"
    ]
    return found
