"""A virtual environment for the CLI's language host that starts programs at once.

The host asks for pip's version and list on every run, which takes longer than the program does: they are answered from
a file. Programs run in forks of an interpreter that has their SDKs, see `interpreter.py`.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.engine.interpreter import CLIENT, start

QUESTIONS: Final = ("-m pip --version", "-m pip list --format json", "--version")

PROGRAM: Final = "*/pulumi-language-python-exec|*/plugin"
"""What the host runs a program with, or the directory of a provider, as its first argument."""

SCRIPT: Final = """#!/bin/sh
case "$*" in
{answers}
"-c import pulumi.run.plugin") exit 0 ;;
esac
case "$1" in
{program}) exec {python} -S -E {client} {socket} "$@" ;;
esac
exec {python} "$@"
"""


@contextmanager
def launching(directory: Path) -> Iterator[Path]:
    """An environment that runs everything else in this interpreter, while the block runs; gives its directory."""
    address = directory / "interpreter" / "socket"
    address.parent.mkdir(parents=True)
    with start(address) as process:
        assert process.stdin is not None
        yield _write(directory / "venv", address)
        process.stdin.close()


def _write(directory: Path, address: Path) -> Path:
    (directory / "bin").mkdir(parents=True)
    client = directory / "client.py"
    client.write_text(CLIENT)
    answers = []
    for index, question in enumerate(QUESTIONS):
        file = directory / f"answer-{index}"
        file.write_text(_ask(question))
        answers.append(f'"{question}") exec cat {file} ;;')
    for name in ("python", "python3"):
        launcher = directory / "bin" / name
        launcher.write_text(
            SCRIPT.format(
                answers="\n".join(answers), program=PROGRAM, python=sys.executable, client=client, socket=address
            )
        )
        launcher.chmod(0o755)
    (directory / "pyvenv.cfg").write_text(f"home = {Path(sys.executable).parent}\n")
    return directory


def _ask(question: str) -> str:
    answer = subprocess.run([sys.executable, *question.split()], capture_output=True, text=True, check=True)
    return _of_pulumi(answer.stdout) if "list" in question else answer.stdout


def _of_pulumi(packages: str) -> str:
    """The host reads the metadata of each package that is listed; only Pulumi's tell it of plugins."""
    return json.dumps([package for package in json.loads(packages) if package["name"].startswith("pulumi")])
