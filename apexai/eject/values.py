"""Values with traces in them as the expressions that make them again."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

from apexai.eject.code import Call, Either, Expression, Text, call, listing, literal, mapping, render_flat
from apexai.eject.refusal import UnwritableError
from apexai.graph.model import UNKNOWN
from apexai.graph.offline.tracing import TRACE
from apexai.graph.wire import ARCHIVE, ASSET, SECRET, SIGNATURE, UNKNOWNS, Wire

_LINES: Final = 4
"""A text of so many lines is a file."""
_COMPACT: Final = (",", ":")


class _Number(float):
    """A number of a JSON text, where 1.0 is another text than 1."""


class Surroundings(Protocol):
    """What expressions of one class may refer to."""

    def output(self, number: int) -> Expression:
        """What a trace stands for."""

    def setting(self, text: str) -> "list[tuple[str, str]]":
        """The stack's settings that a text is made of: their values, and the names that they have in the program."""

    def asset(self, envelope: Mapping[str, Any]) -> Expression:
        """A file, an archive or a text that is beside the program."""

    def file(self, path: str) -> Expression:
        """The path of a file that is beside the program."""

    def content_file(self, content: bytes, name: str) -> Expression:
        """The path of a file that is written for content."""

    def text(self, text: str, name: str) -> Expression:
        """A text that is kept in a file."""

    def secret(self, content: object) -> Expression:
        """A value that is in the stack's configuration and nowhere else."""

    def needs(self, module: str) -> None:
        """Import a module of the standard library."""


def expression_of(value: Wire, around: Surroundings) -> Expression:
    """A value as an expression.

    Raises:
        UnwritableError: nothing says what it is.
    """
    match value:
        case str():
            return _text(value, around)
        case {"apexai:either": str() as condition, "then": then, "otherwise": otherwise}:
            return Either(
                condition=condition, then=expression_of(then, around), otherwise=expression_of(otherwise, around)
            )
        case {"apexai:state": True}:
            return Text("state.render()")
        case Mapping() if SIGNATURE in value:
            return _envelope(value, around)
        case Mapping():
            return _mapping(value, around)
        case list():
            return listing(expression_of(item, around) for item in value)
        case _Number():
            return Text(repr(float(value)))
        case _:
            return literal(value)


def traces_of(value: object) -> Iterator[int]:
    """The numbers of the traces in a value, one for each place."""
    match value:
        case str():
            yield from (int(found) for found in TRACE.findall(value))
        case Mapping():
            for key, item in value.items():
                yield from traces_of(key)
                yield from traces_of(item)
        case list() | tuple():
            for item in value:
                yield from traces_of(item)


def _mapping(value: Mapping[str, Wire], around: Surroundings) -> Expression:
    if any(TRACE.search(key) for key in value):
        raise UnwritableError("a key is made of what only the deployment knows")
    return mapping({key: _member(key, item, value, around) for key, item in value.items()})


def _member(key: str, item: Wire, mapping_: Mapping[str, Wire], around: Surroundings) -> Expression:
    """A value by its name: some are files, by their path or by their content."""
    match key, item:
        case "content_file", str():
            return around.file(item)
        case "content_base64", str():
            around.needs("base64")
            around.needs("pathlib")
            path = around.content_file(base64.b64decode(item), str(mapping_.get("name", "content")))
            return Text(f"base64.b64encode(Path({render_flat(path)}).read_bytes()).decode()")
        case _, str() if item.count("\n") >= _LINES and not any(traces_of(item)):
            return around.text(item, key)
        case _:
            return expression_of(item, around)


def _envelope(envelope: Mapping[str, Any], around: Surroundings) -> Expression:
    match envelope[SIGNATURE]:
        case str() as kind if kind == SECRET:
            content = envelope["value"]
            known = not any(traces_of(content))
            return around.secret(content) if known else call("pulumi.Output.secret", expression_of(content, around))
        case str() as kind if kind in (ASSET, ARCHIVE):
            return around.asset(envelope)
        case _:
            raise UnwritableError("it is a value of a kind of its own")


def _text(text: str, around: Surroundings) -> Expression:
    if text in UNKNOWNS:
        raise UnwritableError(f"it is {UNKNOWN!r} before the deployment, and nothing says what of it is made of")
    document = _document(text)
    if document is not None:
        return _json(document, text, around)
    return _joined(_pieces(text, around), around)


def _json(document: "tuple[object, dict[str, object]]", text: str, around: Surroundings) -> Expression:
    """A JSON text, as the data that it is made of."""
    data, layout = document
    holds = TRACE.search(text) is not None
    if not holds:
        around.needs("json")
    function = "pulumi.Output.json_dumps" if holds else "json.dumps"
    named = {} if not layout else {"separators": Text('(",", ":")')}
    return call(function, expression_of(data, around), **named)  # type: ignore[arg-type]


def _document(text: str) -> "tuple[object, dict[str, object]] | None":
    """The data of a JSON text that `json.dumps` gives back to the letter, and with which layout."""
    if text[:1] not in ("{", "["):
        return None
    try:
        data = json.loads(text, parse_float=_Number)
    except ValueError:
        return None
    layouts: tuple[dict[str, object], ...] = ({}, {"separators": _COMPACT})
    return next(((data, layout) for layout in layouts if json.dumps(data, **layout) == text), None)  # type: ignore[arg-type]


def _pieces(text: str, around: Surroundings) -> "list[str | Expression]":
    """Literal parts as texts, what is known by a name and what an output gives as expressions."""
    settings = dict(around.setting(text))
    pattern = "|".join([TRACE.pattern, *(f"(?:{re.escape(value)})" for value in settings)])
    pieces: list[str | Expression] = []
    at = 0
    for match in re.finditer(pattern, text):
        pieces += [text[at : match.start()]] if match.start() > at else []
        pieces.append(around.output(int(match[1])) if match[1] else Text(settings[match[0]]))
        at = match.end()
    return [*pieces, text[at:]] if at < len(text) or not pieces else pieces


def _joined(pieces: "list[str | Expression]", around: Surroundings) -> Expression:
    if len(pieces) == 1:
        return literal(pieces[0]) if isinstance(pieces[0], str) else pieces[0]
    if all(isinstance(piece, str) or _is_setting(piece) for piece in pieces):
        return Text(f'f"{"".join(_in_f_string(piece) for piece in pieces)}"')
    parts = [literal(piece) if isinstance(piece, str) else piece for piece in pieces]
    return Call(function="pulumi.Output.concat", arguments=tuple(("", part) for part in parts))


def _is_setting(piece: Expression) -> bool:
    return isinstance(piece, Text) and piece.code.isupper()


def _in_f_string(piece: "str | Expression") -> str:
    if isinstance(piece, Text):
        return f"{{{piece.code}}}"
    assert isinstance(piece, str)
    escaped = repr(piece)[1:-1].replace("\\'", "'").replace('"', '\\"')
    return escaped.replace("{", "{{").replace("}", "}}")
