"""What the stand-in says of packages' schemas: the few types that programs in Pulumi YAML name, by their own tokens."""

import json
from typing import Any, Final

_TEXT: Final = {"type": "string"}

_PACKAGES: Final[dict[str, dict[str, Any]]] = {
    "aws": {
        "provider": {"inputProperties": {"region": _TEXT}},
        "resources": {
            "aws:sqs/queue:Queue": {
                "inputProperties": {"name": _TEXT},
                "properties": {"name": _TEXT, "url": _TEXT, "arn": _TEXT},
                "required": ["name", "url", "arn"],
            }
        },
    },
}


def schema_of(package: str) -> str:
    """The JSON of a package's schema; of most packages it has nothing but the name."""
    return json.dumps({"name": package, **_PACKAGES.get(package, {})})
