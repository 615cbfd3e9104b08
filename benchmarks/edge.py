"""The worker program in real workerd: start-up, requests after warm-up, memory, and the size of what is uploaded.

Needs Node.js and what `make worker-modules` installs. The bounds are 1 s and a median of 5 ms.
"""

import gzip
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlsplit

from apexai.edge.modules import Module, onnx_modules
from tests.edge.models import FEATURES, write_classifier
from tests.edge.workerd import Deployed, Workerd, serving

WARM_UP: Final = 50
REQUESTS: Final = 1000
BODY: Final = json.dumps(
    {"inputs": [{"name": "features", "datatype": "FP32", "shape": [1, FEATURES], "data": [0.5] * FEATURES}]}
)


def main() -> None:
    """Print the figures."""
    with TemporaryDirectory() as directory:
        model, empty = Path(directory) / "model.onnx", Path(directory) / "empty.js"
        write_classifier(model)
        empty.write_text("export default { fetch: () => new Response() }\n")
        modules = onnx_modules(model)
        nothing = [Module(name="empty.js", content_type=modules[0].content_type, file=empty)]
        _sizes(modules)
        started, loaded = _started(nothing, "an empty Worker"), _started(modules, "the Worker with its model")
        print(f"start-up of program and model: {loaded - started:.2f} s of processor time (bound 1 s)")
        with _served(modules) as runtime:
            _requests(runtime)
            memory = runtime.get("subject", "/v2/health/live").json["memory"]
        print(f"memory of the runtime in the isolate: {memory / 2**20:.0f} MiB (an isolate has 128 MB)")


def _sizes(modules: tuple[Module, ...]) -> None:
    contents = [module.file.read_bytes() for module in modules]
    packed = sum(len(gzip.compress(content)) for content in contents)
    print(f"upload: {sum(map(len, contents)) / 1e6:.2f} MB, {packed / 1e6:.2f} MB with gzip")


def _started(modules: list[Module] | tuple[Module, ...], what: str) -> float:
    """Processor time of workerd until the first answer, in seconds."""
    begin = time.perf_counter()
    with _served(modules) as runtime:
        assert runtime.get("subject", "/v2/health/ready").status == 200
        took, used = time.perf_counter() - begin, _processor_seconds(runtime.process.pid)
    print(f"{what}: {took:.2f} s from spawning Node.js to the first answer, {used:.2f} s of workerd's processor time")
    return used


def _processor_seconds(parent: int) -> float:
    """Of a process's children, which is workerd alone."""
    fields = [(child / "stat").read_text().rpartition(")")[2].split() for child in _children(parent)]
    return sum(int(field[11]) + int(field[12]) for field in fields) / os.sysconf("SC_CLK_TCK")


def _children(parent: int) -> list[Path]:
    return [Path("/proc") / child for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _requests(runtime: Workerd) -> None:
    connection = HTTPConnection(urlsplit(runtime.address).netloc)
    headers = {"host": "subject.test", "content-type": "application/json"}
    times = []
    for _ in range(WARM_UP + REQUESTS):
        begin = time.perf_counter()
        connection.request("POST", "/", body=BODY, headers=headers)
        response = connection.getresponse()
        response.read()
        times.append(time.perf_counter() - begin)
        assert response.status == 200
    steady = sorted(times[WARM_UP:])
    median, late = statistics.median(steady), steady[int(0.95 * REQUESTS)]
    print(f"request: median {1000 * median:.2f} ms (bound 5 ms), 95th percentile {1000 * late:.2f} ms")


@contextmanager
def _served(modules: list[Module] | tuple[Module, ...]) -> Iterator[Workerd]:
    deployed = Deployed(name="subject", modules=modules, bindings={"MODEL_NAME": "subject"})
    with serving([deployed], log=sys.stderr) as runtime:
        yield runtime
