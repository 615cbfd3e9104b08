"""Which line of the user's program is at work: the innermost frame whose file belongs to the project."""

from __future__ import annotations

import os
import pathlib
import sys
from typing import Any
from urllib.parse import unquote, urlparse

_INSTALLED = ("site-packages", "dist-packages")
_CONSTRUCTORS = 3


class ProjectFiles:
    """The files that the user wrote: below the project's root, and not installed there."""

    def __init__(self, root: str) -> None:
        self._root = os.path.join(os.path.realpath(root), "")
        self._known: dict[str, str] = {}

    def relative(self, filename: str) -> str:
        """The path below the root with forward slashes; empty for a file that isn't the user's."""
        found = self._known.get(filename)
        if found is None:
            found = self._known[filename] = self._locate(filename)
        return found

    def _locate(self, filename: str) -> str:
        if filename.startswith("<"):
            return ""
        path = os.path.realpath(filename)
        if not path.startswith(self._root) or any(f"{os.sep}{part}{os.sep}" in path for part in _INSTALLED):
            return ""
        return path[len(self._root) :].replace(os.sep, "/")

    def current_line(self, depth: int = 1) -> tuple[str, int] | None:
        """`(file, line)` of the innermost user frame on the calling thread's stack, or None."""
        frame: Any = sys._getframe(depth)
        while frame is not None:
            relative = self.relative(frame.f_code.co_filename)
            if relative:
                return relative, frame.f_lineno
            frame = frame.f_back
        return None

    def instantiation_place(self, depth: int = 1) -> tuple[str, int] | None:
        """`(filename, line)` of the user frame that made the resource whose registration is at work, or None.

        The SDK's rule: below Resource, CustomResource or ComponentResource, and the class of the resource itself,
        whose constructors are the three innermost `__init__` frames, so that a component is where it is made and not
        where its class calls `super().__init__`. Of a resource without a class of its own it is the innermost frame.
        """
        frame: Any = sys._getframe(depth)
        constructors, innermost = 0, None
        while frame is not None:
            filename, name = frame.f_code.co_filename, frame.f_code.co_name
            if self.relative(filename):
                if constructors >= _CONSTRUCTORS:
                    return filename, frame.f_lineno
                innermost = innermost or (filename, frame.f_lineno)
            constructors += name == "__init__"
            frame = frame.f_back
        return innermost

    def line_of_request(self, request: Any) -> tuple[str, int] | None:
        """`(file, line)` that a registration came from: of its stack trace, else of its source position."""
        trace = getattr(request, "stackTrace", None)
        positions = [frame.pc for frame in trace.frames] if trace is not None else []
        position = getattr(request, "sourcePosition", None)
        if position is not None:
            positions.append(position)
        for candidate in positions:
            found = self.of_uri(candidate.uri, candidate.line)
            if found is not None:
                return found
        return None

    def of_uri(self, uri: str, line: int) -> tuple[str, int] | None:
        """`(file, line)` of a position as the SDK reports it, or None where it isn't in a file of the user's."""
        relative = self.relative(_path_of_uri(uri)) if uri else ""
        return (relative, line) if relative else None


def file_uri(filename: str) -> str:
    return pathlib.Path(filename).absolute().as_uri()


def _path_of_uri(uri: str) -> str:
    return unquote(urlparse(uri).path)
