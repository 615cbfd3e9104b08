"""Which changed inputs make a resource be replaced, as the providers decide it, for the types of which it is known."""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

_FILE: Final = "replacements.csv"
_EVERY_TYPE: Final = frozenset({"kubernetes"})
"""Packages of which every type is known: the provider has one list of what replaces, and the same for the others."""
_INDEX: Final = re.compile(r"\[\d+\]")


def replacing_paths(type_: str, paths: Iterable[str], *, further: Iterable[str] = ()) -> tuple[str, ...] | None:
    """Those of the changed inputs that replace a resource; None where it is not known for the type.

    Args:
        type_: Type token.
        paths: Changed inputs, like `metadata.name` or `spec.containers[0].image`.
        further: What the program adds (`replaceOnChanges`).

    Source: `data/replacements.csv`, each row with its own.
    """
    package = type_.split(":", 1)[0]
    own = _replacements().get(type_)
    named = tuple(_INDEX.sub("", path) for path in further)
    if own is None and package not in _EVERY_TYPE:
        return None if not named else tuple(path for path in paths if _is_named(path, named)) or None
    everywhere = _replacements().get(f"{package}:*", ())
    return tuple(path for path in paths if _is_named(path, (*(own or ()), *everywhere, *named)))


def _is_named(path: str, named: tuple[str, ...]) -> bool:
    """Whether a path is a named one, or inside of one, or around one."""
    plain = _INDEX.sub("", path)
    return any(one == "*" or f"{plain}.".startswith(f"{one}.") or f"{one}.".startswith(f"{plain}.") for one in named)


@cache
def _replacements() -> Mapping[str, tuple[str, ...]]:
    """Type token, or `<package>:*`, → the inputs that replace."""
    lines = (files("apexai.graph") / "data" / _FILE).read_text(encoding="utf-8").splitlines()
    return {row["type"]: tuple(row["properties"].split()) for row in csv.DictReader(lines)}
