"""Files, directories and standard input → spec documents, with every error of all of them at once."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from apexai.errors import Diagnostic, SpecError, UsageError
from apexai.spec import codes
from apexai.spec.document import SpecDocument
from apexai.spec.reading import ReadPart, read_source
from apexai.spec.source_text import MAX_BYTES
from apexai.spec.structure import choices_of, kind_at
from apexai.spec.suggestions import closest

STDIN: Final = "-"
_STDIN_NAME: Final = "<stdin>"

_SUFFIXES: Final = frozenset({".yaml", ".yml", ".json"})
_GROUP: Final = "ai.apexlogic.com/"
_PASSED_OVER: Final = frozenset({"node_modules", "__pycache__", "venv"})


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
    read = [_ours(part) for file in _files(given) for part in read_source(_bytes_of(file), file=str(file))]
    if not any(part.documents or part.errors for part in read):
        message = "there is no ServerlessModelDeployment in a .yaml, .yml or .json file below it"
        raise PathError(codes.NO_SPECS, path=path, message=message)
    return _checked(read)


def load_spec_text(text: str | bytes, *, file: str) -> tuple[SpecDocument, ...]:
    """The documents of a text; `file` is the name that errors carry.

    Raises:
        SpecError: every error of every document.
    """
    read = list(read_source(text, file=file))
    if not any(part.documents or part.errors for part in read):
        message = "there is no document in it"
        raise SpecError([Diagnostic(code=codes.EMPTY, message=message, file=file, line=1, column=1)])
    return _checked(read)


def name_of(path: str) -> str:
    """The name that errors carry of what a path leads to."""
    return _STDIN_NAME if path == STDIN else path


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


def _ours(part: ReadPart) -> ReadPart:
    """What of a file in a directory is ours: other kinds are passed over, unless their name is a slip of ours.

    A broken part is ours where it names our API group, and so is a file that can't be read at all.
    """
    (kind,) = choices_of(kind_at(("kind",)))
    ours = tuple(
        document
        for document in part.documents
        if str(document.written.get("apiVersion", "")).startswith(_GROUP)
        and closest(str(document.written.get("kind", kind)), [kind]) is not None
    )
    is_other = not ours and (part.documents or (part.text and _GROUP not in part.text))
    return replace(part, documents=ours, errors=() if is_other else part.errors)


def _checked(read: Iterable[ReadPart]) -> tuple[SpecDocument, ...]:
    """The documents, each valid on every platform that it names."""
    documents: list[SpecDocument] = []
    errors: dict[Diagnostic, None] = {}
    for part in read:
        documents += part.documents
        errors.update(dict.fromkeys(part.errors))
        for document in part.documents:
            errors.update(dict.fromkeys(document.check()))
    if errors:
        raise SpecError(errors)
    return tuple(documents)
