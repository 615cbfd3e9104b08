"""Has the SDK report, for each resource, the one position that is asked for: the user's line that makes it.

SDKs with stack traces read the source text of every frame on the stack for them; older ones report a position inside
the provider's package.
"""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import source_pb2

from .shapes import find, fits, replace
from .source import ProjectFiles, file_uri

_STACK_TRACE = "pulumi.runtime.resource:_get_stack_trace"
_POSITION = "pulumi.runtime.resource:_get_source_position"


def point_to_user_lines(project_files: ProjectFiles) -> None:
    """Replace what finds positions in this SDK; where it is none that we know, its own traces are read."""
    uris: dict[str, str] = {}

    def position() -> Any:
        place = project_files.instantiation_place(3)
        if place is None:
            return None
        filename, line = place
        if filename not in uris:
            uris[filename] = file_uri(filename)
        return source_pb2.SourcePosition(uri=uris[filename], line=line)

    def _get_stack_trace() -> Any:
        found = position()
        return source_pb2.StackTrace(frames=[source_pb2.StackFrame(pc=found)] if found is not None else [])

    def _get_source_position(skip: int) -> Any:
        return position()

    if fits(_STACK_TRACE) and fits(_POSITION):
        replace(_STACK_TRACE, _get_stack_trace)
    elif find(_STACK_TRACE) is None and find(_POSITION) is not None:
        replace(_POSITION, _get_source_position)
