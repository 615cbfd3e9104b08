"""Which of the resources of a program each InferenceService is charged with: its own, and what its budget watches."""

from collections.abc import Iterable, Iterator, Mapping

from apexai.cost.view import COMPONENT, GraphView
from apexai.cost.watching import AWS_BUDGET, AZURE_BUDGET, AZURE_GROUP, GOOGLE_BUDGET, tag_of, tags_counted
from apexai.graph.model import Resource


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
    return {**hosts_of(own, counted_with), **own}


def _watched(view: GraphView, own: Mapping[str, str]) -> Mapping[tuple[str, str], str]:
    """Tag with value, or resource group → the service whose budget counts it; what several count is nobody's."""
    found: dict[tuple[str, str], set[str]] = {}
    for budget in view.of_type(AWS_BUDGET, GOOGLE_BUDGET, AZURE_BUDGET):
        for watched in _scope(budget, view) if budget.urn in own else ():
            found.setdefault(watched, set()).add(own[budget.urn])
    return {watched: services.pop() for watched, services in found.items() if len(services) == 1}


def _scope(budget: Resource, view: GraphView) -> Iterator[tuple[str, str]]:
    """What a budget counts: tags with values, or a resource group by its URN."""
    yield from tags_counted(budget)
    group = view.referenced(budget, "scope", AZURE_GROUP)
    if group is not None:
        yield AZURE_GROUP, group.urn


def _watching(resource: Resource, view: GraphView, watched: Mapping[tuple[str, str], str]) -> str:
    """The one service whose budget counts a resource; empty where there is none."""
    group = view.referenced(resource, "resourceGroupName", AZURE_GROUP)
    pairs = [(key, tag_of(resource, view, key)) for key in {key for key, _ in watched} - {AZURE_GROUP}]
    found = {watched[(key, value)] for key, value in pairs if isinstance(value, str) and (key, value) in watched}
    if group is not None and (AZURE_GROUP, group.urn) in watched:
        found.add(watched[AZURE_GROUP, group.urn])
    return found.pop() if len(found) == 1 else ""


def hosts_of(own: Mapping[str, str], counted_with: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    """What is nobody's own, and that the workloads of just one run on.

    Args:
        own: URN of a resource → URN of whom it belongs to.
        counted_with: URN → URNs of the resources that its cost is counted with.
    """
    users: dict[str, set[str]] = {}
    for urn, hosts in counted_with.items():
        for host in hosts:
            users.setdefault(host, set()).add(own.get(urn, ""))
    return {host: service for host, (service, *others) in users.items() if service and not others}
