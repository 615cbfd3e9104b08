"""One child process: started in a group of its own, limited in time and output, and ended with all that it started."""

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

OUTPUT_LIMIT_BYTES: Final = 1 << 20
"""How much of each stream is kept; what comes after is read and dropped."""

_GRACE_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a child ended, and what it printed."""

    returncode: int
    """Negative: the signal that killed it."""
    timed_out: bool
    stdout: str
    stderr: str


def run_child(
    command: Sequence[str], *, directory: Path, environment: Mapping[str, str], timeout_seconds: float
) -> Ended:
    """Run a command to its end or to its timeout; nothing that it started in its group outlives the call."""
    child = subprocess.Popen(
        command,
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    readers = (_Reader(child.stdout), _Reader(child.stderr))
    timed_out = False
    try:
        child.wait(timeout_seconds)
    except subprocess.TimeoutExpired:
        timed_out = True
    finally:
        _kill_group(child)
        child.wait()
    stdout, stderr = (reader.text() for reader in readers)
    return Ended(returncode=child.returncode, timed_out=timed_out, stdout=stdout, stderr=stderr)


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    if os.name != "posix":
        child.kill()
        return
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        child.kill()


class _Reader:
    """Reads a stream to its end, so that the child never blocks on a full pipe."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._kept = bytearray()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self._stream as stream:
            while chunk := os.read(stream.fileno(), 1 << 16):
                self._kept += chunk[: OUTPUT_LIMIT_BYTES - len(self._kept)]

    def text(self) -> str:
        self._thread.join(_GRACE_SECONDS)  # a process outside the group may hold the pipe open
        return bytes(self._kept).decode("utf-8", "replace")
