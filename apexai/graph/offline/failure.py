"""A run without a graph → one clear error: what happened, on which of the user's lines, and what to do about it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from apexai.errors import ProgramError, ProjectError
from apexai.graph.offline.child import Returned
from apexai.graph.offline.program import Run
from apexai.graph.offline.redaction import redacted
from apexai.graph.offline.runner import versions

_SHOWN_STDERR_LINES: Final = 15
_LONGEST_MESSAGE: Final = 10_000
_FRAMES_EITHER_SIDE: Final = 10
_TIMEOUT: Final = "Timeout ("
"""How the interpreter's own report of a timeout begins."""
_WATCHDOG_FRAME: Final = re.compile(r'^  File "(?P<file>[^"]*)", line (?P<line>\d+)')


def raise_failure(run: Run, returned: Returned) -> NoReturn:
    """Say why a run gave no graph.

    Raises: ProjectError, for an interpreter that can't run it; ProgramError, for everything the program did.
    """
    if returned.result is None:
        raise ProgramError(redacted(_died(run, returned), run))
    result = returned.result
    outcome: Mapping[str, Any] = result["outcome"]
    match outcome["kind"]:
        case "broken":
            raise RuntimeError(f"the offline engine's runner failed:\n{outcome['trace']}")
        case "no-sdk":
            raise ProjectError(_without_sdk(run, outcome))
        case "sdk-version":
            raise ProjectError(_unsupported(run, result["sdkVersion"]))
        case kind:
            raise ProgramError(redacted(_ended(run, result, kind), run))


def _ended(run: Run, result: Mapping[str, Any], kind: str) -> str:
    outcome: Mapping[str, Any] = result["outcome"]
    match kind:
        case "duplicate":
            return _duplicate(result["duplicate"])
        case "unanswered":
            return _unanswered(result["unanswered"])
        case "exit":
            return _exited(run, outcome)
        case "stalled":
            return _stalled(outcome)
        case _:
            return _raised(run, outcome)


def _without_sdk(run: Run, outcome: Mapping[str, Any]) -> str:
    return (
        f"{run.python} has no pulumi: {outcome['message']}; run {run.python} -m pip install pulumi, or name "
        f"the project's virtual environment in runtime.options.virtualenv [APX-OFF-016]"
    )


def _unsupported(run: Run, version: str) -> str:
    oldest, newest = (".".join(map(str, bound)) for bound in (versions.OLDEST, versions.NEXT_MAJOR))
    return (
        f"{run.python} has pulumi {version}; previews offline need >={oldest},<{newest}: "
        f"run {run.python} -m pip install 'pulumi>={oldest},<{newest}' [APX-OFF-017]"
    )


def _duplicate(rejection: Mapping[str, Any]) -> str:
    first = f"; the first is at {_place(rejection['firstSource'])}" if rejection["firstSource"] else ""
    return (
        f"{_place(rejection['source'])}: {rejection['type']} {rejection['name']!r} is registered twice{first}; give "
        f"one of them another name or parent ({rejection['urn']}) [APX-OFF-041]"
    )


def _unanswered(record: Mapping[str, Any]) -> str:
    return (
        f"{_place(record['source'])}: {record['token']} asks the cloud, and its answer is needed at once; write it "
        f"into a file for --invokes:\n"
        f"  invokes:\n    {record['token']}:\n      - result: {{…}} [APX-OFF-042]"
    )


def _exited(run: Run, outcome: Mapping[str, Any]) -> str:
    said = f": {_shortened(run, outcome['message'])}" if outcome["message"] else ""
    return f"{_place(outcome['source'])}: the program ended itself with exit code {outcome['code']}{said} [APX-OFF-043]"


def _stalled(outcome: Mapping[str, Any]) -> str:
    waiting = [_resource(found) for found in outcome["waiting"]]
    what = f"these resources wait for it: {', '.join(waiting)}" if waiting else "no resource waits for it"
    return f"the program: waits for ever for an output or future that nothing will resolve; {what} [APX-OFF-047]"


def _raised(run: Run, outcome: Mapping[str, Any]) -> str:
    if module := outcome.get("missingModule"):
        return _missing(run, outcome, module)
    place, resource = _place(outcome["source"]), outcome.get("resource")
    if resource:
        place = _resource(resource)
    head = f"{place}: {outcome['type']}: {_shortened(run, outcome['message'])} [APX-OFF-040]"
    if resource:
        return head
    trace = "".join(f"\n  {line}" for line in _frames(outcome["frames"]))
    return head + (trace or f"\n{outcome.get('trace', '')}".rstrip())


def _shortened(run: Run, message: str) -> str:
    message = redacted(message, run)  # Before a cut could leave half of what is to be hidden.
    cut = len(message) - _LONGEST_MESSAGE
    return message if cut <= 0 else f"{message[:_LONGEST_MESSAGE]}… and {cut:,} more characters"


def _frames(frames: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The frames, of a recursion only the first and the last ones."""
    between = len(frames) - 2 * _FRAMES_EITHER_SIDE
    for index, frame in enumerate(frames):
        if between <= 1 or not 0 <= index - _FRAMES_EITHER_SIDE < between:
            yield _frame(frame)
        elif index == _FRAMES_EITHER_SIDE:
            yield f"… and {between:,} more calls"


def _missing(run: Run, outcome: Mapping[str, Any], module: str) -> str:
    package, _, inner = module.partition(".")
    distribution = package.replace("_", "-")
    remedy = f"run {run.python} -m pip install {distribution}, or install the project's requirements"
    if inner:
        remedy = f"{run.python} has another version of {distribution}: install what the project's requirements pin"
    return f"{_place(outcome['source'])}: {outcome['message']}: {remedy} [APX-OFF-044]"


def _frame(frame: Mapping[str, Any]) -> str:
    return f"{frame['file']}:{frame['line']} in {frame['function']}: {frame['text']}"


def _resource(registration: Mapping[str, Any]) -> str:
    place = f"{_place(registration['source'])}: " if registration["source"] else ""
    return f"{place}{registration['type']} {registration['name']!r}"


def _place(source: Sequence[Any] | None) -> str:
    return f"{source[0]}:{source[1]}" if source else "the program"


def _died(run: Run, returned: Returned) -> str:
    place = _place(_watchdog_place(run, returned.report))
    if returned.ended.timed_out or returned.report.startswith(_TIMEOUT):
        return (
            f"{place}: the program was still running after {run.timeout_seconds:g} s; use --timeout SECONDS if it "
            f"needs longer [APX-OFF-045]"
        )
    code = returned.ended.returncode
    how = f"was killed by signal {-code}" if code < 0 else f"ended its process with exit code {code}"
    tail = "\n".join(f"  {line}" for line in returned.ended.stderr.splitlines()[-_SHOWN_STDERR_LINES:])
    return f"{place}: the program {how} before its preview was complete [APX-OFF-046]" + (f"\n{tail}" if tail else "")


def _watchdog_place(run: Run, report: str) -> tuple[str, int] | None:
    """The innermost line of the user's in the main thread's trace, which comes last."""
    main_thread = report.rsplit("Thread 0x", 1)[-1]
    for line in main_thread.splitlines():
        if match := _WATCHDOG_FRAME.match(line):
            path = Path(match["file"])
            if path.is_relative_to(run.project_root) and "site-packages" not in path.parts:
                return path.relative_to(run.project_root).as_posix(), int(match["line"])
    return None
