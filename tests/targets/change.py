"""Patches of documents, and pairs of them."""

from collections.abc import Mapping
from dataclasses import dataclass

Document = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Two patches over a platform's document that differ in one leaf."""

    base: Document
    changed: Document
    wrong: Document | None = None
    """What a check refuses at this leaf, where only a check reads it."""


def at(path: str, value: object) -> Document:
    """The patch that puts a value at a dotted path."""
    head, _, rest = path.partition(".")
    return {head: at(rest, value) if rest else value}


def merged(document: Mapping[str, object], *patches: Mapping[str, object]) -> Document:
    """The document with patches over it: mappings merge, lists and nulls replace."""
    found = dict(document)
    for patch in patches:
        for key, value in patch.items():
            below = found.get(key)
            if isinstance(value, Mapping):
                found[key] = merged(below if isinstance(below, Mapping) else {}, value)
            else:
                found[key] = value
    return found


def without_nulls(document: Mapping[str, object]) -> Document:
    """The document without the keys that patches took away."""
    return {
        key: without_nulls(value) if isinstance(value, Mapping) else value
        for key, value in document.items()
        if value is not None
    }


def change(path: str, before: object, after: object, *around: Document) -> Change:
    """The change of one path from a value, None for absence, to another, with the same around it."""
    base = {} if before is None else at(path, before)
    return Change(base=merged({}, *around, base), changed=merged({}, *around, at(path, after)))
