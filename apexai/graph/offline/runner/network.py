"""Refuses the network beyond this machine, and remembers who asked for it, by an audit hook that nothing can remove."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import sys
from typing import Any

from .source import ProjectFiles

_PROCESS_EVENTS = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty"}
)
_LOCAL_NAMES = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", ""})


class Guard:
    """What the program tried to reach and what processes it started, each with its line."""

    def __init__(self, project_files: ProjectFiles) -> None:
        self._project_files = project_files
        self._own_names = {socket.gethostname()}
        self._main_process = os.getpid()
        self.refused: list[dict[str, Any]] = []
        self.processes: list[dict[str, Any]] = []

    def install(self) -> None:
        checks = {
            "socket.connect": self._check_address,
            "socket.sendto": self._check_address,
            "socket.sendmsg": self._check_address,
            "socket.getaddrinfo": self._check_name,
            "socket.gethostbyname": self._check_name,
        }
        processes: dict[str, Any] = dict.fromkeys(_PROCESS_EVENTS, self._note_process)
        table = {**checks, **processes}

        def hook(event: str, arguments: Any, find: Any = table.get) -> None:
            check = find(event)
            if check is not None:
                check(event, arguments)

        sys.addaudithook(hook)

    def _check_address(self, event: str, arguments: Any) -> None:
        address = arguments[1] if len(arguments) > 1 else None
        if not isinstance(address, tuple) or len(address) < 2:
            return  # a path of a Unix socket, or a message on a connection made before
        host, port = address[0], address[1]
        if not self._is_local(host):
            self._refuse(f"{_text(host)}:{port}", OSError(errno.ENETUNREACH, _refusal(f"{_text(host)}:{port}")))

    def _check_name(self, event: str, arguments: Any) -> None:
        host = arguments[0] if arguments else None
        if not self._is_local(host) and host not in self._own_names:
            target = _text(host) + (f":{arguments[1]}" if len(arguments) > 1 and arguments[1] else "")
            self._refuse(target, socket.gaierror(socket.EAI_NONAME, _refusal(target)))

    def _is_local(self, host: Any) -> bool:
        if host is None or _text(host) in _LOCAL_NAMES:
            return True
        try:
            address = ipaddress.ip_address(_text(host))
        except ValueError:
            return False
        return address.is_loopback or address.is_unspecified

    def _refuse(self, target: str, error: OSError) -> None:
        self.refused.append({"target": target, "source": self._project_files.current_line(2)})
        raise error

    def _note_process(self, event: str, arguments: Any) -> None:
        if os.getpid() == self._main_process:
            self.processes.append(
                {"command": _command(event, arguments), "source": self._project_files.current_line(2)}
            )


def _text(host: Any) -> str:
    return host.decode("ascii", "replace") if isinstance(host, (bytes, bytearray)) else str(host)


def _refusal(target: str) -> str:
    return f"apexai previews offline: {target} is out of reach"


def _command(event: str, arguments: Any) -> str:
    if event in ("os.fork", "os.forkpty"):
        return "a fork of the program"
    if event == "os.system":
        return _text(arguments[0])
    command = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], (list, tuple)) else arguments[:1]
    return " ".join(_text(part) for part in command)
