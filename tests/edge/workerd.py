"""Workers in the real workerd, asked by real HTTP."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import urlsplit

from apexai.edge.modules import ContentType, Module

SOURCES: Final = Path(__file__).parents[2] / "apexai" / "edge" / "worker"
SCRIPT: Final = Path(__file__).parent / "workerd.mjs"
_TYPES: Final = {
    ContentType.SCRIPT: "ESModule",
    ContentType.WASM: "CompiledWasm",
    ContentType.BYTES: "Data",
}


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """A worker to serve at `<name>.test`."""

    name: str
    modules: Sequence[Module]
    bindings: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    """Options of miniflare."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a worker said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def detail(self) -> str:
        """Of a problem."""
        return str(self.json["detail"])

    @property
    def cache(self) -> str:
        return self.headers.get("cache-status", "")


@dataclass(frozen=True, kw_only=True)
class Workerd:
    """A runtime that serves."""

    address: str
    process: subprocess.Popen[str]

    def get(self, worker: str, path: str = "/", **headers: str) -> Answer:
        return self.send("GET", worker, path, None, headers)

    def post(self, worker: str, document: object, path: str = "/", **headers: str) -> Answer:
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        return self.send("POST", worker, path, body, {"content-type": "application/json", **headers})

    def send(
        self, method: str, worker: str, path: str, body: bytes | Iterator[bytes] | None, headers: Mapping[str, str]
    ) -> Answer:
        """A request with the headers as they are; `_` in their names stands for `-`."""
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers={"host": f"{worker}.test", **named})
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(status=response.status, headers=found, body=response.read())
        finally:
            connection.close()

    def ask(self, **about: Any) -> Any:
        """What only the runtime knows: see workerd.mjs."""
        return _exchange(self.process, about)


def once_kept(ask: Callable[[], Answer]) -> Answer:
    """The answer once it is kept: that goes on behind the answer which is kept."""
    answers = (ask() for _ in range(50))
    return next(answer for answer in answers if "hit" in answer.cache)


@contextmanager
def serving(workers: Sequence[Deployed], *, log: IO[str]) -> Iterator[Workerd]:
    """Serve the workers while the block runs."""
    command = ["node", str(SCRIPT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True) as process:
        address = _exchange(process, {"root": str(SOURCES), "workers": [_described(worker) for worker in workers]})
        yield Workerd(address=str(address), process=process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def _described(worker: Deployed) -> dict[str, Any]:
    modules = [
        {"name": module.name, "type": _TYPES[module.content_type], "file": str(module.file)}
        for module in worker.modules
    ]
    return {"name": worker.name, "modules": modules, "bindings": dict(worker.bindings), **worker.more}


def _exchange(process: "subprocess.Popen[str]", asked: Mapping[str, Any]) -> Any:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(asked) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    assert line, "workerd has ended: its log says why"
    return json.loads(line)
