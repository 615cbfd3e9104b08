"""The Python that a project runs with: found as Pulumi's language host finds it, and never made."""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

from apexai.errors import ProjectError
from apexai.graph.offline.project_file import ProjectFile

_IN_VENV: Final = Path("Scripts/python.exe") if os.name == "nt" else Path("bin/python")


def find_interpreter(project: ProjectFile, *, program_directory: Path) -> Path:
    """The project's interpreter: its virtual environment, else what the machine has.

    Raises: ProjectError, where a virtual environment is named that does not exist.
    """
    toolchain = _toolchain(project, program_directory)
    named = str(project.runtime_options.get("virtualenv") or "")
    if named:
        return _named_venv(project, named)
    if toolchain in ("uv", "poetry"):
        return _toolchain_venv(toolchain, project, program_directory)
    for directory in _upwards(program_directory, stop=project.root):
        for name in (".venv", "venv"):
            if (directory / name / _IN_VENV).is_file():
                return directory / name / _IN_VENV
    if command := os.environ.get("PULUMI_PYTHON_CMD"):
        return _command(command)
    return Path(sys.executable)


def activation(python: Path) -> dict[str, str]:
    """The variables that a virtual environment's own `activate` sets; none for another interpreter."""
    environment = python.parent.parent
    if not (environment / "pyvenv.cfg").is_file():
        return {}
    path = os.pathsep.join(part for part in (str(python.parent), os.environ.get("PATH", "")) if part)
    return {"VIRTUAL_ENV": str(environment), "PATH": path}


def _toolchain(project: ProjectFile, program_directory: Path) -> str:
    chosen = str(project.runtime_options.get("toolchain") or "")
    if chosen:
        return chosen
    for name, lock in (("uv", "uv.lock"), ("poetry", "poetry.lock")):
        if any((directory / lock).is_file() for directory in (program_directory, *program_directory.parents)):
            return name
    return "pip"


def _named_venv(project: ProjectFile, named: str) -> Path:
    venv = project.root / named
    if not (venv / _IN_VENV).is_file():
        raise ProjectError(
            f"{project.path}: runtime.options.virtualenv: {named} is not there; make it and install the project's "
            f"requirements: {sys.executable} -m venv {venv} && {venv / _IN_VENV} -m pip install -r "
            f"{project.root / 'requirements.txt'} [APX-OFF-014]"
        )
    return venv / _IN_VENV


def _toolchain_venv(toolchain: str, project: ProjectFile, program_directory: Path) -> Path:
    """The environment beside the lock file; poetry keeps its own elsewhere unless told otherwise."""
    for directory in (program_directory, *program_directory.parents):
        if (directory / ".venv" / _IN_VENV).is_file():
            return directory / ".venv" / _IN_VENV
    if active := os.environ.get("VIRTUAL_ENV"):
        return Path(active) / _IN_VENV
    command = {"uv": "uv sync", "poetry": "POETRY_VIRTUALENVS_IN_PROJECT=true poetry install"}[toolchain]
    raise ProjectError(
        f"{project.path}: {toolchain} has no environment here: run `{command}` in {program_directory} [APX-OFF-014]"
    )


def _upwards(directory: Path, *, stop: Path) -> tuple[Path, ...]:
    inside = [parent for parent in (directory, *directory.parents) if parent == stop or stop in parent.parents]
    return tuple(inside)


def _command(command: str) -> Path:
    found = shutil.which(command)
    if found is None:
        raise ProjectError(f"PULUMI_PYTHON_CMD: {command} is not there [APX-OFF-014]")
    return Path(found)
