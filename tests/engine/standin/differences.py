"""Two versions of a resource's inputs → the paths that differ, and which of them replace it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One path at which two values differ."""

    path: str
    kind: Literal["ADD", "DELETE", "UPDATE"]
    replaces: bool = False


def differences(old: Any, new: Any, *, replaces: Callable[[str], bool]) -> list[Difference]:
    """Compare two objects, leaf by leaf; `replaces` judges a path like `spec.selector.matchLabels.app`."""
    return [Difference(path=path, kind=kind, replaces=replaces(path)) for path, kind in _leaves(old, new, path="")]


def _leaves(old: Any, new: Any, *, path: str) -> Iterator[tuple[str, Literal["ADD", "DELETE", "UPDATE"]]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            inner = f"{path}.{key}" if PLAIN_KEY.fullmatch(key) else f'{path}["{key}"]'
            yield from _member(old, new, key, path=inner.removeprefix("."))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            yield from _item(old, new, index, path=f"{path}[{index}]")
    elif old != new or isinstance(old, bool) != isinstance(new, bool):
        yield path, "UPDATE"


def _member(old: dict[str, Any], new: dict[str, Any], key: str, *, path: str) -> Iterator[Any]:
    if old.get(key) is None and new.get(key) is None:
        return
    if old.get(key) is None:
        yield path, "ADD"
    elif new.get(key) is None:
        yield path, "DELETE"
    else:
        yield from _leaves(old[key], new[key], path=path)


def _item(old: list[Any], new: list[Any], index: int, *, path: str) -> Iterator[Any]:
    if index >= len(old):
        yield path, "ADD"
    elif index >= len(new):
        yield path, "DELETE"
    else:
        yield from _leaves(old[index], new[index], path=path)
