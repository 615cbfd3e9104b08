"""Files, directories and standard input → spec documents, with every error of all of them at once."""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from apexai.errors import Diagnostic, SpecError, UsageError
from apexai.spec import codes
from apexai.spec.document import SpecDocument
from apexai.spec.yaml_data import DataBuilder
from apexai.spec.yaml_tree import YamlError, parse_nodes

MAX_BYTES: Final = 1024 * 1024
"""Of one file; a spec has a few kilobytes."""

STDIN: Final = "-"
_SUFFIXES: Final = frozenset({".yaml", ".yml", ".json"})
_GROUP: Final = b"ai.apexlogic.com/"
_MARKER: Final = re.compile(r"^---(?=\s|$)", re.MULTILINE)


def load_specs(path: str | Path) -> tuple[SpecDocument, ...]:
    """The documents of a file, of all files below a directory, or of standard input (`-`).

    Raises:
        SpecError: every error of every document.
        UsageError: there is no such path, or nothing to load below it.
    """
    if str(path) == STDIN:
        return load_spec_text(sys.stdin.buffer.read(MAX_BYTES + 1), file="<stdin>")
    given = Path(path)
    if not given.exists():
        raise UsageError(f"{given}: no such file or directory")
    if not given.is_dir():
        return load_spec_text(_read(given), file=str(path))
    files = [file for file in sorted(given.rglob("*")) if file.suffix in _SUFFIXES and _GROUP in _read(file)]
    return _collect((_read(file), str(file)) for file in files)


def load_spec_text(text: str | bytes, *, file: str) -> tuple[SpecDocument, ...]:
    """The documents of a text; `file` is the name that errors carry.

    Raises:
        SpecError: every error of every document.
    """
    return _collect([(text, file)])


def document_of(data: Mapping[str, object]) -> SpecDocument:
    """The document that a program holds as a mapping; it has no positions, and nothing is checked yet."""
    return SpecDocument(written=data)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None


def _collect(sources: "Iterator[tuple[bytes, str]] | list[tuple[str | bytes, str]]") -> tuple[SpecDocument, ...]:
    documents: list[SpecDocument] = []
    errors: list[Diagnostic] = []
    for text, file in sources:
        decoded = text if isinstance(text, str) else text.decode("utf-8-sig")
        index = 0
        for first_line, part in _parts(decoded):
            try:
                for root in parse_nodes(part, first_line=first_line):
                    if root is None:
                        continue
                    builder = DataBuilder()
                    data, positions = builder.build(root)
                    errors += (replace(found, file=file) for found in builder.diagnostics)
                    if isinstance(data, dict):
                        documents.append(SpecDocument(file=file, index=index, written=data, positions=positions))
                    index += 1
            except YamlError as error:
                errors.append(replace(error.diagnostic, file=file))
        if not index and not errors:
            errors.append(Diagnostic(code=codes.EMPTY, message="there is no document in it", file=file))
    for document in documents:
        for platform in document.platforms() or (None,):
            try:
                document.deployment(platform)
            except SpecError as error:
                errors += (found for found in error.diagnostics if found not in errors)
    if errors:
        raise SpecError(errors)
    return tuple(documents)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The documents' texts with the line that each begins at, so that a broken one does not hide the others."""
    starts = [match.start() for match in _MARKER.finditer(text)] or [0]
    starts[0] = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield text.count("\n", 0, start) + 1, text[start:end]
