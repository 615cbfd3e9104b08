"""`apexai validate` of one file from a cold start, beside what Python and the libraries need before any work begins."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "fraud-detection" / "as-published.yaml"
PROMISED_SECONDS = 0.3
RUNS = 15
LIBRARIES = "import click, ruamel.yaml\nfrom pydantic import BaseModel\nclass A(BaseModel):\n    x: int\nA(x=1)"


def main() -> None:
    """Print wall and CPU time, the best and the median of several runs, and their ratios."""
    bare = _times(["-c", "pass"])
    libraries = _times(["-c", LIBRARIES])
    validate = _times(["-m", "apexai.cli", "validate", str(EXAMPLE)])
    every = _times(["-m", "apexai.cli", "validate", str(EXAMPLE), "--target", "all"])
    print(f"Python alone                      {_shown(bare)}")
    print(f"click, ruamel.yaml, one model     {_shown(libraries)}")
    print(f"validate one file                 {_shown(validate)}   promised: under {PROMISED_SECONDS} s wall")
    print(f"  on both platforms               {_shown(every)}")
    print(f"validate is {validate[0][0] / libraries[0][0]:.2f} × the libraries alone")


def _times(arguments: list[str]) -> tuple[tuple[float, float], tuple[float, float]]:
    """(wall, CPU) seconds of the fastest and of the median run; the first, which fills the file cache, is left out."""
    runs = sorted([_run(arguments) for _ in range(RUNS + 1)][1:])
    return runs[0], runs[len(runs) // 2]


def _run(arguments: list[str]) -> tuple[float, float]:
    before, start = os.times(), time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wall, after = time.perf_counter() - start, os.times()
    used = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return wall, used


def _shown(times: tuple[tuple[float, float], tuple[float, float]]) -> str:
    (best, best_cpu), (median, _) = times
    return f"{best:.3f} s wall at best, {median:.3f} s median, {best_cpu:.2f} s CPU"


if __name__ == "__main__":
    main()
