"""The digest of a graph: two previews with the same digest would create the same thing."""

import hashlib
import json

from apexai.graph.model import Resource, ResourceGraph
from apexai.preview.values import Json, plain_properties


def digest_of(graph: ResourceGraph) -> str:
    """`sha256:` and the hex digest over the resources' types, names, parents, inputs and explicit providers.

    Of assets it covers the content, of secrets only that they are there. Source lines, dependencies and the order of
    registration don't count.
    """
    resources = [_resource(resource) for resource in sorted(graph.resources, key=lambda item: item.urn)]
    canonical = json.dumps(resources, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return f"sha256:{hashlib.sha256(canonical.encode('ascii')).hexdigest()}"


def _resource(resource: Resource) -> Json:
    return {
        "type": resource.type,
        "name": resource.name,
        "parent": resource.parent,
        "inputs": plain_properties(resource.inputs, asset_locations=False),
        "provider": _explicit_provider(resource),
        "read": resource.read,
    }


def _explicit_provider(resource: Resource) -> str:
    """The provider that the program chose: default ones differ only by the SDK's version."""
    name = resource.provider.rsplit("::", 1)[-1]
    return "" if name == "default" or name.startswith("default_") else resource.provider
