"""A YAML file of one mapping, with the place of each key, and every error in it as a diagnostic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from apexai.errors import Diagnostic, DiagnosticsError, UsageError
from apexai.spec.positions import Positions, render_path
from apexai.spec.source_text import decode_source
from apexai.spec.suggestions import closest
from apexai.spec.yaml_data import DataBuilder
from apexai.spec.yaml_events import YamlError
from apexai.spec.yaml_tree import parse_nodes
from apexai.units import FormError

Parsed = TypeVar("Parsed")


class FileError(DiagnosticsError):
    """A usage or overrides file that can't be used, with every reason at once."""


@dataclass(frozen=True, kw_only=True)
class YamlFile:
    """What a file holds."""

    file: str
    data: Mapping[str, object]
    positions: Positions

    def wrong(self, code: str, message: str, *path: str | int, suggestion: str = "") -> Diagnostic:
        """A diagnostic at the place of a path."""
        place = self.positions.get(path)
        return Diagnostic(
            code=code,
            message=message,
            path=render_path(path),
            suggestion=suggestion,
            file=self.file,
            line=place.key_line if place else 1,
            column=place.key_column if place else 1,
        )


class Reader:
    """Reads values out of a file and collects what is wrong with them."""

    def __init__(self, file: YamlFile, code: str) -> None:
        self.file = file
        self.code = code
        self.errors: list[Diagnostic] = []

    def mapping(self, value: object, *path: str | int) -> Mapping[str, object]:
        if isinstance(value, dict):
            return value
        self.report("a mapping has to stand here", *path)
        return {}

    def items(self, value: object, *path: str | int) -> list[object]:
        if isinstance(value, list):
            return value
        self.report("a list has to stand here", *path)
        return []

    def text(self, *path: str | int) -> object:
        """A value as it is written, so that no digit of a number is lost; None where nothing is there."""
        place = self.file.positions.get(path)
        value: object = self.file.data
        for step in path:
            match value, step:
                case dict(), str():
                    value = value.get(step)
                case list(), int():
                    value = value[step]
                case _:
                    return None
        return place.written if place is not None and place.written is not None else value

    def check_keys(self, found: Mapping[str, object], known: tuple[str, ...], *path: str | int) -> None:
        """Report each key that is none of the known ones."""
        for key in found:
            if key not in known:
                near = closest(key, known)
                suggestion = f"write {near}" if near else f"use one of {', '.join(known)}"
                self.report(f"there is no key {key!r}", *path, key, suggestion=suggestion)

    def read(self, value: object, parse: Callable[[object], Parsed], *path: str | int) -> Parsed | None:
        """The value in its form; None where it has another, which is reported."""
        try:
            return parse(value)
        except FormError as error:
            message = str(error) if value is not None else f"nothing is written here, and {error.form} is wanted"
            self.report(message, *path)
            return None

    def report(self, message: str, *path: str | int, suggestion: str = "") -> None:
        self.errors.append(self.file.wrong(self.code, message, *path, suggestion=suggestion))

    def raise_errors(self) -> None:
        """Raises FileError with everything that was reported, if anything was."""
        if self.errors:
            raise FileError(sorted(self.errors, key=lambda error: (error.line, error.column)))


def load_yaml_file(path: str | Path, code: str) -> YamlFile:
    """Read a file of one mapping.

    Raises:
        UsageError: there is no such file.
        FileError: it is not YAML, or not a mapping.
    """
    name = str(path)
    try:
        text = decode_source(Path(path).read_bytes())
        roots = [root for root in parse_nodes(text, first_line=1) if root is not None]
    except OSError as error:
        raise UsageError(f"{name}: {error.strerror or error} [{code}]") from None
    except YamlError as error:
        raise FileError([replace(error.diagnostic, file=name)]) from None
    if len(roots) != 1:
        message = "the file is empty" if not roots else "the file holds several documents"
        raise FileError([Diagnostic(code=code, message=message, file=name, line=1, column=1)])
    builder = DataBuilder()
    try:
        data, positions = builder.build(roots[0])
    except YamlError as error:
        raise FileError([replace(error.diagnostic, file=name)]) from None
    if builder.diagnostics:
        raise FileError(replace(found, file=name) for found in builder.diagnostics)
    if not isinstance(data, dict):
        raise FileError([Diagnostic(code=code, message="the file is not a mapping", file=name, line=1, column=1)])
    return YamlFile(file=name, data=data, positions=positions)
