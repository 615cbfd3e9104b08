"""Runs the user's program as Pulumi's executor does, with our monitor and engine in place of the real ones."""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
import runpy
import sys
from collections.abc import Callable
from typing import Any

import pulumi

from . import shortcuts
from .calls import watch_calls
from .engine import OfflineEngine
from .invokes import Invokes
from .loop import PreviewLoop
from .monitor import OfflineMonitor
from .outcome import describe_end
from .positions import point_to_user_lines
from .repairs import let_misfits_be_unknown
from .source import ProjectFiles
from .tracing_monitor import TracingMonitor


def run_program(
    request: dict[str, Any], project_files: ProjectFiles, start_clock: Callable[[], None]
) -> dict[str, Any]:
    """Run to the end, whatever it is, and give everything that was registered, asked and logged till then."""
    loop = PreviewLoop()
    invokes = Invokes(
        answers=request["invokes"],
        stack_references=request["stackReferences"],
        project_files=project_files,
        config=request["config"],
    )
    engine = OfflineEngine(project_files)
    monitor_class = TracingMonitor if request["traced"] else OfflineMonitor
    monitor = monitor_class(request=request, project_files=project_files, invokes=invokes)
    _configure(request, monitor, engine)
    watch_calls(project_files)
    let_misfits_be_unknown()
    point_to_user_lines(project_files)
    installed = shortcuts.install() if request["shortcuts"] else []
    if isinstance(monitor, TracingMonitor):
        monitor.listen()
    start_clock()
    outcome = describe_end(_execute(request, loop), project_files, loop)
    return {
        "outcome": outcome,
        "resources": monitor.records,
        "outputs": monitor.stack_outputs,
        "duplicate": monitor.duplicate,
        "unanswered": invokes.unanswered,
        "logs": engine.logs,
        "notes": engine.notes,
        "invokes": invokes.asked,
        "missingAssets": list(monitor.assets.missing.items()),
        "shortcuts": installed,
        "traced": monitor.traced() if isinstance(monitor, TracingMonitor) and outcome["kind"] == "ok" else None,
    }


def _configure(request: dict[str, Any], monitor: OfflineMonitor, engine: OfflineEngine) -> None:
    pulumi.runtime.set_all_config(request["config"], request["secretKeys"])
    wanted = {
        "project": request["project"],
        "stack": request["stack"],
        "organization": request["organization"],
        "root_directory": request["projectRoot"],
        "monitor": monitor,
        "engine": engine,
        "parallel": 16,
        "dry_run": True,
    }
    known = inspect.signature(pulumi.runtime.Settings.__init__).parameters
    settings = pulumi.runtime.Settings(**{name: value for name, value in wanted.items() if name in known})
    pulumi.runtime.configure(settings)


def _execute(request: dict[str, Any], loop: PreviewLoop) -> BaseException | None:
    """Run the program on the loop; gives what it raised."""
    program = request["program"]
    sys.argv = [program, *request["arguments"]]
    if os.path.isfile(program):
        sys.path.insert(0, os.path.dirname(program))

    def run() -> None:
        runpy.run_path(program, run_name="__main__")

    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # as Pulumi's own executor does
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(run))
    except BaseException as error:
        return error
    return None
