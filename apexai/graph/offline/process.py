"""One child process: started in a group of its own, limited in time and output, and ended with all that it started."""

import os
import secrets
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
_MARK: Final = "APEXAI_OFFLINE_RUN"
"""A variable by which the processes of one run are known, wherever they have gone."""


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
    """Run a command to its end or to its timeout; nothing that it started outlives the call."""
    mark = secrets.token_hex(16)
    child = subprocess.Popen(
        command,
        cwd=directory,
        env={**environment, _MARK: mark},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    waiter = threading.Thread(target=child.wait, daemon=True)  # Popen's own wait with a timeout polls
    timed_out = False
    try:
        readers = (_Reader(child.stdout), _Reader(child.stderr))
        waiter.start()
        waiter.join(timeout_seconds)
        timed_out = waiter.is_alive()
    finally:
        _kill_group(child)
        _kill_strays(mark)
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


def _kill_strays(mark: str) -> None:
    """End what left the group but not the environment, where the system lets us look."""
    wanted = f"{_MARK}={mark}".encode()
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted in entry.read_bytes().split(b"\0"):
                os.kill(int(entry.parent.name), signal.SIGKILL)
        except OSError:
            continue  # gone, or not ours


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
