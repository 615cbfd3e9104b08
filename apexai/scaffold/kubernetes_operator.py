"""Manifests for the Pulumi Kubernetes Operator, which deploys the stacks of a repository from inside a cluster."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import UsageError
from apexai.scaffold.policy import PACK_SETTINGS, PACKS, policy_files
from apexai.scaffold.repository import Repository, label_of
from apexai.scaffold.templates import render_template
from apexai.scaffold.writing import NewFile

_FOLDER: Final = "operator"
_FILES: Final = ("kustomization.yaml", "namespaces.yaml", "identities.yaml", "stacks.yaml")
_YOURS: Final = ("identities.yaml", "stacks.yaml")
"""They hold names of roles and branches that nobody else knows."""
_ORGANIZATION_OF_FILES: Final = "organization"
"""What the Pulumi CLI calls it where the state lies in no service."""


def operator_files(repository: Repository) -> tuple[NewFile, ...]:
    """The stacks with whom they run as, and the packs that hold them.

    Raises:
        UsageError: another cluster is to be reached than the operator's own.
    """
    if repository.cluster is not None:
        raise UsageError(
            f"--cluster {repository.cluster}: the operator deploys into the cluster that it runs in: leave it out "
            "[APX-NEW-013]"
        )
    settings = NewFile(
        path=repository.directory / PACK_SETTINGS, text=render_template(PACK_SETTINGS, {}), is_yours=True
    )
    return (*policy_files(repository), settings, *_manifests(repository))


def _manifests(repository: Repository) -> Iterator[NewFile]:
    organization = repository.forge.partition("/")[0] if repository.is_cloud_backend else _ORGANIZATION_OF_FILES
    values = {
        "backend": repository.backend,
        "branch": repository.branch,
        "clouds": repository.sign_ins,
        "folder": repository.folder,
        "remote": f"https://{repository.host}/{repository.forge}",
        "is_cloud_backend": repository.is_cloud_backend,
        "organization": organization,
        "packs": tuple(f"policy/{name}" for name in PACKS),
        "names": tuple((label_of(stack), stack) for stack in repository.stacks),
        "namespace": label_of(repository.project),
        "project": repository.project,
        "settings": PACK_SETTINGS,
    }
    for name in _FILES:
        path = repository.directory / _FOLDER / name
        yield NewFile(path=path, text=render_template(f"operator/{name}", values), is_yours=name in _YOURS)
