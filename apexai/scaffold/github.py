"""The workflows of GitHub that preview, deploy and watch the stacks of a repository."""

import shlex
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from apexai import __version__
from apexai.scaffold.actions import render_use
from apexai.scaffold.clouds import Cloud, Cluster
from apexai.scaffold.policy import policy_files
from apexai.scaffold.repository import PythonEnvironment, Repository, Toolchain
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
    own = f"apexai=={__version__}"
    beside = () if environment.has_apexai else (f"python -m pip install '{own}'",)
    match environment.toolchain:
        case Toolchain.UV:
            return (*beside, "python -m pip install uv", "uv sync --locked", _on_path("$PWD/.venv/bin"))
        case Toolchain.POETRY:
            at = "$(poetry env info --path)/bin"
            return (*beside, "python -m pip install poetry", "poetry install", _on_path(at))
        case Toolchain.PIP:
            return (*beside, *_pip_lines(environment))


def _pip_lines(environment: PythonEnvironment) -> Iterator[str]:
    python, needed = "python", f"-r {environment.requirements}"
    if environment.virtualenv:
        at = shlex.quote(environment.virtualenv)
        python = f"{at}/bin/python"
        yield f"python -m venv {at}"
    if environment.requirements:
        yield f"{python} -m pip install {needed}"
    if environment.virtualenv:
        yield _on_path(f"$PWD/{environment.virtualenv}/bin")


def _on_path(directory: str) -> str:
    return f'echo "{directory}" >> "$GITHUB_PATH"'


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
