"""The policy packs of a repository, and what its organisation decides and exempts."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from apexai import __version__
from apexai.scaffold.repository import PythonEnvironment, Repository, Toolchain
from apexai.scaffold.templates import render_template
from apexai.scaffold.writing import NewFile

PACKS: Final = {
    "finops": "What AI deployments cost, and who can tell.",
    "responsible-ai": "What AI models may do, to whom, and who answers for it.",
    "security": "Who gets in, what lies open, what runs with too much power.",
}
"""Name of a pack of this package → what its rules are about."""

DECISIONS: Final = ("policy/organisation.yaml", "policy/exemptions.yaml")
PACK_SETTINGS: Final = "policy/packs.json"
"""Those of packs that can't read the organisation's decisions from where they run."""

_PACK: Final = {
    "PulumiPolicy.yaml": "PulumiPolicy.yaml",
    "__main__.py": "main.txt",
    "requirements.txt": "requirements.txt",
}
"""File of a pack → its template."""


def decision_files(directory: Path) -> tuple[NewFile, ...]:
    """The organisation's settings and exemptions, which are its own from then on."""
    return tuple(NewFile(path=directory / name, text=render_template(name, {}), is_yours=True) for name in DECISIONS)


def policy_files(repository: Repository) -> tuple[NewFile, ...]:
    """Packs that run in the project's own interpreter, and what the organisation decides."""
    folder = repository.directory / "policy"
    virtualenv = _from_pack(repository.environment)
    packs = (file for name in PACKS for file in pack_files(folder / name, name, virtualenv=virtualenv))
    return (*decision_files(repository.directory), *packs)


def pack_files(directory: Path, name: str, *, virtualenv: str) -> Iterator[NewFile]:
    """One pack.

    Args:
        directory: Where to.
        name: One of `PACKS`.
        virtualenv: The virtual environment that it runs in, from its directory; empty for the `python3` of the PATH.
    """
    values = {"name": name, "description": PACKS[name], "virtualenv": virtualenv, "version": __version__}
    for file, template in _PACK.items():
        yield NewFile(path=directory / file, text=render_template(f"policy/{template}", values))


def _from_pack(environment: PythonEnvironment) -> str:
    if not environment.has_apexai or environment.toolchain is Toolchain.POETRY or not environment.virtualenv:
        return ""
    return PurePosixPath(os.path.relpath(environment.virtualenv, "policy/pack")).as_posix()
