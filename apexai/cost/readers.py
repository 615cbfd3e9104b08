"""Resource types → how their cost is read, one table a provider, loaded when a graph has its resources."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Final

from apexai.cost.machines import cloud_of
from apexai.cost.reading import Reader
from apexai.cost.view import COMPONENT, text_at
from apexai.graph.model import ResourceGraph

TABLES: Final[Mapping[str, str]] = {
    "aws": "apexai.cost.aws.table",
    "azure-native": "apexai.cost.azure.table",
    "cloudflare": "apexai.cost.cloudflare.table",
    "gcp": "apexai.cost.gcp.table",
    "kubernetes": "apexai.cost.kubernetes.table",
}
"""Pulumi package → module with `READERS`."""

PRICE_PROVIDERS: Final[Mapping[str, str]] = {
    "aws": "aws",
    "azure-native": "azure",
    "cloudflare": "cloudflare",
    "gcp": "gcp",
}
"""Pulumi package → provider in the price book."""

_VERSION: Final = re.compile(r"/v[0-9]{8}[a-z0-9]*(?=:)")


def plain_type(type_token: str) -> str:
    """A type token without the API version that azure-native puts into some."""
    return _VERSION.sub("", type_token) if type_token.startswith("azure-native:") else type_token


@cache
def load_readers(package: str) -> Mapping[str, Reader]:
    """Type token → reader, for the types of a package whose cost is known."""
    if package not in TABLES:
        return {}
    readers: Mapping[str, Reader] = import_module(TABLES[package]).READERS
    return readers


def providers_of(graph: ResourceGraph) -> tuple[str, ...]:
    """The providers of the price book whose prices a graph needs, sorted."""
    found = {PRICE_PROVIDERS[item.package] for item in graph.resources if item.package in PRICE_PROVIDERS}
    for service in graph.of_type(COMPONENT):
        node_type = text_at(service.inputs, "resolved", "spec", "finops", "nodeType")
        if isinstance(node_type, str):
            found.add(cloud_of(node_type))
    return tuple(sorted(found))
