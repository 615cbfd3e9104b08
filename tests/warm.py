"""Captures in forks of one interpreter that keeps the SDKs imported, where the process itself is not what is tested.

Starting Python and importing an SDK takes most of a capture. `tests/graph` and `tests/cli` do without this.
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from apexai.graph.offline.process import Ended, run_child
from tests.engine.interpreter import ask, read_end, start

COLD: Final = ("tests/graph/", "tests/cli/")


class Warm:
    """Runs programs of this interpreter in forks of one that is started with the first of them."""

    def __init__(self, directory: Path) -> None:
        self._address = directory / "socket"
        self._server: subprocess.Popen[str] | None = None
        self._starting = threading.Lock()

    def run_child(
        self, command: Sequence[str], *, directory: Path, environment: Mapping[str, str], timeout_seconds: float
    ) -> Ended:
        """What the function of this name does."""
        if command[0] != sys.executable or os.environ.get("PYTEST_CURRENT_TEST", "").startswith(COLD):
            return run_child(command, directory=directory, environment=environment, timeout_seconds=timeout_seconds)
        arguments = [f"{command[1]}{os.sep}__main__.py", *command[2:]]
        with (
            Path(os.devnull).open("rb") as nothing,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
            self._connected() as connection,
        ):
            files = [stream.fileno() for stream in (nothing, out, err)]
            ask(connection, files, arguments, str(directory), dict(environment))
            connection.settimeout(timeout_seconds)
            code = read_end(connection)
            texts = [_text(stream) for stream in (out, err)]
        return Ended(returncode=-9 if code is None else code, timed_out=code is None, stdout=texts[0], stderr=texts[1])

    def end(self) -> None:
        """End the interpreter."""
        if self._server is not None:
            self._server.communicate()

    def _connected(self) -> socket.socket:
        with self._starting:
            if self._server is None:
                self._server = start(self._address, PYTHONHASHSEED="0")
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(str(self._address))
        return connection


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "replace")
