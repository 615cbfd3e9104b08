"""Offline previews of 100 to 10,000 AWS resources: time and memory for each resource, and what the SDK alone needs."""

import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from apexai.graph.offline import ScriptProgram, capture_program
from benchmarks._programs import lambda_program

SIZES = (100, 1_000, 10_000)


@dataclass(frozen=True)
class Measured:
    """One preview, in a process of its own so that its children's memory is theirs alone."""

    seconds: float
    child_kib: int


def main() -> None:
    """Print a line for each size, then the ratios."""
    empty = measure(0)
    print(f"an empty program: {empty.seconds:.2f} s, {empty.child_kib / 1024:.0f} MiB")
    per_resource = {}
    for size in SIZES:
        measured = measure(size)
        per_resource[size] = (measured.seconds - empty.seconds) / size * 1000
        memory = (measured.child_kib - empty.child_kib) / size
        print(f"{size:6} resources: {measured.seconds:6.2f} s, {per_resource[size]:.2f} ms and {memory:.0f} KiB each")
    unaided = measure(1_000, shortcuts=False)
    gain = (unaided.seconds - empty.seconds) / (per_resource[1_000] * 1.0)
    print(f"time for each resource, 10,000 to 1,000: {per_resource[10_000] / per_resource[1_000]:.2f} (1 is linear)")
    print(f"the SDK without our shortcuts, 1,000 resources: {unaided.seconds:.2f} s, {gain:.1f} times as long")


def measure(resources: int, *, shortcuts: bool = True) -> Measured:
    """Preview a program of this size in a fork."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reading)
        os.write(writing, str(_preview(resources, shortcuts)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        seconds, kib = (float(part) for part in pipe.read().split())
    os.waitpid(child, 0)
    return Measured(seconds, int(kib))


def _preview(resources: int, shortcuts: bool) -> str:
    import resource

    with tempfile.TemporaryDirectory() as directory:
        script = Path(directory) / "program.py"
        script.write_text(lambda_program(resources))
        begun = time.perf_counter()
        capture_program(ScriptProgram(script=script, project="bench"), timeout_seconds=600, shortcuts=shortcuts)
        seconds = time.perf_counter() - begun
    return f"{seconds} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}"
