"""The objects of a cluster that a resource graph holds, as plain data in the order in which they have to exist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, cast

from apexai.gitops.order import synced_waves_of, waves_of
from apexai.gitops.scopes import group_of, needs_namespace
from apexai.graph.model import Resource, ResourceGraph, Value

Document: TypeAlias = "dict[str, Value]"

_OF_PULUMI: Final = "pulumi.com/"
"""Prefix of annotations by which Pulumi's provider is told how to apply; nobody else reads them.

Source: github.com/pulumi/pulumi-kubernetes provider/pkg/metadata/annotations.go, read 2026-11-21.
"""
_MANAGED_BY: Final = "app.kubernetes.io/managed-by"
_NO_OBJECTS: Final = ("kubernetes:helm.sh/", "kubernetes:kustomize/", "kubernetes:yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterObject:
    """One object."""

    urn: str
    document: Document
    wave: int = 0
    """Objects of a wave are applied after all of the waves before."""
    synced: int = 0
    """Its wave for a controller that waits until all of a wave is ready."""
    ignored: tuple[str, ...] = ()
    """Property paths that somebody else changes, which stay as they are after the first time."""
    kept: bool = False
    """Whether it outlives its file: Pulumi would neither delete it."""

    @property
    def api_version(self) -> str:
        return str(self.document["apiVersion"])

    @property
    def kind(self) -> str:
        return str(self.document["kind"])

    @property
    def group(self) -> str:
        return group_of(self.api_version)

    @property
    def metadata(self) -> Document:
        return cast("Document", self.document["metadata"])

    @property
    def name(self) -> str:
        return str(self.metadata["name"])

    @property
    def namespace(self) -> str:
        """Empty for objects of the whole cluster."""
        return str(self.metadata.get("namespace") or "")

    def annotated(self, key: str, value: str) -> "ClusterObject":
        """The object with an annotation more."""
        annotations = cast("Document", self.metadata.get("annotations") or {})
        metadata: Document = {**self.metadata, "annotations": {**annotations, key: value}}
        return replace(self, document={**self.document, "metadata": metadata})


def is_object(resource: Resource) -> bool:
    """Whether a resource is an object of a cluster that a manifest can describe."""
    kubernetes = resource.type.startswith("kubernetes:") and not resource.type.startswith(_NO_OBJECTS)
    return kubernetes and resource.custom and not resource.type.endswith("Patch")


def created_in(graph: ResourceGraph) -> tuple[Resource, ...]:
    """What the program makes anywhere: neither components nor providers nor what it only reads."""
    return tuple(item for item in graph.resources if item.custom and not item.is_provider and not item.read)


def objects_of(graph: ResourceGraph, *, manager: str) -> tuple[ClusterObject, ...]:
    """The objects of a graph that `check_renderable` found nothing against, by wave, kind and name.

    Args:
        graph: Of a spec or a program.
        manager: What stands in the place of Pulumi in the label `app.kubernetes.io/managed-by`.
    """
    found = [_object(graph, resource, manager) for resource in created_in(graph) if is_object(resource)]
    by_urn = {item.urn: item for item in found}
    waves, synced = waves_of(graph, by_urn), synced_waves_of(graph, by_urn)
    placed = (replace(item, wave=waves[item.urn], synced=synced[item.urn]) for item in found)
    return tuple(sorted(placed, key=place_of))


def place_of(item: ClusterObject) -> tuple[int, str, str, str, str]:
    """Where an object stands among others."""
    return (item.wave, item.kind, item.group, item.namespace, item.name)


def namespace_of(graph: ResourceGraph, resource: Resource) -> str:
    """The namespace of an object, or the one that its provider puts objects in; empty where nobody says one."""
    metadata = resource.inputs.get("metadata")
    written = metadata.get("namespace") if isinstance(metadata, dict) else None
    provider = graph.by_urn.get(resource.provider)
    usual = None if provider is None else provider.inputs.get("namespace")
    return next((text for text in (written, usual) if isinstance(text, str)), "")


def _object(graph: ResourceGraph, resource: Resource, manager: str) -> ClusterObject:
    document = cast("Document", _plain(dict(resource.inputs), manager))
    document.pop("status", None)
    metadata = cast("Document", document["metadata"])
    namespace = namespace_of(graph, resource)
    if namespace and needs_namespace(str(document["apiVersion"]), str(document["kind"])):
        metadata["namespace"] = namespace
    return ClusterObject(
        urn=resource.urn,
        document=document,
        ignored=resource.options.ignore_changes,
        kept=resource.options.protect or resource.options.retain_on_delete,
    )


def _plain(value: Value, manager: str) -> Value:
    match value:
        case dict():
            return {key: _plain(item, manager) for key, item in _kept_entries(value, manager)}
        case list():
            return [_plain(item, manager) for item in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


def _kept_entries(entries: Mapping[str, Value], manager: str) -> Iterator[tuple[str, Value]]:
    """The entries of a map without what only Pulumi reads."""
    for key, value in entries.items():
        if key == "annotations" and isinstance(value, dict):
            value = {name: text for name, text in value.items() if not name.startswith(_OF_PULUMI)}
            if not value:
                continue
        if key == "labels" and isinstance(value, dict) and value.get(_MANAGED_BY) == "pulumi":
            value = {**value, _MANAGED_BY: manager}
        if value is not None:
            yield key, value
