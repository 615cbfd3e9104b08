"""Whether two traced programs declare the same, field by field, and of what their values are made."""

import ast
import builtins
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from apexai.graph.offline.tracing import TRACE, TracedProgram
from apexai.graph.wire import ARCHIVE, ASSET, SIGNATURE

_FIELDS: Final = ("type", "name", "custom", "parent", "provider", "dependencies", "propertyDependencies", "options")
_LAMBDA: Final = "<lambda>"


def differences(asked: TracedProgram, written: TracedProgram, *, paths: Mapping[str, str]) -> list[str]:
    """Where the second is another than the first.

    Args:
        asked: What should be.
        written: What is.
        paths: Where files of the first are in the second, which makes no difference.
    """
    ours, theirs = _seen(asked, paths), _seen(written, {})
    missing = [f"{urn} is missing" for urn in ours if urn not in theirs]
    extra = [f"{urn} is too many" for urn in theirs if urn not in ours]
    pairs = ((urn, ours[urn], theirs[urn]) for urn in ours if urn in theirs)
    return [*missing, *extra, *(text for urn, mine, other in pairs for text in _different(urn, mine, other))]


def undefined_names(text: str) -> set[str]:
    """Names that a module uses and nobody in it defines: functions that are applied don't run on traces."""
    nodes = list(ast.walk(ast.parse(text)))
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    bound |= {
        (alias.asname or alias.name).partition(".")[0]
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    bound |= {node.name for node in nodes if isinstance(node, ast.ExceptHandler) and node.name}
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    return used - bound - {*dir(builtins), "__file__"}


def _different(urn: str, mine: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    for name, value in mine.items():
        if value != other[name]:
            yield f"{urn}: {name}: {value!r} became {other[name]!r}"


def _seen(program: TracedProgram, paths: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    reader = Reader(program, paths)
    return {
        resource.urn: {
            **{field: resource.record.get(field) for field in _FIELDS},
            "inputs": reader.read(resource.record["inputs"]),
            "outputs": reader.read(resource.record.get("outputs", {})),
            "id": reader.read(resource.id),
        }
        for resource in program.resources
    }


class Reader:
    """Writes out what traces stand for."""

    def __init__(self, program: TracedProgram, paths: Mapping[str, str], *, parents: bool = False) -> None:
        self._program = program
        self._origins = program.origins
        self._parents = parents
        self._paths = paths

    def read(self, value: Any) -> Any:
        match value:
            case str():
                return TRACE.sub(lambda found: self.origin(int(found[1])), value)
            case dict() if value.get(SIGNATURE) in (ASSET, ARCHIVE):
                return {"content": value.get("hash") or value.get("uri")}
            case dict():
                return {
                    self.read(key): self._paths.get(item, item) if key == "contentFile" else self.read(item)
                    for key, item in value.items()
                }
            case list():
                return [self.read(item) for item in value]
            case _:
                return value

    def origin(self, number: int) -> str:
        """What one trace stands for, the same text in every trace of the same program."""
        origin = self._origins[number]
        kept = {name: self.read(origin[name]) for name in ("kind", "urn", "name", "key", "of", "token", "arguments")
                if name in origin}  # fmt: skip
        if "function" in origin and origin["kind"] == "apply":
            kept["function"] = _function(origin["function"])
        if self._parents and origin.get("parent") is not None:
            kept["parent"] = self._program.resources[origin["parent"]].urn
        return f"<{json.dumps(kept, sort_keys=True)}>"


def _function(described: Mapping[str, Any]) -> dict[str, Any]:
    """A function by what stays when it is copied; of a lambda nothing but that it is one."""
    if described["name"].endswith(_LAMBDA):
        return {"name": _LAMBDA}
    name = described["name"].lstrip("_")
    return {"name": name, "arguments": described.get("arguments", []), "named": described.get("named", {})}
