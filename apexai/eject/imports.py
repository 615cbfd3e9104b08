"""Import statements as a formatter sorts them."""

import re
import sys
from collections.abc import Iterable

_FROM = re.compile(r"from (\S+) import (.+)")


def render_imports(lines: Iterable[str]) -> str:
    """The standard library's, those of packages, the program's own; several names of a module in one line."""
    names: dict[str, set[str]] = {}
    plain = set()
    for line in lines:
        if match := _FROM.fullmatch(line):
            names.setdefault(match[1], set()).update(match[2].split(", "))
        else:
            plain.add(line)
    merged = plain | {f"from {module} import {', '.join(sorted(found, key=_order))}" for module, found in names.items()}
    groups = (sorted((line for line in merged if _group(line) == group), key=_place) for group in range(3))
    return "\n\n".join("\n".join(group) for group in groups if group)


def _group(line: str) -> int:
    package = line.split()[1].partition(".")[0]
    if package in sys.stdlib_module_names:
        return 0
    return 1 if package.startswith("pulumi") else 2


def _place(line: str) -> tuple[bool, str]:
    return line.startswith("from"), line


def _order(name: str) -> tuple[int, str]:
    """Constants, classes, the rest."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2), name
