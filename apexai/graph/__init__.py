"""The resource graph: what a Pulumi program would create, and the sources that it is read from."""

from apexai.graph.model import (
    UNKNOWN,
    Asset,
    Resource,
    ResourceGraph,
    ResourceOptions,
    ResourceReference,
    Secret,
    SourcePosition,
    Unknown,
    Value,
)

__all__ = [
    "UNKNOWN",
    "Asset",
    "Resource",
    "ResourceGraph",
    "ResourceOptions",
    "ResourceReference",
    "Secret",
    "SourcePosition",
    "Unknown",
    "Value",
]
