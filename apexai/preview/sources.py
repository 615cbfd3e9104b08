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
_BUDGET: Final = "spec.finops.budgetLimit"
_GUARD: Final = "apexai:index:BudgetGuard"
_OF_GUARD: Final = frozenset({_BUDGET, "spec.finops.alertThreshold", "spec.finops.alerts[]", "spec.finops.onBreach"})
"""Leaves whose resources are below the guard of the budget, whatever others there are of their types."""
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
    no setting asked for, because its platform needs it, points to the name too; the guard of a budget and what is below
    it point to the budget. Empty where the document has no lines.
    """
    platform, causes = deployment.spec.runtime.platform, resource_causes(graph, deployment=deployment)
    lines = {cause: _line(document.locate([_at(cause)], platform)) for cause in set(causes.values())}
    return {urn: SourcePosition(file=document.file, line=lines[cause]) for urn, cause in causes.items() if lines[cause]}


def resource_causes(graph: ResourceGraph, *, deployment: ServerlessModelDeployment) -> dict[str, str]:
    """URN → the path of that part; the name's where no setting asked for the resource."""
    paths = _paths_by_type(deployment, load_target(deployment.spec.runtime.platform).capability)
    return {
        resource.urn: _BUDGET if _is_guarded(graph, resource) else _cause(paths.get(resource.type, ()))
        for resource in graph.resources
        if not _of_stack(resource)
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
        if answer is not None and written.leaf not in _EVERYWHERE | _OF_GUARD:
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


def _is_guarded(graph: ResourceGraph, resource: Resource) -> bool:
    """Whether it is the guard of a budget, or below one."""
    found: Resource | None = resource
    while found is not None and found.type != _GUARD:
        found = graph.by_urn.get(found.parent)
    return found is not None


def _of_stack(resource: Resource) -> bool:
    return resource.type == "pulumi:pulumi:Stack" or resource.is_provider
