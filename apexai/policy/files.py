"""Files that decide about rules: YAML or plain data, validated, with the place of every mistake."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from apexai.errors import Diagnostic, DiagnosticsError, UsageError
from apexai.policy import codes
from apexai.spec.positions import NO_POSITIONS, Positions, ancestors, render_path
from apexai.spec.shown import shown

Model = TypeVar("Model", bound=BaseModel)

_KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("model", "dict"), "a mapping"),
    "list": "a list",
    "string": "text",
    "bool": "true or false",
}
"""First word of a type of pydantic's errors → what is wanted."""


class PolicyFileError(DiagnosticsError):
    """Settings or exemptions that can't be used."""


class Entry(BaseModel):
    """What all parts of these files have in common: frozen, camelCase, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFile:
    """The data of a file, or of a pack's configuration, which has no places."""

    data: object
    file: str = ""
    positions: Positions = NO_POSITIONS

    def diagnostic(self, code: str, message: str, *, path: str, suggestion: str = "") -> Diagnostic:
        """A diagnostic with the place of its path, or of the nearest one above it."""
        found = Diagnostic(code=code, message=message, path=path, suggestion=suggestion, file=self.file)
        for above in ancestors(path):
            key = self.positions.parse(above)
            if key is not None and (place := self.positions.get(key)) is not None:
                return found.at(file=self.file, line=place.line, column=place.column)
        return found

    def read(self, model: type[Model], data: object, *, below: tuple[str | int, ...] = ()) -> Model:
        """The data as a model.

        Raises:
            PolicyFileError: it has another shape.
        """
        try:
            return model.model_validate(data)
        except ValidationError as error:
            raise PolicyFileError(self._shape(error, below)) from None

    def _shape(self, error: ValidationError, below: tuple[str | int, ...]) -> Iterator[Diagnostic]:
        for found in error.errors(include_url=False):
            path = render_path((*below, *found["loc"]))
            message, suggestion = _said(found)
            yield self.diagnostic(codes.SHAPE, message, path=path, suggestion=suggestion)


def load_policy_file(path: str | Path) -> PolicyFile:
    """Read a YAML or JSON file.

    Raises:
        UsageError: there is no such file.
        PolicyFileError: it is not YAML, or not one document.
    """
    try:
        source = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error} [{codes.UNREADABLE}]") from None
    return load_policy_text(source, file=str(path))


def load_policy_text(source: str | bytes, *, file: str) -> PolicyFile:
    """Read the text of a YAML or JSON file.

    Raises:
        PolicyFileError: it is not YAML, or not one document.
    """
    from apexai.spec.source_text import decode_source
    from apexai.spec.yaml_data import DataBuilder
    from apexai.spec.yaml_events import YamlError
    from apexai.spec.yaml_tree import parse_nodes

    builder = DataBuilder()
    try:
        roots = [root for root in parse_nodes(decode_source(source), first_line=1) if root is not None]
        if len(roots) != 1:
            message = f"the file holds {len(roots)} documents, and one is wanted" if roots else "the file is empty"
            raise PolicyFileError([Diagnostic(code=codes.UNREADABLE, message=message, file=file, line=1, column=1)])
        data, positions = builder.build(roots[0])
    except YamlError as error:
        raise PolicyFileError(
            [error.diagnostic.at(file=file, line=error.diagnostic.line, column=error.diagnostic.column)]
        ) from None
    if builder.diagnostics:
        raise PolicyFileError(
            found.at(file=file, line=found.line, column=found.column) for found in builder.diagnostics
        )
    return PolicyFile(data=data, file=file, positions=positions)


def _said(error: ErrorDetails) -> tuple[str, str]:
    """What is wrong in words of the file, and what to write instead."""
    kind, value, name = error["type"], error["input"], error["loc"][-1] if error["loc"] else ""
    match kind.partition("_")[0]:
        case "missing":
            return "is missing", f"add {name}"
        case "extra":
            return f"there is no key {name} here", "remove it, or mend its name"
        case "value":
            return str(error["ctx"]["error"]), ""
        case "enum":
            return f"{shown(value)} is not one of {error['ctx']['expected']}", ""
    if value is None:
        return "nothing is written here, or null", "write a value or remove the key"
    if kind == "string_too_short":
        return "empty text can't stand here", ""
    return f"{shown(value)} is not {_KINDS.get(kind.partition('_')[0], 'what has to stand here')}", ""


def mapping_of(data: object) -> Mapping[str, object]:
    """The data where it is a mapping, else an empty one."""
    return data if isinstance(data, Mapping) else {}
