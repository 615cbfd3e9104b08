"""One run: reads the request, runs the program against the monitor, writes the result."""

from __future__ import annotations

import gc

gc.disable()  # a run is one burst of live objects; collecting them makes its cost superlinear

import asyncio  # noqa: E402
import atexit  # noqa: E402
import faulthandler  # noqa: E402
import json  # noqa: E402
import logging  # noqa: E402
import os  # noqa: E402
import runpy  # noqa: E402
import sys  # noqa: E402

from .network import Guard  # noqa: E402
from .outcome import describe_error  # noqa: E402
from .source import ProjectFiles  # noqa: E402
from .versions import is_supported, sdk_version  # noqa: E402


def run_request(request_path, result_path):
    """Run the program that the request file names, and write what came of it to the result file."""
    with open(request_path, encoding="utf-8") as file:
        request = json.load(file)
    own_process = os.getpid()
    hang_report = open(request["hangReport"], "w")  # noqa: SIM115 - the watchdog writes to it till the end
    faulthandler.enable(hang_report)
    faulthandler.dump_traceback_later(request["timeoutSeconds"], file=hang_report)
    result = _run(request)
    if os.getpid() != own_process:
        os._exit(0)  # a fork of the program came to its end: there is one result, the original's
    _write(result_path, result)
    _leave()


def _write(path, result):
    with open(path + ".part", "w", encoding="utf-8") as file:
        json.dump(result, file, separators=(",", ":"))
    os.replace(path + ".part", path)


def _leave():
    """End without the interpreter's teardown, which takes long with many objects; what the program registered runs."""
    try:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(0)


def _run(request):
    project_files = ProjectFiles(request["projectRoot"])
    sys.argv = [request["program"], *request["arguments"]]
    os.chdir(request["workingDirectory"])
    try:
        import pulumi  # noqa: F401
    except ImportError as error:
        return {"outcome": {"kind": "no-sdk", "message": str(error)}}
    version = sdk_version()
    if not is_supported(version):
        return {"outcome": {"kind": "sdk-version"}, "sdkVersion": version}
    guard = Guard(project_files)
    guard.install()
    return {"sdkVersion": version, **_run_program(request, project_files, guard)}


def _run_program(request, project_files, guard):
    from . import repairs, shortcuts
    from .engine import OfflineEngine
    from .invokes import Invokes
    from .loop import PreviewLoop
    from .monitor import OfflineMonitor

    loop = PreviewLoop()

    def free_the_loop():
        loop.answers_in_place = False

    invokes = Invokes(
        answers=request["invokes"],
        stack_references=request["stackReferences"],
        project_files=project_files,
        config=request["config"],
    )
    invokes.watch()
    engine = OfflineEngine(project_files)
    monitor = OfflineMonitor(request=request, project_files=project_files, invokes=invokes, on_callback=free_the_loop)
    repairs.install()
    shortcuts.install(project_files, loop)
    outcome = _drive(request, loop, monitor, engine, project_files)
    return {
        "outcome": outcome,
        "resources": monitor.records,
        "outputs": monitor.stack_outputs,
        "rejection": monitor.rejection,
        "unanswered": invokes.unanswered,
        "logs": engine.logs,
        "invokes": invokes.asked,
        "refusedNetwork": guard.refused,
        "processes": guard.processes,
    }


def _drive(request, loop, monitor, engine, project_files):
    import pulumi

    _configure(request, monitor, engine)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # as pulumi's own executor does
    asyncio.set_event_loop(loop)
    program = request["program"]
    if os.path.isfile(program):
        sys.path.insert(0, os.path.dirname(program))

    def run():
        runpy.run_path(program, run_name="__main__")

    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(run))
    except SystemExit as error:
        return {**describe_error(error, project_files), "kind": "exit", "code": _exit_code(error)}
    except BaseException as error:
        return describe_error(error, project_files)
    return {"kind": "ok"}


def _exit_code(error):
    if error.code is None or isinstance(error.code, int):
        return error.code or 0
    print(error.code, file=sys.stderr)
    return 1


def _configure(request, monitor, engine):
    import inspect

    import pulumi

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
    pulumi.runtime.configure(
        pulumi.runtime.Settings(**{name: value for name, value in wanted.items() if name in known})
    )
