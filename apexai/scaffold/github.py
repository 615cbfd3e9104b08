"""The workflows of GitHub that preview, deploy and watch the stacks of a repository."""

import shlex
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final, assert_never

from apexai import __version__
from apexai.scaffold.actions import render_use
from apexai.scaffold.clouds import Cloud, Cluster
from apexai.scaffold.policy import policy_files
from apexai.scaffold.repository import PythonEnvironment, Repository, Toolchain, label_of
from apexai.scaffold.templates import render_template
from apexai.scaffold.writing import NewFile

_WORKFLOWS: Final = ("preview", "deploy", "stack", "drift")
_PYTHON: Final = "3.12"
_GRANTED: Final = "{ contents: read, id-token: write }"
"""The token of a job that signs in: to read the repository, and to say who it is."""


def github_files(repository: Repository) -> tuple[NewFile, ...]:
    """The workflows, and the policy packs that they run."""
    folder = repository.top / ".github" / "workflows"
    values = _values(repository)
    workflows = (
        NewFile(path=folder / f"{repository.prefix}-{name}.yml", text=render_template(f"github/{name}.yml", values))
        for name in _WORKFLOWS
    )
    return (*policy_files(repository), *workflows)


def install_lines(environment: PythonEnvironment) -> tuple[str, ...]:
    """Commands of a shell in the project's directory, after which `apexai` and the project's packages are there."""
    installed, binaries = _installed(environment)
    if not environment.has_apexai:
        return f"python -m pip install apexai=={__version__}", *installed
    return (*installed, f'echo "{binaries}" >> "$GITHUB_PATH"') if binaries else installed


def _installed(environment: PythonEnvironment) -> tuple[tuple[str, ...], str]:
    """What installs the project's packages, and where their programs are then; empty for those of the runner."""
    match environment.toolchain:
        case Toolchain.UV:
            return ("python -m pip install uv", "uv sync"), f"$PWD/{environment.virtualenv}/bin"
        case Toolchain.POETRY:
            return ("python -m pip install poetry", "poetry install"), "$(poetry env info --path)/bin"
        case Toolchain.PIP:
            needed = f"-m pip install -r {environment.requirements}" if environment.requirements else ""
            if not environment.virtualenv:
                return ((f"python {needed}",) if needed else ()), ""
            at = shlex.quote(environment.virtualenv)
            own = (f"{at}/bin/python {needed}",) if needed else ()
            return (f"python -m venv {at}", *own), f"$PWD/{environment.virtualenv}/bin"
        case _:
            assert_never(environment.toolchain)


def _values(repository: Repository) -> dict[str, object]:
    environment, folder = repository.environment, repository.folder
    place = PurePosixPath(folder)
    with_pip = environment.toolchain is Toolchain.PIP and environment.requirements
    return {
        "aws_region": repository.aws_region,
        "backend": repository.backend,
        "branch": repository.branch,
        "cached": str(place / environment.requirements) if with_pip else "",
        "cluster": repository.cluster or Cluster.KUBECONFIG,
        "folder": folder,
        "granted": _GRANTED,
        "install": install_lines(environment),
        "jobs": tuple((label_of(stack), stack) for stack in repository.stacks),
        "is_cloud_backend": repository.is_cloud_backend,
        "paths": tuple(_paths(repository)),
        "policy": str(place / "policy"),
        "prefix": repository.prefix,
        "python": _PYTHON,
        "secrets": tuple(_secrets(repository)),
        "sign_ins": repository.sign_ins,
        "stacks": repository.stacks,
        "use": render_use,
    }


def _paths(repository: Repository) -> Iterator[str]:
    """What a change has to touch; later patterns take back what earlier ones match."""
    yield from repository.paths
    if repository.folder != ".":
        yield f".github/workflows/{repository.prefix}-*.yml"


def _secrets(repository: Repository) -> Iterator[str]:
    """What there is no trust for, so that it has to be kept."""
    if Cloud.CLOUDFLARE in repository.sign_ins:
        yield "CLOUDFLARE_API_TOKEN"
    if Cloud.KUBERNETES in repository.sign_ins and repository.cluster in (None, Cluster.KUBECONFIG):
        yield "KUBECONFIG"
    if not repository.is_cloud_backend:
        yield "PULUMI_CONFIG_PASSPHRASE"
