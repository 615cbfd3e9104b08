"""For each leaf of the spec, two documents that differ in it, so that a test can see what the difference does."""

from collections.abc import Mapping
from typing import Final

from apexai.spec.fields import Platform
from tests.targets.change import Change, Document, merged, without_nulls
from tests.targets.changes_aws_lambda import AWS_LAMBDA, AWS_LAMBDA_BASE
from tests.targets.changes_azure_container_apps import AZURE_CONTAINER_APPS, AZURE_CONTAINER_APPS_BASE
from tests.targets.changes_azure_functions import AZURE_FUNCTIONS, AZURE_FUNCTIONS_BASE
from tests.targets.changes_cloud_run import CLOUD_RUN, CLOUD_RUN_BASE
from tests.targets.changes_cloudflare_workers import CLOUDFLARE_WORKERS, CLOUDFLARE_WORKERS_BASE
from tests.targets.changes_general import GENERAL
from tests.targets.changes_kubernetes import KUBERNETES, KUBERNETES_BASE
from tests.targets.changes_lambda_edge import LAMBDA_EDGE, LAMBDA_EDGE_BASE

__all__ = ["Change", "Document", "change_of", "document_with"]

BASES: Final[Mapping[Platform, Document]] = {
    Platform.AWS_LAMBDA: AWS_LAMBDA_BASE,
    Platform.AZURE_CONTAINER_APPS: AZURE_CONTAINER_APPS_BASE,
    Platform.AZURE_FUNCTIONS: AZURE_FUNCTIONS_BASE,
    Platform.CLOUDFLARE_WORKERS: CLOUDFLARE_WORKERS_BASE,
    Platform.CLOUD_RUN: CLOUD_RUN_BASE,
    Platform.KUBERNETES: KUBERNETES_BASE,
    Platform.LAMBDA_EDGE: LAMBDA_EDGE_BASE,
}
"""A small document that each platform accepts."""

OWN: Final[Mapping[Platform, Mapping[str, Change]]] = {
    Platform.AWS_LAMBDA: AWS_LAMBDA,
    Platform.AZURE_CONTAINER_APPS: AZURE_CONTAINER_APPS,
    Platform.AZURE_FUNCTIONS: AZURE_FUNCTIONS,
    Platform.CLOUDFLARE_WORKERS: CLOUDFLARE_WORKERS,
    Platform.CLOUD_RUN: CLOUD_RUN,
    Platform.KUBERNETES: KUBERNETES,
    Platform.LAMBDA_EDGE: LAMBDA_EDGE,
}
"""Changes of the leaves that need other surroundings on a platform; the others are in GENERAL."""


def change_of(leaf: str, platform: Platform) -> Change:
    """The change of a leaf on a platform; KeyError where nobody wrote one."""
    return OWN[platform].get(leaf) or GENERAL[leaf]


def document_with(platform: Platform, patch: Document) -> Document:
    """The platform's document with a patch merged over it: mappings merge, null removes, lists replace."""
    return without_nulls(merged(BASES[platform], patch))
