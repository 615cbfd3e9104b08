"""Files, directories and standard input → spec documents, with every error of all of them at once."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from apexai.errors import Diagnostic, SpecError, UsageError
from apexai.spec import codes
from apexai.spec.document import SpecDocument
from apexai.spec.shown import shown
from apexai.spec.source_text import MAX_BYTES, TextPart, decode_source, split_documents
from apexai.spec.structure import choices_of, kind_at
from apexai.spec.suggestions import closest
from apexai.spec.telling import limited
from apexai.spec.yaml_data import DataBuilder
from apexai.spec.yaml_events import YamlError
from apexai.spec.yaml_tree import Node, parse_nodes

STDIN: Final = "-"
_STDIN_NAME: Final = "<stdin>"

_SUFFIXES: Final = frozenset({".yaml", ".yml", ".json"})
_GROUP: Final = "ai.apexlogic.com/"
_PASSED_OVER: Final = frozenset({"node_modules", "__pycache__", "venv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What one file gave."""

    documents: tuple[SpecDocument, ...]
    errors: tuple[Diagnostic, ...]


class PathError(UsageError):
    """A path that can't be read, or has nothing to load below it."""

    def __init__(self, code: str, *, path: str | Path, message: str) -> None:
        self.diagnostic = Diagnostic(code=code, file=str(path), message=message)
        super().__init__(str(self.diagnostic))


def load_specs(path: str | Path) -> tuple[SpecDocument, ...]:
    """The documents of a file, of all files below a directory, or of standard input (`-`).

    Below a directory, only documents of this package's API group are read; hidden folders are passed over.

    Raises:
        SpecError: every error of every document.
        PathError: there is no such path, or nothing to load below it.
    """
    if str(path) == STDIN:
        return load_spec_text(_bytes_of_stdin(), file=_STDIN_NAME)
    if not str(path):
        raise PathError(codes.NO_SUCH_PATH, path='""', message="the path is empty")
    given = Path(path)
    if not _is_directory(given):
        return load_spec_text(_bytes_of(given), file=str(path))
    read = [_of_our_kind(_read(_bytes_of(file), file=str(file))) for file in _files(given)]
    if not any(one.documents or one.errors for one in read):
        message = "there is no ServerlessModelDeployment in a .yaml, .yml or .json file below it"
        raise PathError(codes.NO_SPECS, path=path, message=message)
    return _checked(read)


def load_spec_text(text: str | bytes, *, file: str) -> tuple[SpecDocument, ...]:
    """The documents of a text; `file` is the name that errors carry.

    Raises:
        SpecError: every error of every document.
    """
    read = _read(text, file=file)
    if not read.documents and not read.errors:
        message = "there is no document in it"
        raise SpecError([Diagnostic(code=codes.EMPTY, message=message, file=file, line=1, column=1)])
    return _checked([read])


def document_of(data: Mapping[str, object]) -> SpecDocument:
    """The document that a program holds as a mapping; it has no positions, and nothing is checked yet."""
    return SpecDocument(written=data)


def _is_directory(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False  # Reading it says what is wrong with the path.


def _files(directory: Path) -> Iterator[Path]:
    """Files below the directory that may hold specs of ours, sorted by path."""
    found: list[Path] = []
    for folder, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _PASSED_OVER]
        found += (Path(folder, name) for name in names if Path(name).suffix.lower() in _SUFFIXES)
    group = _GROUP.encode()
    yield from (file for file in sorted(found) if file.is_file() and group in _bytes_of(file).replace(b"\0", b""))


def _bytes_of(path: Path) -> bytes:
    """The file's content, one byte more than the limit where it is larger."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise PathError(codes.NO_SUCH_PATH, path=path, message=reason) from None


def _bytes_of_stdin() -> bytes:
    if sys.stdin is None:
        raise PathError(codes.NO_SUCH_PATH, path=_STDIN_NAME, message="standard input is closed")
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _read(source: str | bytes, *, file: str) -> _Read:
    documents: list[SpecDocument] = []
    errors: list[Diagnostic] = []
    try:
        text = decode_source(source)
        for part in split_documents(text, is_json=file.lower().endswith(".json")):
            for document, found in _documents(part, file=file, first=len(documents)):
                documents += [document] if document is not None else []
                errors += found
    except YamlError as error:
        errors.append(replace(error.diagnostic, file=file))
    return _Read(documents=tuple(documents), errors=tuple(errors))


def _documents(
    part: TextPart, *, file: str, first: int
) -> Iterator[tuple[SpecDocument | None, tuple[Diagnostic, ...]]]:
    """Each document of a part with the errors in its text; empty ones are left out."""
    index = first
    try:
        for root in parse_nodes(part.text, first_line=part.first_line):
            if root is not None:
                yield _document(root, file=file, index=index)
                index += 1
    except YamlError as error:
        yield None, (replace(error.diagnostic, file=file),)


def _document(root: Node, *, file: str, index: int) -> tuple[SpecDocument | None, tuple[Diagnostic, ...]]:
    builder = DataBuilder()
    data, positions = builder.build(root)
    errors = tuple(limited([replace(found, file=file) for found in builder.diagnostics]))
    if isinstance(data, dict):
        return SpecDocument(file=file, index=index, written=data, positions=positions), errors
    wrong = Diagnostic(
        code=codes.NOT_A_MAPPING,
        message=f"this document is {shown(data)}, not a ServerlessModelDeployment",
        suggestion="begin with apiVersion: and kind:",
        file=file,
        line=root.line,
        column=root.column,
    )
    return None, (*errors, wrong)


def _of_our_kind(read: _Read) -> _Read:
    """What of a file in a directory is ours: other kinds are passed over, unless their name is a slip of ours."""
    (kind,) = choices_of(kind_at(("kind",)))
    ours = tuple(
        document
        for document in read.documents
        if str(document.written.get("apiVersion", "")).startswith(_GROUP)
        and closest(str(document.written.get("kind", kind)), [kind]) is not None
    )
    return _Read(documents=ours, errors=read.errors if ours or not read.documents else ())


def _checked(read: Iterable[_Read]) -> tuple[SpecDocument, ...]:
    """The documents, each valid on every platform that it names."""
    documents: list[SpecDocument] = []
    errors: dict[Diagnostic, None] = {}
    for one in read:
        documents += one.documents
        errors.update(dict.fromkeys(one.errors))
        for document in one.documents:
            errors.update(dict.fromkeys(document.check()))
    if errors:
        raise SpecError(errors)
    return tuple(documents)
