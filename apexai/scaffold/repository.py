"""What delivery files are written for: a stack repository, as it is or as it is about to be."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from apexai.scaffold.clouds import Cloud, Cluster, signed_into

DEFAULT_REGION: Final = "us-east-1"
"""For signing in to AWS where no spec names a region of it; it decides nothing else."""


class Toolchain(StrEnum):
    """What installs the packages that a project needs."""

    PIP = "pip"
    UV = "uv"
    POETRY = "poetry"


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonEnvironment:
    """How the project's interpreter comes to be."""

    toolchain: Toolchain
    virtualenv: str
    """Directory of it, from the project's; empty where the project has none of its own."""
    requirements: str
    """The file that lists the packages; empty where there is none."""
    has_apexai: bool
    """Whether this package is among them."""


def label_of(name: str) -> str:
    """A name as a label of DNS, which Kubernetes and the jobs of a workflow take: lower case, digits, hyphens."""
    label = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return label if label[:1].isalpha() else f"stack-{label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A Pulumi project in a repository, and where its stacks run."""

    directory: Path
    """Of the project."""
    top: Path
    """Of the repository; the project's directory where it lies in none."""
    project: str
    stacks: tuple[str, ...]
    """In the order in which they are deployed."""
    clouds: tuple[Cloud, ...]
    cluster: Cluster | None
    """How it is reached; None where nobody says, which is by a kubeconfig."""
    aws_region: str
    environment: PythonEnvironment
    backend: str
    """URL of the backend that `Pulumi.yaml` names; empty for Pulumi Cloud."""
    host: str
    """Of the code host, where its repositories are served by HTTPS."""
    forge: str
    """`owner/name` on the code host; a placeholder where no remote says it."""
    branch: str

    @property
    def folder(self) -> str:
        """The project's directory from the repository's; `.` where they are the same."""
        return self.directory.relative_to(self.top).as_posix()

    @property
    def below(self) -> str:
        """What paths of the project's files begin with, from the repository's directory."""
        return "" if self.folder == "." else f"{self.folder}/"

    @property
    def paths(self) -> tuple[str, ...]:
        """Globs of the files whose changes matter to the stacks, and, with a `!`, of those of them that don't."""
        return f"{self.below}**", f"!{self.below}**.md"

    @property
    def prefix(self) -> str:
        """What file names begin with that are one for each project of a repository."""
        return "apexai" if self.folder == "." else f"apexai-{self.folder.replace('/', '-')}"

    @property
    def sign_ins(self) -> tuple[Cloud, ...]:
        return signed_into(self.clouds, cluster=self.cluster or Cluster.KUBECONFIG, backend=self.backend)

    @property
    def is_cloud_backend(self) -> bool:
        """Whether state lies in Pulumi Cloud, which issues and takes tokens itself."""
        return not self.backend or self.backend.startswith("https://")
