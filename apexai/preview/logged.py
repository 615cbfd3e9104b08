"""Diagnostics that a component wrote into a program's log, read back from there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from apexai.errors import Diagnostic
from apexai.targets.check import RECORDED

LOGGED: Final = "APX-OFF-030"
"""Code of what a program logs."""

_OURS: Final = re.compile(
    r"(?:(?P<file>[^\n]+?):(?P<line>\d+):(?P<column>\d+): )?"
    r"(?:(?P<path>(?:spec|metadata)\.[^\s:]+): )?"
    r"(?P<message>.*) \[(?P<code>APX-[A-Z]+-\d{3})\]",
    re.DOTALL,
)


def is_of_component(diagnostic: Diagnostic) -> bool:
    """Whether a diagnostic is one that a component of this package logged."""
    return diagnostic.code == LOGGED and _OURS.fullmatch(diagnostic.message) is not None


def read_logged(diagnostics: Iterable[Diagnostic], *, root: Path) -> tuple[Diagnostic, ...]:
    """The diagnostics with those of components as they were before they were text.

    Files below `root` are relative to it, so that they are the same on every machine.
    """
    return tuple(found for diagnostic in diagnostics for found in _read(diagnostic, root))


def _read(diagnostic: Diagnostic, root: Path) -> Iterator[Diagnostic]:
    match = _OURS.fullmatch(diagnostic.message) if diagnostic.code == LOGGED else None
    if match is None:
        yield diagnostic
        return
    found = replace(diagnostic, code=match["code"], path=match["path"] or "", message=match["message"])
    if match["file"]:
        found = found.at(file=_below(match["file"], root), line=int(match["line"]), column=int(match["column"]))
    if found.code != RECORDED or found.path:
        yield found
        return
    head, _, paths = found.message.partition(": ")
    yield from (replace(found, path=path, message=head) for path in paths.split(", "))


def _below(file: str, root: Path) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file
