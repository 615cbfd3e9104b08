"""`apexai preview` of the example from a cold start, beside what Python and the SDK need before any work begins."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "fraud-detection" / "service.yaml"
PROMISED_SECONDS = 1.5
RUNS = 7
DIRECTORY_OF = 20
SDK = """
import pulumi, pulumi_aws as aws
aws.lambda_.Function, aws.iam.Role, aws.cloudwatch.LogGroup, aws.kms.Key, aws.sqs.Queue, aws.appautoscaling.Target
"""


def main() -> None:
    """Print the wall and CPU time of a run, the best of several, and their ratios."""
    preview = _best(["-m", "apexai.cli", "preview", str(EXAMPLE)])
    both = _best(["-m", "apexai.cli", "preview", str(EXAMPLE), "--target", "all"])
    sdk = _best(["-c", SDK])
    print(f"preview of the example        {_shown(preview)}   promised: under {PROMISED_SECONDS} s")
    print(f"  on both platforms           {_shown(both)}   {both[0] / preview[0]:.2f} × one")
    print(f"importing the SDK alone       {_shown(sdk)}   preview is {preview[0] / sdk[0]:.2f} × that")
    with tempfile.TemporaryDirectory() as directory:
        _write_specs(Path(directory))
        many = _best(["-m", "apexai.cli", "preview", directory])
    print(f"a directory of {DIRECTORY_OF} specs       {_shown(many)}   {many[0] / preview[0]:.2f} × one spec")


def _write_specs(directory: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for number in range(DIRECTORY_OF):
        named = text.replace("name: fraud-detection-model-v2", f"name: fraud-detection-{number}")
        (directory / f"service-{number}.yaml").write_text(named, encoding="utf-8")


def _best(arguments: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of the fastest of several runs; the first, which fills the file cache, does not count."""
    return min(_run(arguments) for _ in range(RUNS + 1))


def _run(arguments: list[str]) -> tuple[float, float]:
    before, start = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, os.times()
    used = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return wall, used


def _shown(times: tuple[float, float]) -> str:
    return f"{times[0]:.2f} s wall, {times[1]:.2f} s CPU"
