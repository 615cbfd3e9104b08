"""The law of graphs: on values that all sources know they agree; more knowledge only turns unknown into known."""

import json
from collections.abc import Iterator

from apexai.graph import UNKNOWN, Asset, Resource, ResourceGraph, ResourceReference, Secret, Value


def disagreements(offline: ResourceGraph, engine: ResourceGraph) -> list[str]:
    """Where the offline graph and the engine's contradict each other; empty when the law holds."""
    ours, theirs = _compared(offline), _compared(engine)
    missing = [f"{urn}: only the engine has it" for urn in theirs if urn not in ours]
    extra = [f"{urn}: only the offline graph has it" for urn in ours if urn not in theirs]
    pairs = ((ours[urn], theirs[urn]) for urn in ours if urn in theirs)
    return [*missing, *extra, *(difference for pair in pairs for difference in _resource(*pair))]


def unknown_paths(resource: Resource) -> list[str]:
    """The paths of a resource's inputs that are not known; secrets are not looked into."""
    return sorted(_unknown(dict(resource.inputs), path=""))


def _compared(graph: ResourceGraph) -> dict[str, Resource]:
    """By URN, without default providers, which `preview --json` doesn't print."""
    return {
        resource.urn: resource
        for resource in graph.resources
        if not (resource.is_provider and resource.name.startswith("default"))
    }


def _resource(ours: Resource, theirs: Resource) -> Iterator[str]:
    for name in ("type", "name", "custom", "parent", "read", "provider", "source", "dependencies"):
        mine, other = getattr(ours, name), getattr(theirs, name)
        if mine != other:
            yield f"{ours.name}: {name}: {mine!r} offline, {other!r} by the engine"
    for name in ("protect", "ignore_changes", "replace_on_changes", "retain_on_delete", "deleted_with"):
        mine, other = getattr(ours.options, name), getattr(theirs.options, name)
        if mine != other:
            yield f"{ours.name}: option {name}: {mine!r} offline, {other!r} by the engine"
    mine, other = _meaningful(ours), _meaningful(theirs)
    if ours.custom and mine != other:  # of a component, the engine forgets them after a transform
        yield f"{ours.name}: property dependencies: {mine!r} offline, {other!r} by the engine"
    for difference in _value(dict(ours.inputs), dict(theirs.inputs), path="inputs"):
        yield f"{ours.name}: {difference}"


def _meaningful(resource: Resource) -> dict[str, tuple[str, ...]]:
    return {name: urns for name, urns in resource.property_dependencies.items() if urns}


def _value(ours: Value, theirs: Value, *, path: str) -> Iterator[str]:
    if ours is UNKNOWN or theirs is UNKNOWN:
        return
    if isinstance(ours, Secret) and isinstance(theirs, Secret):
        yield from _value(ours.value, theirs.value, path=path)
    elif isinstance(ours, Asset) and isinstance(theirs, Asset):
        yield from _asset(ours, theirs, path=path)
    elif isinstance(ours, ResourceReference) and not isinstance(theirs, ResourceReference):
        yield from _value(ours.id, theirs, path=path)  # what a provider gets that takes no references
    elif isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted({*ours, *theirs}):
            if key in ours and key in theirs:
                yield from _value(ours[key], theirs[key], path=f"{path}.{key}")
            else:
                yield f"{path}.{key}: only {'offline' if key in ours else 'by the engine'}"
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _value(mine, other, path=f"{path}[{index}]")
    elif isinstance(ours, dict) and isinstance(theirs, str) and theirs.startswith("{"):
        yield from _value(ours, json.loads(theirs), path=path)  # an object that Check made JSON text of
    elif ours != theirs or isinstance(ours, bool) != isinstance(theirs, bool):
        yield f"{path}: {ours!r} offline, {theirs!r} by the engine"


def _asset(ours: Asset, theirs: Asset, *, path: str) -> Iterator[str]:
    """Digests of archives are the engine's own, of a tar file that nobody sees."""
    of_archive = ours.kind.startswith("archive")
    same = (ours.kind, ours.location) == (theirs.kind, theirs.location)
    if not same or (not of_archive and ours.sha256 != theirs.sha256):
        yield f"{path}: {ours!r} offline, {theirs!r} by the engine"


def _unknown(value: Value, *, path: str) -> Iterator[str]:
    if value is UNKNOWN:
        yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unknown(item, path=f"{path}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown(item, path=f"{path}[{index}]")
