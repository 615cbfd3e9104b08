"""Resource types that cost nothing, as data with reasons: `free/<provider>.csv`."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Final

COLUMNS: Final = ("type", "reason", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTypes:
    """The lists, looked up by type token."""

    exact: Mapping[str, str]
    """Type → reason."""
    patterns: tuple[tuple[str, str], ...]
    """Pattern with `*` → reason."""

    def reason(self, type_token: str) -> str:
        """Why a type costs nothing; empty where it is on no list."""
        if type_token in self.exact:
            return self.exact[type_token]
        return next((reason for pattern, reason in self.patterns if fnmatchcase(type_token, pattern)), "")


@cache
def load_free_types() -> FreeTypes:
    """Read the lists of the package."""
    rows = [row for name in sorted(_names()) for row in _rows(name)]
    return FreeTypes(
        exact={type_token: reason for type_token, reason, _ in rows if "*" not in type_token},
        patterns=tuple((pattern, reason) for pattern, reason, _ in rows if "*" in pattern),
    )


def free_type_rows() -> tuple[tuple[str, str, str], ...]:
    """Type or pattern, reason and source of every list."""
    return tuple(row for name in sorted(_names()) for row in _rows(name))


def _names() -> list[str]:
    return [file.name for file in (files("apexai.cost") / "free").iterdir() if file.name.endswith(".csv")]


def _rows(name: str) -> list[tuple[str, str, str]]:
    text = (files("apexai.cost") / "free" / name).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), strict=True)
    return [(row["type"], row["reason"], row["source"]) for row in rows]
