"""Values of a stack's configuration against the types that the project declares, as Pulumi checks them.

Source: pulumi sdk/go/common/workspace/project.go `ValidateConfigValue`, 3.260.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from apexai.errors import ProjectError
from apexai.graph.offline.project_file import ConfigDeclaration, ConfigType

_INTEGER: Final = re.compile(r"[+-]?[0-9]+")


def check_types(declarations: Mapping[str, ConfigDeclaration], written: Mapping[str, object], *, file: Path) -> None:
    """Refuse values of another type than the declared one, and secrets in the clear.

    Raises: ProjectError.
    """
    wrong = [
        said for key, declared in declarations.items() if key in written for said in _wrong(declared, written[key])
    ]
    if wrong:
        raise ProjectError("\n".join(f"{file}: config: {said} [APX-OFF-018]" for said in wrong))


def _wrong(declared: ConfigDeclaration, value: object) -> Iterator[str]:
    if declared.type is None:
        return
    if declared.secret and not _is_secret(value):
        yield f"{declared.key}: the project declares it as secret: set it with pulumi config set --secret"
    elif not _fits(declared.type, value):
        yield f"{declared.key}: the project declares it as {declared.type}"


def _fits(declared: ConfigType, value: object, *, nested: bool = False) -> bool:
    """Scalars are texts for Pulumi, but for those in lists and mappings."""
    if _is_secret(value):
        return declared.name not in ("array", "object")
    match declared.name:
        case "string":
            return isinstance(value, str) or (not nested and isinstance(value, bool | int | float))
        case "integer":
            whole = isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
            return whole or (isinstance(value, str) and _INTEGER.fullmatch(value) is not None)
        case "boolean":
            return isinstance(value, bool) or value in ("true", "false")
        case "object":
            return isinstance(value, Mapping)
        case _:
            items = declared.items
            return (
                isinstance(value, list) and items is not None and all(_fits(items, item, nested=True) for item in value)
            )


def _is_secret(value: object) -> bool:
    return isinstance(value, Mapping) and set(value) == {"secure"}
