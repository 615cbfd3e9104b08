"""`apexai compare` of a portable spec on every platform from a cold start, and its sweep of requests alone."""

import datetime
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from apexai.compare.volumes import NoCurve, trace_volumes
from apexai.preview.criteria import Criteria
from apexai.preview.options import ALL_TARGETS, PreviewOptions
from apexai.preview.specs import preview_specs

ROOT: Final = Path(__file__).parents[1]
SPEC: Final = ROOT / "tests" / "compare" / "portable.yaml"
PROMISED_SECONDS: Final = 6.0
_RUNS: Final = 3


def main() -> None:
    """Print the best of several runs, and what each platform's curve takes."""
    wall, used = min(_run() for _ in range(_RUNS))
    print(f"compare on all platforms: {wall:.2f} s wall, {used:.2f} s CPU (promised: under {PROMISED_SECONDS:.0f} s)")
    criteria = Criteria(as_of=datetime.date(2026, 11, 21))
    for deployment in preview_specs(str(SPEC), PreviewOptions(criteria=criteria), target=ALL_TARGETS).deployments:
        if deployment.graph is not None:
            start = time.process_time()
            found = trace_volumes(deployment.graph, criteria)
            lines = 0 if isinstance(found, NoCurve) else len(found.pieces)
            print(f"  {deployment.target}: {lines} lines in {(time.process_time() - start) * 1000:.0f} ms")


def _run() -> tuple[float, float]:
    """Wall and CPU seconds of a process of its own."""
    before, start = os.times(), time.perf_counter()
    command = [sys.executable, "-m", "apexai.cli", "compare", str(SPEC), "--as-of", "2026-11-21"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, os.times()
    used = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return wall, used
