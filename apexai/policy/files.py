"""Files that decide about rules: YAML or plain data, validated, with the place of every mistake."""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from apexai.errors import Diagnostic, DiagnosticsError, UsageError
from apexai.policy import codes
from apexai.spec.positions import NO_POSITIONS, Positions, ancestors, render_path
from apexai.spec.shown import shown
from apexai.spec.suggestions import closest

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
            raise PolicyFileError(self._shape(model, error, below)) from None

    def read_most(self, model: type[Model]) -> tuple[Model, list[Diagnostic]]:
        """What of the file has the shape of a model, and what is wrong with the rest.

        Raises:
            PolicyFileError: hardly anything of it has.
        """
        try:
            return model.model_validate(self.data), []
        except ValidationError as error:
            wrong = list(self._shape(model, error, ()))
            left = _without(self.data, map(_in_the_way, error.errors(include_url=False)))
        try:
            return model.model_validate(left), wrong
        except ValidationError:
            raise PolicyFileError(wrong) from None

    def _shape(self, model: type[Model], error: ValidationError, below: tuple[str | int, ...]) -> Iterator[Diagnostic]:
        for found in error.errors(include_url=False):
            path = render_path((*below, *found["loc"]))
            message, suggestion = _said(found, model)
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


def _said(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """What is wrong in words of the file, and what to write instead."""
    kind, value, name = error["type"], error["input"], error["loc"][-1] if error["loc"] else ""
    match kind.partition("_")[0]:
        case "missing":
            return "is missing", f"add {name}"
        case "extra":
            known = _keys_at(model, error["loc"][:-1])
            meant = closest(str(name), known)
            suggestion = f"did you mean {meant}?" if meant else f"the keys here are {', '.join(known)}"
            return f"there is no key {name} here", suggestion
        case "value":
            return str(error["ctx"]["error"]), ""
        case "enum":
            return f"{shown(value)} is not one of {error['ctx']['expected']}", ""
    if value is None:
        return "nothing is written here, or null", "write a value or remove the key"
    if kind == "string_too_short":
        return "empty text can't stand here", ""
    return f"{shown(value)} is not {_KINDS.get(kind.partition('_')[0], 'what has to stand here')}", ""


def _keys_at(model: type[BaseModel], place: Iterable[str | int]) -> list[str]:
    """The keys of the model at a place below one; steps that are no keys are indexes, and names that users choose."""
    for step in place:
        field = next((found for found in model.model_fields.values() if found.alias == step), None)
        model = (field and _model_in(field.annotation)) or model
    return [found.alias or name for name, found in model.model_fields.items()]


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The model that a field's annotation has in it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part)) is not None), None)


def _in_the_way(error: ErrorDetails) -> tuple[str | int, ...]:
    """The place of what is wrong, or of what lacks something."""
    return error["loc"][:-1] if error["type"] == "missing" else error["loc"]


def _without(data: object, places: Iterable[tuple[str | int, ...]]) -> object:
    """A copy of the data without what is at some places."""
    left = copy.deepcopy(data)
    for place in sorted(set(places), key=_late_first, reverse=True):
        part = left
        for step in place[:-1]:
            part = part[step]  # type: ignore[index]
        if place and isinstance(part, dict):
            part.pop(place[-1], None)
        elif place and isinstance(part, list) and isinstance(place[-1], int):
            part.pop(place[-1])
    return left


def _late_first(place: Sequence[str | int]) -> list[tuple[bool, int, str]]:
    """The order in which items of lists can be taken away one after the other, from the last on."""
    return [(isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in place]


def mapping_of(data: object) -> Mapping[str, object]:
    """The data where it is a mapping, else an empty one."""
    return data if isinstance(data, Mapping) else {}
