"""Runs Python programs in forks of one process that has imported what the programs before them did.

The SDKs take longer to import than a program takes to run. `python -m tests.engine.interpreter SOCKET` serves until
standard input ends; `CLIENT` is the program that stands where the interpreter would and asks it.
"""

import atexit
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final, NoReturn

CLIENT: Final = '''"""Asks for `interpreter.py ARGUMENTS` with this process's files, directory and environment."""

import json
import os
import signal
import socket
import subprocess
import sys

asked = json.dumps({"arguments": sys.argv[2:], "directory": os.getcwd(), "environment": dict(os.environ)}).encode()
with socket.socket(socket.AF_UNIX) as connection:
    connection.connect(sys.argv[1])
    socket.send_fds(connection, [b"%12d" % len(asked)], [0, 1, 2])
    connection.sendall(asked)
    with connection.makefile() as answers:
        program = int(answers.readline())

        def interrupt(number, frame):
            os.kill(program, number)
            signal.setitimer(signal.ITIMER_REAL, 0.3)  # a program that waits for the engine takes seconds to notice

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, interrupt)
        signal.signal(signal.SIGALRM, lambda number, frame: os.kill(program, signal.SIGKILL))
        code = int(answers.readline() or 1)
os._exit(code)
'''


ROOT: Final = Path(__file__).parents[2]

SHARED: Final = ("site-packages", f"{os.sep}apexai{os.sep}")
"""Where modules lie that are the same for all programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A program to run."""

    files: list[int]
    arguments: list[str]
    directory: str
    environment: dict[str, str]


def start(address: Path, **environment: str) -> "subprocess.Popen[str]":
    """Start the server, which ends with its standard input; it listens when this returns."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.engine.interpreter", str(address)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, **environment},
        text=True,
    )
    assert server.stdout is not None
    assert server.stdout.readline() == "ready\n"
    return server


def ask(
    connection: socket.socket, files: list[int], arguments: list[str], directory: str, environment: dict[str, str]
) -> None:
    """Ask for a program, as `CLIENT` does."""
    asked = json.dumps({"arguments": arguments, "directory": directory, "environment": environment}).encode()
    socket.send_fds(connection, [b"%12d" % len(asked)], files)
    connection.sendall(asked)


def read_end(connection: socket.socket) -> int | None:
    """The exit code of a program that was asked for; None where the connection's time is over before."""
    try:
        with connection.makefile() as answers:
            answers.readline()
            return int(answers.readline() or 1)
    except TimeoutError:
        return None


def main() -> None:
    path = Path(sys.argv[1])
    request = _serve(path)
    if request is None:
        return
    try:
        _run(request, learned=path.parent)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    else:
        code = 0
    _leave(code)


def _serve(path: Path) -> Request | None:
    """Serve; returns only in a fork that is to be a program, and at the end."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(64)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        print("ready", flush=True)
        while listener in select.select([listener, sys.stdin], [], [])[0]:
            connection, _ = listener.accept()
            _learn(path.parent)
            gc.freeze()  # or each fork's collector goes through all modules, and copies them
            with connection:
                if os.fork() == 0:
                    listener.close()
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    return _supervise(connection)
    return None


def _supervise(connection: socket.socket) -> Request:
    """Fork the program, in which this returns, and tell its number and its end; end it when nobody asks any more."""
    head, files, *_ = socket.recv_fds(connection, 12, 3)
    with connection.makefile("rb") as rest:
        asked = json.loads(rest.read(int(head)))
    program = os.fork()
    if program == 0:
        return Request(files=files, **asked)
    for file in files:
        os.close(file)
    connection.sendall(b"%d\n" % program)
    threading.Thread(target=_end_with, args=(connection, program), daemon=True).start()
    _, status = os.waitpid(program, 0)
    code = os.waitstatus_to_exitcode(status)
    with suppress(BrokenPipeError):
        connection.sendall(b"%d\n" % (code if code >= 0 else 128 - code))
    os._exit(0)


def _end_with(connection: socket.socket, program: int) -> None:
    connection.recv(1)
    with suppress(ProcessLookupError):
        os.kill(program, signal.SIGKILL)


def _run(request: Request, *, learned: Path) -> None:
    for number, file in enumerate(request.files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(request.directory)
    os.environ.clear()
    os.environ.update(request.environment)
    sys.argv = request.arguments
    sys.path[0] = str(Path(request.arguments[0]).parent)
    sys.stdout.reconfigure(write_through=True)  # type: ignore[union-attr]
    atexit.register(_note, set(sys.modules), learned)
    runpy.run_path(request.arguments[0], run_name="__main__")


def _leave(code: int) -> NoReturn:
    """End as an interpreter does, but for taking down the modules one by one."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _note(known: set[str], learned: Path) -> None:
    """Leave the names of the modules that a fork had to import."""
    names = [name for name, module in sys.modules.items() if name not in known and _is_shared(module)]
    if names:
        part = learned / f"{os.getpid()}.part"
        part.write_text(json.dumps(names))
        part.rename(part.with_suffix(".json"))


def _is_shared(module: ModuleType) -> bool:
    """Whether it is loaded, which lazy ones are not, and a package: the SDKs' modules are imported by theirs alone."""
    if type(module) is not ModuleType or not (hasattr(module, "__path__") or module.__name__.startswith("apexai.")):
        return False
    return any(place in (module.__file__ or "") for place in SHARED)


def _learn(learned: Path) -> None:
    """Import what forks had to import."""
    for file in learned.glob("*.json"):
        for name in json.loads(file.read_text()):
            with suppress(ImportError):  # some are no modules of their own
                vars(importlib.import_module(name))  # loads lazy ones
        file.unlink()


if __name__ == "__main__":
    main()
