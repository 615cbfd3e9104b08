"""Which changed inputs make a resource be replaced, as the providers decide it, for the types of which it is known."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_FILE: Final = "replacements.csv"
_EVERY_TYPE: Final = frozenset({"kubernetes"})
"""Packages of which every type is known: the provider has one list of what replaces, and the same for the others."""
_INDEX: Final = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Replacements:
    """What the table has of one type."""

    inputs: tuple[str, ...] = ()
    is_whole: bool = False
    """Whether it was read in the provider's source, so that an input that is not there changes in place."""


def replacing_paths(type_: str, paths: Iterable[str], *, further: Iterable[str] = ()) -> tuple[str, ...] | None:
    """Those of the changed inputs that replace a resource; None where it is not known whether one does.

    Args:
        type_: Type token.
        paths: Changed inputs, like `metadata.name` or `spec.containers[0].image`.
        further: What the program adds (`replaceOnChanges`).

    Source: `data/replacements.csv`, each row with its own; what is of high confidence there is whole.
    """
    package = type_.split(":", 1)[0]
    own = _table().get(type_, _Replacements(is_whole=package in _EVERY_TYPE))
    everywhere = _table().get(f"{package}:*", _Replacements())
    named = (*own.inputs, *everywhere.inputs, *(_INDEX.sub("", path) for path in further))
    changed = tuple(paths)
    found = tuple(path for path in changed if _is_named(path, named))
    return found if found or own.is_whole or not changed else None


def _is_named(path: str, named: tuple[str, ...]) -> bool:
    """Whether a path is a named one, or inside of one, or around one."""
    plain = _INDEX.sub("", path)
    return any(one == "*" or f"{plain}.".startswith(f"{one}.") or f"{one}.".startswith(f"{plain}.") for one in named)


@cache
def _table() -> Mapping[str, _Replacements]:
    """Type token, or `<package>:*`, → what replaces."""
    lines = (files("apexai.graph") / "data" / _FILE).read_text(encoding="utf-8").splitlines()
    return {
        row["type"]: _Replacements(inputs=tuple(row["properties"].split()), is_whole=row["confidence"] == "high")
        for row in csv.DictReader(lines)
    }
