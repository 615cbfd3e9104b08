"""The `run:` steps of a workflow, run by bash as GitHub's runners do."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from tests.conftest import TOOLS

SUMMARY_LIMIT: Final = 1024 * 1024
"""Bytes of a step's summary.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""
_EXPRESSION: Final = re.compile(r"\$\{\{ (?P<name>[\w.]+) \}\}")
_SHELL: Final = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
"""Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax, `shell: bash`."""


def run_steps(file: Path, job: str) -> dict[str, dict[str, Any]]:
    """The steps of a job that run a script, by name."""
    loaded = YAML(typ="safe").load(file.read_text())
    assert loaded["defaults"]["run"]["shell"] == "bash"
    return {step["name"]: step for step in loaded["jobs"][job]["steps"] if "run" in step}


def run_step(
    step: Mapping[str, Any],
    *,
    directory: Path,
    values: Mapping[str, str],
    environment: Mapping[str, str],
) -> subprocess.CompletedProcess[str]:
    """Run a step with what its expressions stand for; one without a value is a KeyError.

    The environment's PATH comes before the directory of this interpreter.
    """
    given = {
        name: _EXPRESSION.sub(lambda match: values[match["name"]], str(text))
        for name, text in step.get("env", {}).items()
    }
    path = os.pathsep.join((environment.get("PATH", os.devnull), TOOLS))
    return subprocess.run(
        [*_SHELL, step["run"]],
        cwd=directory,
        env={**os.environ, **environment, "PATH": path, **given},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
