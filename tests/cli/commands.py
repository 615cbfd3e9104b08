"""The command line as a user starts it: a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """How a command ended."""

    exit_code: int
    out: str
    err: str


def apexai(*arguments: str, directory: Path | None = None, stdin: str = "", **environment: str) -> Printed:
    """Run `apexai` in a process of its own, with `environment` over ours."""
    ended = subprocess.run(
        [sys.executable, "-m", "apexai.cli", *arguments],
        cwd=directory,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )
    return Printed(exit_code=ended.returncode, out=ended.stdout, err=ended.stderr)
