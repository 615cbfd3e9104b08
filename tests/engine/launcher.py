"""A virtual environment for the CLI's language host that answers its questions about pip from a file.

The host asks for pip's version and list on every run, which takes longer than the program does.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

QUESTIONS: Final = ("-m pip --version", "-m pip list --format json", "--version")

SCRIPT: Final = """#!/bin/sh
case "$*" in
{answers}
esac
exec {python} "$@"
"""


def write_launcher(directory: Path) -> Path:
    """Write the environment, which runs everything else in this interpreter; returns its directory."""
    (directory / "bin").mkdir(parents=True)
    answers = []
    for index, question in enumerate(QUESTIONS):
        file = directory / f"answer-{index}"
        file.write_text(_ask(question))
        answers.append(f'"{question}") exec cat {file} ;;')
    for name in ("python", "python3"):
        launcher = directory / "bin" / name
        launcher.write_text(SCRIPT.format(answers="\n".join(answers), python=sys.executable))
        launcher.chmod(0o755)
    (directory / "pyvenv.cfg").write_text(f"home = {Path(sys.executable).parent}\n")
    return directory


def _ask(question: str) -> str:
    answer = subprocess.run([sys.executable, *question.split()], capture_output=True, text=True, check=True)
    return _of_pulumi(answer.stdout) if "list" in question else answer.stdout


def _of_pulumi(packages: str) -> str:
    """The host reads the metadata of each package that is listed; only Pulumi's tell it of plugins."""
    return json.dumps([package for package in json.loads(packages) if package["name"].startswith("pulumi")])
