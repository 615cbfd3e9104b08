"""YAML text → a tree of nodes with positions: one document at a time, without recursion, within limits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from apexai.spec import codes
from apexai.spec.yaml_events import STREAM_END, YamlError, parse_events

if TYPE_CHECKING:
    from ruamel.yaml.events import AliasEvent, CollectionStartEvent, DocumentStartEvent, Event, ScalarEvent

MAX_DEPTH: Final = 64
"""Levels of nesting; the spec itself needs 8."""

_YAML_VERSION: Final = (1, 2)
_TAGS: Final = {
    "tag:yaml.org,2002:str": "str",
    "tag:yaml.org,2002:int": "int",
    "tag:yaml.org,2002:float": "float",
    "tag:yaml.org,2002:bool": "bool",
    "tag:yaml.org,2002:null": "null",
    "tag:yaml.org,2002:map": "map",
    "tag:yaml.org,2002:seq": "seq",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One value: text, and whether it stands in quotes or a block."""

    line: int
    column: int
    text: str
    plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    line: int
    column: int
    items: "list[Node]" = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    line: int
    column: int
    pairs: "list[tuple[Node, Node]]" = field(default_factory=list)


Node: TypeAlias = Scalar | Sequence | Mapping


def parse_nodes(text: str, *, first_line: int) -> Iterator[Node | None]:
    """The root node of each document of the text; None for an empty document.

    Args:
        text: YAML without a byte order mark.
        first_line: The line of the file that the text begins at, counted from 1.

    Raises:
        YamlError: the text is not YAML, nests too deep, or names an anchor that can't be used.
    """
    from ruamel.yaml.events import DocumentStartEvent

    events = parse_events(text, first_line=first_line)
    for event in events:
        if isinstance(event, DocumentStartEvent):
            _refuse_directives(event, first_line)
            composer = _Composer(first_line)
            try:
                yield composer.compose(events)
            except YamlError as error:
                raise composer.explain(error) from None


def _refuse_directives(event: "DocumentStartEvent", first_line: int) -> None:
    if event.tags or event.version not in (None, _YAML_VERSION):
        line = event.start_mark.line + first_line
        message = "a directive above the document asks for another YAML than 1.2, or for tags"
        raise YamlError(codes.TAG, message, line=line, column=1, suggestion="remove the directive")


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    node: Sequence | Mapping
    anchor: str | None
    key: Node | None = None


class _Composer:
    """Builds one document's tree from its events."""

    def __init__(self, first_line: int) -> None:
        self._first_line = first_line
        self._anchors: dict[str, Node] = {}
        self._open: list[_Open] = []
        self._root: Node | None = None

    def compose(self, events: Iterator["Event"]) -> Node | None:
        """The root of one document; takes events up to the document's end."""
        from ruamel.yaml import events as kinds

        for event in events:
            match event:
                case kinds.DocumentEndEvent():
                    break
                case kinds.ScalarEvent():
                    self._add(self._scalar(event), anchor=event.anchor)
                case kinds.AliasEvent():
                    self._add(self._alias(event), anchor=None)
                case kinds.SequenceStartEvent() | kinds.MappingStartEvent():
                    self._start(event, is_list=isinstance(event, kinds.SequenceStartEvent))
                case kinds.CollectionEndEvent():
                    done = self._open.pop()
                    self._add(done.node, anchor=done.anchor)
        root = self._root
        return None if isinstance(root, Scalar) and root.plain and not root.text else root

    def explain(self, error: YamlError) -> YamlError:
        """The same error at the bracket that is still open, where the text ended too early."""
        found = error.diagnostic
        if STREAM_END not in found.message or not self._open:
            return error
        node = self._open[-1].node
        return YamlError(found.code, found.message, line=node.line, column=node.column, suggestion=found.suggestion)

    def _at(self, event: "Event") -> tuple[int, int]:
        return event.start_mark.line + self._first_line, event.start_mark.column + 1

    def _scalar(self, event: "ScalarEvent") -> Scalar:
        line, column = self._at(event)
        tag = self._tag(event)
        text: str = event.value
        return Scalar(line=line, column=column, text=text, plain=event.style is None and tag != "str")

    def _start(self, event: "CollectionStartEvent", *, is_list: bool) -> None:
        line, column = self._at(event)
        self._tag(event)
        if len(self._open) >= MAX_DEPTH:
            raise YamlError(codes.TOO_LARGE, f"this nests more than {MAX_DEPTH} levels deep", line=line, column=column)
        node = Sequence(line=line, column=column) if is_list else Mapping(line=line, column=column)
        self._open.append(_Open(node, event.anchor))

    def _alias(self, event: "AliasEvent") -> Node:
        line, column = self._at(event)
        if any(parent.anchor == event.anchor for parent in self._open):
            message = f"*{event.anchor} stands inside the value that &{event.anchor} names"
            raise YamlError(codes.ANCHOR, message, line=line, column=column, suggestion="write the value out")
        if event.anchor not in self._anchors:
            message = f"*{event.anchor} names no anchor above it in this document"
            suggestion = f"put &{event.anchor} before the value that is meant, or write the value out"
            raise YamlError(codes.ANCHOR, message, line=line, column=column, suggestion=suggestion)
        return self._anchors[event.anchor]

    def _tag(self, event: "ScalarEvent | CollectionStartEvent") -> str:
        tag = event.tag
        if tag is None or tag == "!":
            return "str" if tag == "!" else ""
        if tag not in _TAGS:
            line, column = self._at(event)
            message = f"the tag {tag} is not supported"
            raise YamlError(codes.TAG, message, line=line, column=column, suggestion="write the value without a tag")
        return _TAGS[tag]

    def _add(self, node: Node, *, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if isinstance(parent.node, Sequence):
            parent.node.items.append(node)
        elif parent.key is None:
            parent.key = node
        else:
            parent.node.pairs.append((parent.key, node))
            parent.key = None
