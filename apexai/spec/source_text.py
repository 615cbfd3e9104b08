"""What a file holds → text: its size, its encoding, its characters, and the documents that it is made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apexai.spec import codes
from apexai.spec.yaml_events import YamlError

MAX_BYTES: Final = 1024 * 1024
"""Of one file; a spec has a few kilobytes."""

MAX_DOCUMENTS: Final = 100
"""Of one file."""

_LONGEST_KEY: Final = 1000
_MARKER: Final = re.compile(r"^---(?=[ \t\n]|$)", re.MULTILINE)
_ONLY_DIRECTIVES: Final = re.compile(r"([ \t]*(#[^\n]*)?\n|%[^\n]*\n)*")
_UNPRINTABLE: Final = r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What YAML 1.2 does not allow in a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """The text of one document."""

    first_line: int
    """Of the file, from 1."""
    text: str


def decode_source(source: str | bytes) -> str:
    """The text of a file, without its byte order mark, with `\\n` at the end of lines.

    Raises:
        YamlError: the file is too large, is not UTF-8 (or UTF-16 with a mark), or holds control characters.
    """
    if len(source) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024**2} MiB, the most that is read"
        raise YamlError(codes.TOO_LARGE, message, line=1, column=1)
    text = source if isinstance(source, str) else _decode(source)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if (match := _unprintable(text)) is not None:
        line, column = _line_and_column(text, match.start())
        message = f"the character U+{ord(match[0]):04X} can't stand in a file of text"
        raise YamlError(codes.CHARACTERS, message, line=line, column=column, suggestion="remove it")
    return text


def split_documents(text: str, *, is_json: bool) -> Iterator[TextPart]:
    """The documents' texts, so that a broken one does not hide the others.

    Args:
        text: What `decode_source` made of a file.
        is_json: Whether the file says that it is JSON; text that is JSON is read as such anyway.

    Raises:
        YamlError: the file says that it is JSON, and is not; or it has too many documents.
    """
    if is_json or text.lstrip()[:1] in ("{", "["):
        error = _json_error(text)
        if error is None:
            yield TextPart(first_line=1, text=text.replace("\t", " "))
            return
        if is_json:
            raise error
    starts = [match.start() for match in _MARKER.finditer(text)]
    if not starts or not _ONLY_DIRECTIVES.fullmatch(text, 0, starts[0]):
        starts.insert(0, 0)
    starts[0] = 0
    if len(starts) > MAX_DOCUMENTS:
        line = text.count("\n", 0, starts[MAX_DOCUMENTS]) + 1
        message = f"the file has more than {MAX_DOCUMENTS} documents"
        raise YamlError(codes.TOO_LARGE, message, line=line, column=1, suggestion="write several files")
    line, at = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line, at = line + text.count("\n", at, start), start
        yield TextPart(first_line=line, text=text[start:end])


def _decode(source: bytes) -> str:
    wide = source.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return source.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-16" if wide else "utf-8", errors="replace")
        line, column = _line_and_column(before, len(before))
        message = f"the byte 0x{source[error.start]:02x} is not {'UTF-16' if wide else 'UTF-8'}"
        suggestion = "save the file as UTF-8 text"
        raise YamlError(codes.CHARACTERS, message, line=line, column=column, suggestion=suggestion) from None


def _refuse_long_keys(pairs: list[tuple[str, object]]) -> None:
    """YAML, by which JSON is read for its positions, has no long keys."""
    if any(len(key) > _LONGEST_KEY for key, _ in pairs):
        message = f"a key is longer than {_LONGEST_KEY:,} characters"
        raise YamlError(codes.TOO_LARGE, message, line=1, column=1)


def _unprintable(text: str) -> re.Match[str] | None:
    if text.replace("\n", "").replace("\t", "").isprintable():
        return None  # The pattern is slow to compile, and nearly every file passes here.
    return re.search(_UNPRINTABLE, text)


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _json_error(text: str) -> YamlError | None:
    """What is wrong with text as JSON; `NaN` and the like are left to whoever wants a number."""
    import json

    try:
        json.loads(text, parse_int=str, parse_float=str, object_pairs_hook=_refuse_long_keys)
    except json.JSONDecodeError as error:
        return YamlError(codes.SYNTAX, f"this is not JSON: {error.msg}", line=error.lineno, column=error.colno)
    except YamlError as error:
        return error
    except RecursionError:
        return YamlError(codes.TOO_LARGE, "this nests too deep", line=1, column=1)
    return None
