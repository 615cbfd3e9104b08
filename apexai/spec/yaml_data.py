"""A tree of YAML nodes → plain data and the positions of its keys and values."""

import re

from apexai.errors import Diagnostic
from apexai.spec import codes
from apexai.spec.positions import Path, Place, Positions, render_path
from apexai.spec.scalars import parse_scalar
from apexai.spec.yaml_events import YamlError
from apexai.spec.yaml_tree import MAX_DEPTH, Mapping, Node, Scalar, Sequence

MAX_NODES = 20_000
"""Keys and values of one document with every alias written out; it bounds what an alias bomb can cost."""

_MERGE = "<<"
_IMPOSSIBLE = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\ud800-\udfff\ufffe\uffff]"
"""Control characters, halves of characters and non-characters, which only escapes can put into a file."""


class DataBuilder:
    """Builds one document's data; errors that leave the rest readable are collected in `diagnostics`."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._places: dict[Path, Place] = {}
        self._count = 0

    def build(self, root: Node) -> tuple[object, Positions]:
        """Plain data and positions.

        Raises:
            YamlError: the document is too large with its aliases written out.
        """
        self._places[()] = _place(root, root)
        return self._value(root, ()), Positions(self._places)

    def _value(self, node: Node, path: Path) -> object:
        self._count += 1
        if self._count > MAX_NODES or len(path) > MAX_DEPTH:
            message = f"this document has more than {MAX_NODES:,} values, or nests more than {MAX_DEPTH} levels, "
            message += "with its aliases written out"
            raise YamlError(codes.TOO_LARGE, message, line=node.line, column=node.column)
        match node:
            case Scalar():
                return parse_scalar(node.text) if node.plain else self._text(node, path)
            case Sequence():
                return [self._item(item, (*path, index)) for index, item in enumerate(node.items)]
            case Mapping():
                return self._mapping(node, path)

    def _item(self, node: Node, path: Path) -> object:
        self._places[path] = _place(node, node)
        return self._value(node, path)

    def _mapping(self, node: Mapping, path: Path) -> dict[str, object]:
        data: dict[str, object] = {}
        written: dict[str, Node] = {}
        merges: list[Node] = []
        for key, value in node.pairs:
            if isinstance(key, Scalar) and key.plain and key.text == _MERGE:
                merges.append(value)
            elif (name := self._key(key, path)) is not None:
                if name in written:
                    self._duplicate(name, key=key, first=written[name], path=path)
                    continue
                written[name] = key
                self._places[(*path, name)] = _place(key, value)
                data[name] = self._value(value, (*path, name))
        for value in merges:
            self._merge(value, data, path)
        return data

    def _merge(self, node: Node, data: dict[str, object], path: Path) -> None:
        """Add the pairs of a merge key's mappings that the mapping itself does not write."""
        sources = node.items if isinstance(node, Sequence) else [node]
        for source in sources:
            if not isinstance(source, Mapping):
                self._report(codes.ANCHOR, "<< takes a mapping or a list of mappings", node=source, path=path)
                continue
            for key, value in source.pairs:
                name = self._key(key, path)
                if name is not None and name not in data:
                    self._places[(*path, name)] = _place(key, value)
                    data[name] = self._value(value, (*path, name))

    def _key(self, key: Node, path: Path) -> str | None:
        self._count += 1
        if not isinstance(key, Scalar):
            self._report(codes.KEY_NOT_TEXT, "a key must be text, this one is a collection", node=key, path=path)
            return None
        if key.plain and not isinstance(parse_scalar(key.text), str):
            message = f"the key {key.text} is not text" if key.text else "there is no key before the colon"
            suggestion = f'write "{key.text}"' if key.text else "write a key"
            self._report(codes.KEY_NOT_TEXT, message, node=key, path=path, suggestion=suggestion)
            return None
        return self._text(key, path)

    def _text(self, node: Scalar, path: Path) -> str:
        """The text of a scalar; characters that no field can have are reported, and replaced."""
        text = _joined(node.text)
        if (match := re.search(_IMPOSSIBLE, text)) is not None:
            message = f"the text holds the character U+{ord(match[0]):04X}"
            self._report(codes.CHARACTERS, message, node=node, path=path, suggestion="remove it")
            return re.sub(_IMPOSSIBLE, "\ufffd", text)
        return text

    def _duplicate(self, name: str, *, key: Node, first: Node, path: Path) -> None:
        message = f"{name} is written twice, first in line {first.line}"
        self._report(codes.DUPLICATE_KEY, message, node=key, path=(*path, name), suggestion="keep one of them")

    def _report(self, code: str, message: str, *, node: Node, path: Path, suggestion: str = "") -> None:
        self.diagnostics.append(
            Diagnostic(
                code=code,
                message=message,
                path=render_path(path),
                suggestion=suggestion,
                line=node.line,
                column=node.column,
            )
        )


def _joined(text: str) -> str:
    """Text whose escapes give a character in two halves, as JSON writes it, with the character itself."""
    if text.isascii() or not re.search("[\ud800-\udbff][\udc00-\udfff]", text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _place(key: Node, value: Node) -> Place:
    return Place(
        key_line=key.line,
        key_column=key.column,
        line=value.line,
        column=value.column,
        kind="scalar" if isinstance(value, Scalar) else "list" if isinstance(value, Sequence) else "mapping",
        written=value.text if isinstance(value, Scalar) and value.plain else None,
    )
