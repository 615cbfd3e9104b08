"""The invokes file: what data sources and other stacks would answer, written by the user."""

from pathlib import Path
from typing import cast

from apexai.errors import ProjectError, UsageError
from apexai.graph.offline.program import Answers
from apexai.graph.offline.project_file import load_yaml
from apexai.graph.wire import Wire


def load_answers(path: Path) -> Answers:
    """Read a YAML or JSON file with `invokes` and `stackReferences`.

    Raises: UsageError.
    """
    try:
        content = load_yaml(path).content
    except ProjectError as error:
        raise UsageError(str(error)) from error
    unknown = sorted(set(content) - {"invokes", "stackReferences"})
    if unknown:
        raise UsageError(f"{path}: {unknown[0]}: only invokes and stackReferences are expected [APX-OFF-015]")
    invokes = _mapping(content.get("invokes"), path=path, where="invokes")
    references = _mapping(content.get("stackReferences"), path=path, where="stackReferences")
    return Answers(
        invokes={token: _entries(value, path=path, token=token) for token, value in invokes.items()},
        stack_references={
            name: _mapping(value, path=path, where=f"stackReferences.{name}") for name, value in references.items()
        },
    )


def _entries(value: Wire, *, path: Path, token: str) -> list[dict[str, Wire]]:
    """One answer for every call of a token, or several that `args` tell apart."""
    listed = value if isinstance(value, list) else [value]
    entries = [_mapping(entry, path=path, where=f"invokes.{token}") for entry in listed]
    for entry in entries:
        if set(entry) - {"args", "result"} or not isinstance(entry.get("result"), dict):
            raise UsageError(
                f"{path}: invokes.{token}: an answer is `result: {{…}}`, and `args: {{…}}` where only calls with "
                f"these arguments are meant [APX-OFF-015]"
            )
    return entries


def _mapping(value: object, *, path: Path, where: str) -> dict[str, Wire]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UsageError(f"{path}: {where}: a mapping is expected [APX-OFF-015]")
    return cast(dict[str, Wire], {str(key): item for key, item in value.items()})
