"""How a run ended, in terms of the user's own lines."""

from __future__ import annotations

import traceback


def describe_error(error, project_files):
    """The exception with the user's frames, innermost last, and the user line that matters most."""
    chain = _chain(error)
    frames = []
    for link in chain:
        frames += [
            {"file": relative, "line": frame.lineno, "function": frame.name, "text": (frame.line or "").strip()}
            for frame in traceback.extract_tb(link.__traceback__)
            for relative in [project_files.relative(frame.filename)]
            if relative
        ]
        if frames:
            break
    described = {
        "kind": "raised",
        "type": type(error).__name__,
        "message": _message(error),
        "frames": frames,
        "source": [frames[-1]["file"], frames[-1]["line"]] if frames else None,
    }
    if isinstance(error, SyntaxError):
        described["source"] = [project_files.relative(error.filename or "") or error.filename, error.lineno]
    if isinstance(error, ImportError):
        described["missingModule"] = error.name or ""
    if not frames:
        described["trace"] = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return described


def _chain(error):
    """The error, and what it was raised from, nearest first."""
    found = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _message(error):
    try:
        return str(error)
    except Exception:
        return "(its text can't be read)"
