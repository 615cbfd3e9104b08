"""Hands a run to the runner in a child process and reads back what it wrote."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from apexai.graph.offline.environment import child_environment
from apexai.graph.offline.process import Ended, run_child
from apexai.graph.offline.program import Run

RUNNER: Final = Path(__file__).parent / "runner"

_START_SECONDS: Final = 60.0
"""What an interpreter may take to start and to write its result, beside the program's own time, which it keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What came back: the runner's result, if it got so far, and how its process ended."""

    result: dict[str, Any] | None
    ended: Ended
    report: str
    """Stack traces that the watchdog wrote at the timeout, or the interpreter at a crash."""


def run_in_child(run: Run, directory: Path) -> Returned:
    """Run a program; `directory` is a private one for what the two processes tell each other."""
    request_path, result_path, report_path = (directory / name for name in ("request", "result", "report"))
    request_path.write_text(json.dumps(_request(run, report_path)), encoding="utf-8")
    ended = run_child(
        [str(run.python), str(RUNNER), str(request_path), str(result_path)],
        directory=run.working_directory,
        environment=child_environment(os.environ, extra=run.environment, nothing=str(directory / "nothing")),
        timeout_seconds=run.timeout_seconds + _START_SECONDS,
    )
    return Returned(
        result=json.loads(result_path.read_bytes()) if result_path.is_file() else None,
        ended=ended,
        report=report_path.read_text(encoding="utf-8", errors="replace") if report_path.is_file() else "",
    )


def _request(run: Run, report_path: Path) -> dict[str, object]:
    return {
        "project": run.project,
        "stack": run.stack,
        "organization": run.organization,
        "projectRoot": str(run.project_root),
        "program": str(run.program),
        "arguments": list(run.arguments),
        "workingDirectory": str(run.working_directory),
        "config": dict(run.config),
        "secretKeys": list(run.secret_keys),
        "invokes": dict(run.answers.invokes),
        "stackReferences": dict(run.answers.stack_references),
        "report": str(report_path),
        "shortcuts": run.shortcuts,
        "traced": run.traced,
        "timeoutSeconds": run.timeout_seconds,
    }
