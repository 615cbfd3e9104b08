"""A Pulumi program that sets up Pulumi Deployments for the stacks of a repository."""

from collections.abc import Iterator
from typing import Final

from apexai import __version__
from apexai.errors import UsageError
from apexai.scaffold.policy import PACKS, decision_files, pack_files
from apexai.scaffold.repository import PythonEnvironment, Repository, Toolchain
from apexai.scaffold.templates import program_text, render_template
from apexai.scaffold.writing import NewFile

_FOLDER: Final = "deployments"
_STACK: Final = "main"
"""Of the program's own project: there is one of it."""
_OWN_VIRTUALENV: Final = "venv"
"""Of a pack that Pulumi Cloud hands to the engine, which makes it."""


def deployments_files(repository: Repository) -> tuple[NewFile, ...]:
    """The program with its configuration, and the packs that it publishes.

    Raises:
        UsageError: the state lies elsewhere than in Pulumi Cloud.
    """
    if not repository.is_cloud_backend:
        raise UsageError(
            f"--ci deployments: Pulumi Deployments is a part of Pulumi Cloud, and the state lies in "
            f"{repository.backend}; use --ci github [APX-NEW-012]"
        )
    folder = repository.directory / _FOLDER
    packs = (file for name in PACKS for file in pack_files(folder / "policy" / name, name, virtualenv=_OWN_VIRTUALENV))
    return (*decision_files(repository.directory), *packs, *_program_files(repository))


def _program_files(repository: Repository) -> Iterator[NewFile]:
    folder = repository.directory / _FOLDER
    values = {
        "apexai": apexai_command(repository.environment),
        "branch": repository.branch,
        "clouds": repository.sign_ins,
        "folder": repository.folder,
        "forge": repository.forge,
        "organization": repository.forge.partition("/")[0],
        "paths": (*repository.paths, f"!{repository.below}{_FOLDER}/**"),
        "project": repository.project,
        "stacks": repository.stacks,
        "version": __version__,
    }
    yield NewFile(path=folder / "__main__.py", text=program_text("deployments"))
    for file, template in {
        "requirements.txt": "requirements.txt",
        f"Pulumi.{_STACK}.yaml": "stack.yaml",
        "Pulumi.yaml": "Pulumi.yaml",
    }.items():
        text = render_template(f"deployments/{template}", values)
        yield NewFile(path=folder / file, text=text, is_yours=True)


def apexai_command(environment: PythonEnvironment) -> str:
    """How `apexai` is called in the project's directory after `pulumi install`."""
    if not environment.has_apexai:
        return f"python3 -m pip install --quiet apexai=={__version__} && apexai"
    if environment.toolchain is Toolchain.POETRY:
        return "poetry run apexai"
    return f"{environment.virtualenv}/bin/apexai" if environment.virtualenv else "apexai"
