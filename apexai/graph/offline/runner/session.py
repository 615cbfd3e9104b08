"""One run: reads the request, runs the program against the monitor, writes the result."""

from __future__ import annotations

import atexit
import faulthandler
import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

from . import late
from .network import Guard
from .source import ProjectFiles
from .versions import is_supported, sdk_version


def run_request(request_path: str, result_path: str) -> None:
    """Run the program that the request file names, write what came of it to the result file, and end the process."""
    with open(request_path, encoding="utf-8") as file:
        request = json.load(file)
    own_process = os.getpid()
    report = open(request["report"], "w")  # noqa: SIM115 - the watchdog writes to it till the end
    faulthandler.enable(report)

    def start_clock() -> None:
        faulthandler.dump_traceback_later(request["timeoutSeconds"], file=report, exit=True)

    try:
        result = _run(request, start_clock)
    except BaseException as error:
        result = {"outcome": {"kind": "broken", "trace": "".join(traceback.format_exception(None, error, None))}}
    if os.getpid() != own_process:
        os._exit(0)  # a fork of the program came to its end; the result is the original's to write
    _write(result_path, result)
    _leave()


def _run(request: dict[str, Any], start_clock: Callable[[], None]) -> dict[str, Any]:
    project_files = ProjectFiles(request["projectRoot"])
    os.chdir(request["workingDirectory"])
    if request["shortcuts"]:
        late.install()
    try:
        import pulumi  # noqa: F401
    except ImportError as error:
        return {"outcome": {"kind": "no-sdk", "message": str(error)}}
    version = sdk_version()
    if not is_supported(version):
        return {"outcome": {"kind": "sdk-version"}, "sdkVersion": version}
    guard = Guard(project_files)
    guard.install()
    from .program import run_program  # needs the SDK

    return {
        "sdkVersion": version,
        **run_program(request, project_files, start_clock),
        "refusedNetwork": guard.refused,
        "processes": guard.processes,
    }


def _write(path: str, result: dict[str, Any]) -> None:
    with open(path + ".part", "w", encoding="utf-8") as file:
        json.dump(result, file, separators=(",", ":"))
    os.replace(path + ".part", path)


def _leave() -> None:
    """End without the interpreter's teardown, which takes long with many objects; what the program registered runs."""
    try:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(0)
