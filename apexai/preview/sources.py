"""Which line of a spec caused which resource."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, assert_never

from apexai.errors import Diagnostic
from apexai.graph.model import Resource, ResourceGraph, SourcePosition
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.document import SpecDocument
from apexai.spec.leaves import written_leaves
from apexai.targets.capability import Answer, CapabilityTable, Emulated, Honoured, Informs, Refused
from apexai.targets.registry import load_target

_NAME: Final = "metadata.name"
_WHOLE_SPEC: Final = frozenset({"", "spec"})
_EVERYWHERE: Final = frozenset(
    {"metadata.name", "metadata.labels.*", "metadata.namespace", "spec.finops.tags.*", "spec.finops.costCenter",
     "spec.finops.tier", "spec.environment", "spec.runtime.region"}
)  # fmt: skip
"""Leaves that mark or place every resource, and so cause none of them."""


def resource_sources(
    graph: ResourceGraph, *, document: SpecDocument, deployment: ServerlessModelDeployment
) -> dict[str, SourcePosition]:
    """URN → the line of the narrowest part of the document that all settings of that type of resource share.

    Three alarms out of `slo` point to `slo`, a function that is made of half the document to its name. A resource that
    no setting asked for, because its platform needs it, points to the name too. Empty where the document has no lines.
    """
    platform = deployment.spec.runtime.platform
    paths = _paths_by_type(deployment, load_target(platform).capability)
    lines = {
        resource.type: _line(document.locate([_at(_cause(paths.get(resource.type, ())))], platform))
        for resource in graph.resources
    }
    return {
        resource.urn: SourcePosition(file=document.file, line=lines[resource.type])
        for resource in graph.resources
        if lines[resource.type] and not _of_stack(resource)
    }


def shared_path(paths: Iterable[str]) -> str:
    """The longest path that all paths are at or below; empty where they share none."""
    split = [path.replace("[", ".[").split(".") for path in paths]
    shared: list[str] = []
    for steps in zip(*split, strict=False):
        if len(set(steps)) > 1:
            break
        shared.append(steps[0])
    return ".".join(shared).replace(".[", "[")


def _paths_by_type(deployment: ServerlessModelDeployment, table: CapabilityTable) -> Mapping[str, list[str]]:
    """Type token → the paths of the written leaves that set something of it."""
    found: dict[str, list[str]] = {}
    for written in written_leaves(deployment):
        answer = table.get(written.leaf)
        if answer is not None and written.leaf not in _EVERYWHERE:
            for token in _types(answer):
                found.setdefault(token, []).append(written.path)
    return found


def _types(answer: Answer) -> Iterable[str]:
    match answer:
        case Honoured():
            return {setting.type for setting in answer.sets}
        case Emulated():
            return answer.by
        case Informs() | Refused():
            return ()
        case _:
            assert_never(answer)


def _cause(paths: Sequence[str]) -> str:
    """What the paths share; the name where that would be the whole document."""
    shared = shared_path(paths)
    return _NAME if shared in _WHOLE_SPEC else shared


def _at(path: str) -> Diagnostic:
    return Diagnostic(code="", message="", path=path)


def _line(located: tuple[Diagnostic, ...]) -> int:
    return located[0].line


def _of_stack(resource: Resource) -> bool:
    return resource.type == "pulumi:pulumi:Stack" or resource.is_provider
