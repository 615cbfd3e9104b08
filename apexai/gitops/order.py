"""In which order objects have to exist: what the program's own dependencies say, namespaces and definitions first."""

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING, Final, TypeAlias

from apexai.gitops.scopes import DEFINITION, NAMESPACE
from apexai.graph.model import ResourceGraph

if TYPE_CHECKING:
    from apexai.gitops.objects import ClusterObject

Objects: TypeAlias = "Mapping[str, ClusterObject]"
"""By the URNs of their resources."""

_RELUCTANT: Final = frozenset({"Gateway", "Ingress", "PersistentVolumeClaim", "SecurityPolicy"})
"""Kinds that are ready only when something else is: a claim when a pod wants it, a policy when its route is there.

Source: Argo CD 3.6.1 resource_customizations and gitops-engine pkg/health, read 2026-11-21.
"""


def waves_of(graph: ResourceGraph, objects: Objects) -> Mapping[str, int]:
    """URN → how many others have to be there one after another before it; 0 for what waits for nothing."""
    return _levels(_edges(graph, objects), free=frozenset())


def synced_waves_of(graph: ResourceGraph, objects: Objects) -> Mapping[str, int]:
    """The same for a controller that begins a wave when all objects of the one before are ready.

    What gets ready only by others shares the wave of the first that needs it, or is in the last.
    """
    edges = _edges(graph, objects)
    reluctant = frozenset(urn for urn, item in objects.items() if _is_reluctant(item))
    levels = _levels(edges, free=reluctant)
    last = max(levels.values(), default=0)
    moved = {urn: min((levels[other] for other in edges if urn in edges[other]), default=last) for urn in reluctant}
    return {**levels, **moved}


def _edges(graph: ResourceGraph, objects: Objects) -> Mapping[str, Set[str]]:
    """URN → those that have to be there before, each after its own.

    In order of registration nothing depends on what comes later, but for what no program has to say.
    """
    implied = _implied(objects)
    first = {urn for urn, item in objects.items() if item.kind in (NAMESPACE, DEFINITION)}
    ordered = sorted(graph.resources, key=lambda resource: resource.urn not in first)
    return {
        item.urn: {urn for urn in (*item.dependencies, *implied[item.urn]) if urn in objects}
        for item in ordered
        if item.urn in objects
    }


def _levels(edges: Mapping[str, Set[str]], *, free: Set[str]) -> dict[str, int]:
    """URN → the length of the longest way to it, on which steps from what is free don't count."""
    levels: dict[str, int] = {}
    for urn, before in edges.items():
        levels[urn] = max((levels.get(other, 0) + (other not in free) for other in before), default=0)
    return levels


def _implied(objects: Objects) -> Mapping[str, tuple[str, ...]]:
    """URN → the namespace that an object is in and the definition of its kind, where they are among the objects."""
    namespaces = {item.name: urn for urn, item in objects.items() if item.kind == NAMESPACE}
    definitions = {_defined(item): urn for urn, item in objects.items() if item.kind == DEFINITION}
    return {
        urn: tuple(
            found
            for found in (namespaces.get(item.namespace), definitions.get((item.group, item.kind)))
            if found is not None and found != urn
        )
        for urn, item in objects.items()
    }


def _defined(definition: "ClusterObject") -> tuple[str, str]:
    """The group and the kind that a definition brings."""
    spec = definition.document.get("spec")
    spec = spec if isinstance(spec, dict) else {}
    names = spec.get("names")
    return str(spec.get("group")), str(names.get("kind")) if isinstance(names, dict) else ""


def _is_reluctant(item: "ClusterObject") -> bool:
    spec = item.document.get("spec")
    balances = item.kind == "Service" and isinstance(spec, dict) and spec.get("type") == "LoadBalancer"
    return balances or item.kind in _RELUCTANT
