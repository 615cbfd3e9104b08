"""Which of the resources of a program each InferenceService is charged with: its own, and what its budget watches."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from apexai.cost.view import COMPONENT, GraphView, text_at, value_at
from apexai.graph.model import Resource

_AWS_BUDGET: Final = "aws:budgets/budget:Budget"
_GOOGLE_BUDGET: Final = "gcp:billing/budget:Budget"
_AZURE_BUDGET: Final = "azure-native:consumption:Budget"
_AZURE_GROUP: Final = "azure-native:resources:ResourceGroup"
_TAG_FILTER: Final = "TagKeyValue"
_USER_TAG: Final = "user:"
_TAGS: Final = ("tags", "labels")


def owners_of(view: GraphView, counted_with: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    """URN of a resource → URN of the InferenceService that is charged with it; those of none are left out.

    A service is charged with what is below it, with what the budget of its guard watches elsewhere in the program (the
    same tag, label or resource group), and with what only it runs on, such as a pool of nodes.

    Args:
        view: Of the graph.
        counted_with: URN → URNs of the resources that its cost is counted with.
    """
    if not view.of_type(COMPONENT):
        return {}
    own = {resource.urn: found.urn for resource in view.graph.resources if (found := view.component(resource))}
    watched = _watched(view, own)
    own |= {
        resource.urn: service
        for resource in view.graph.resources
        if resource.urn not in own and resource.custom and (service := _watching(resource, view, watched))
    }
    return {**_run_on(own, counted_with), **own}


def _watched(view: GraphView, own: Mapping[str, str]) -> Mapping[tuple[str, str], str]:
    """Tag with value, or resource group → the service whose budget counts it; what several count is nobody's."""
    found: dict[tuple[str, str], set[str]] = {}
    for budget in view.of_type(_AWS_BUDGET, _GOOGLE_BUDGET, _AZURE_BUDGET):
        for watched in _scope(budget, view) if budget.urn in own else ():
            found.setdefault(watched, set()).add(own[budget.urn])
    return {watched: services.pop() for watched, services in found.items() if len(services) == 1}


def _scope(budget: Resource, view: GraphView) -> Iterator[tuple[str, str]]:
    """What a budget counts: tags with values, or a resource group by its URN."""
    filters = value_at(budget.inputs, "costFilters")
    for found in filters if isinstance(filters, list) else ():
        if isinstance(found, dict) and found.get("name") == _TAG_FILTER:
            yield from _tags_of(found.get("values"))
    labels = value_at(budget.inputs, "budgetFilter", "labels")
    for key, value in labels.items() if isinstance(labels, dict) else ():
        yield key, str(value)
    group = view.referenced(budget, "scope", _AZURE_GROUP)
    if group is not None:
        yield _AZURE_GROUP, group.urn


def _tags_of(values: object) -> Iterator[tuple[str, str]]:
    """`user:service$fraud` is the tag `service` with the value `fraud`."""
    for value in values if isinstance(values, list) else ():
        key, dollar, wanted = str(value).removeprefix(_USER_TAG).partition("$")
        if dollar:
            yield key, wanted


def _watching(resource: Resource, view: GraphView, watched: Mapping[tuple[str, str], str]) -> str:
    """The one service whose budget counts a resource; empty where there is none."""
    group = view.referenced(resource, "resourceGroupName", _AZURE_GROUP)
    pairs = [(key, text_at(resource.inputs, kind, key)) for kind in _TAGS for key, _ in watched]
    found = {watched[(key, value)] for key, value in pairs if isinstance(value, str) and (key, value) in watched}
    if group is not None and (_AZURE_GROUP, group.urn) in watched:
        found.add(watched[_AZURE_GROUP, group.urn])
    return found.pop() if len(found) == 1 else ""


def _run_on(own: Mapping[str, str], counted_with: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    """What is no service's own, and that the workloads of just one run on."""
    users: dict[str, set[str]] = {}
    for urn, hosts in counted_with.items():
        for host in hosts:
            users.setdefault(host, set()).add(own.get(urn, ""))
    return {host: service for host, (service, *others) in users.items() if service and not others}
