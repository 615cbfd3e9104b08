"""How a run ended, in terms of the user's own lines."""

from __future__ import annotations

import asyncio
import os
import traceback
from typing import Any

from .callbacks import CallbackError
from .loop import PreviewLoop
from .refusals import RefusedError
from .source import ProjectFiles

_REGISTRATIONS = frozenset({"do_register", "do_read"})
_MOST_WAITING = 5
_OWN_DIRECTORY = os.path.dirname(os.path.abspath(__file__))


def describe_end(error: BaseException | None, project_files: ProjectFiles, loop: PreviewLoop) -> dict[str, Any]:
    """What the parent makes its message of; `kind` says which other fields there are."""
    if error is None:
        return {"kind": "ok"}
    if loop.stalled:
        return {"kind": "stalled", "waiting": _waiting(loop, project_files)}
    refusal = next((link.kind for link in _chain(error) if isinstance(link, RefusedError)), "")
    if refusal:
        return {"kind": refusal}
    if _is_ours(error):
        return {"kind": "broken", "trace": _trace(error)}
    if isinstance(error, SystemExit):
        return _describe_exit(error, project_files)
    return {"kind": "raised", **_describe_error(error, project_files)}


def _describe_exit(error: SystemExit, project_files: ProjectFiles) -> dict[str, Any]:
    """`sys.exit()` and `sys.exit(0)` end a program well, as the real executor has it."""
    if not error.code:
        return {"kind": "ok"}
    described = _describe_error(error, project_files)
    if isinstance(error.code, int):
        return {**described, "kind": "exit", "code": error.code, "message": ""}
    return {**described, "kind": "exit", "code": 1}


def _describe_error(error: BaseException, project_files: ProjectFiles) -> dict[str, Any]:
    frames = _user_frames(error, project_files)
    described: dict[str, Any] = {
        "type": type(error).__name__,
        "message": _text(error),
        "frames": frames,
        "source": [frames[-1]["file"], frames[-1]["line"]] if frames else None,
    }
    if isinstance(error, SyntaxError) and error.filename:
        described["source"] = [project_files.relative(error.filename) or error.filename, error.lineno or 0]
    if isinstance(error, ModuleNotFoundError):
        described["missingModule"] = error.name or ""
    if described["source"] is None:
        described["resource"] = _resource_at_work(error, project_files)
        described["trace"] = _trace(error)
    return described


def _is_ours(error: BaseException) -> bool:
    """True for an error that arose in this package's own code, and isn't one that it raises on purpose."""
    frames = list(traceback.walk_tb(error.__traceback__))
    file = frames[-1][0].f_code.co_filename if frames else ""
    return os.path.dirname(file) == _OWN_DIRECTORY and not isinstance(error, (CallbackError, OSError))


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(type(error), error, error.__traceback__))


def _user_frames(error: BaseException, project_files: ProjectFiles) -> list[dict[str, Any]]:
    """The user's frames of the error, or of the nearest one that it was raised from which has any."""
    for link in _chain(error):
        frames = [
            {"file": relative, "line": frame.lineno, "function": frame.name, "text": (frame.line or "").strip()}
            for frame in traceback.extract_tb(link.__traceback__)
            for relative in [project_files.relative(frame.filename)]
            if relative
        ]
        if frames:
            return frames
    return []


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and not any(error is link for link in found):
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "(its text can't be read)"


def _resource_at_work(error: BaseException, project_files: ProjectFiles) -> dict[str, Any] | None:
    """The resource in whose registration an error arose that no line of the user's is part of."""
    for link in _chain(error):
        for frame, _ in traceback.walk_tb(link.__traceback__):
            if frame.f_code.co_name in _REGISTRATIONS:
                return _registration(frame.f_locals, project_files)
    return None


def _registration(variables: dict[str, Any], project_files: ProjectFiles) -> dict[str, Any]:
    position = variables.get("source_position")
    source = project_files.of_uri(position.uri, position.line) if position is not None else None
    return {"type": variables.get("ty", ""), "name": variables.get("name", ""), "source": source}


def _waiting(loop: PreviewLoop, project_files: ProjectFiles) -> list[dict[str, Any]]:
    """The resources whose registration waits for something that never comes."""
    found = []
    for task in asyncio.all_tasks(loop):
        frame = getattr(task.get_coro(), "cr_frame", None)
        if frame is not None and frame.f_code.co_name in _REGISTRATIONS:
            found.append(_registration(frame.f_locals, project_files))
    found.sort(key=lambda registration: (registration["source"] or ("", 0), registration["name"]))
    return found[:_MOST_WAITING]
