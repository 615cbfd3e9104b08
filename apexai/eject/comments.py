"""Why a resource is there, in the words of the spec and of the platform's table."""

from collections.abc import Iterator
from pathlib import Path

from apexai.eject.sources import Component
from apexai.graph.model import Resource, ResourceGraph
from apexai.preview.sources import resource_causes, resource_sources
from apexai.spec.leaves import written_leaves
from apexai.targets.capability import Emulated
from apexai.targets.registry import load_target

_NAME = "metadata.name"


def comments_of(component: Component, graph: ResourceGraph) -> dict[str, str]:
    """URN → the setting that the resource is there for, with its line, and how the platform does what it asks."""
    deployment = component.checked.accepted
    places = resource_sources(graph, document=component.checked.document, deployment=deployment)
    causes = resource_causes(graph, deployment=deployment)
    return {
        urn: "; ".join([f"{cause} ({_file(component)}:{places[urn].line})", *_how(component, graph.by_urn[urn], cause)])
        for urn, cause in causes.items()
        if urn in places and cause != _NAME
    }


def _how(component: Component, resource: Resource, cause: str) -> Iterator[str]:
    """What is done with a resource of this type, for settings at or below the cause."""
    table = load_target(component.platform).capability
    said = set()
    for written in written_leaves(component.checked.accepted):
        answer = table.get(written.leaf)
        if isinstance(answer, Emulated) and resource.type in answer.by and written.path.startswith(cause):
            if answer.how not in said:
                yield answer.how
            said.add(answer.how)


def _file(component: Component) -> str:
    return Path(component.checked.document.file).name
