"""The files that deliver a repository's stacks, for each way in which Git triggers that."""

from enum import StrEnum
from typing import assert_never

from apexai.scaffold.repository import Repository
from apexai.scaffold.writing import NewFile


class Delivery(StrEnum):
    """Who runs `pulumi up` when something is pushed."""

    GITHUB = "github"
    """Workflows of GitHub Actions."""
    DEPLOYMENTS = "deployments"
    """Pulumi Deployments."""
    OPERATOR = "operator"
    """The Pulumi Kubernetes Operator."""


def delivery_files(delivery: Delivery, repository: Repository) -> tuple[NewFile, ...]:
    """What has to be in the repository for it."""
    match delivery:
        case Delivery.GITHUB:
            from apexai.scaffold.github import github_files

            return github_files(repository)
        case Delivery.DEPLOYMENTS:
            from apexai.scaffold.deployments import deployments_files

            return deployments_files(repository)
        case Delivery.OPERATOR:
            from apexai.scaffold.kubernetes_operator import operator_files

            return operator_files(repository)
        case _:
            assert_never(delivery)
