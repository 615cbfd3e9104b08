"""`pulumi stack export` → resource graph: what is deployed, with the outputs that only the clouds know."""

import json
from collections.abc import Iterator
from dataclasses import replace

from apexai.errors import UsageError
from apexai.graph.model import Resource, ResourceGraph
from apexai.graph.resource_state import load_resource, project_and_stack
from apexai.graph.wire import Wire


def load_state(text: str) -> ResourceGraph:
    """Read what `pulumi stack export` printed; secrets stay unknown unless it shows them.

    A resource's outputs include its `id`. What waits for its deletion is left out.

    Raises: UsageError.
    """
    resources = tuple(_load(state) for state in _states(_parse(text)))
    project, stack = project_and_stack(resources[0].urn if resources else "")
    return ResourceGraph(project=project, stack=stack, resources=resources)


def _parse(text: str) -> dict[str, Wire]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise UsageError(f"not what `pulumi stack export` prints: {error} [APX-GRA-002]") from None
    deployment = document.get("deployment") if isinstance(document, dict) else None
    if not isinstance(deployment, dict):
        raise UsageError("not what `pulumi stack export` prints: it has no deployment [APX-GRA-002]")
    return deployment


def _states(deployment: dict[str, Wire]) -> Iterator[dict[str, Wire]]:
    resources = deployment.get("resources")
    for state in resources if isinstance(resources, list) else []:
        if isinstance(state, dict) and not state.get("delete"):
            yield state


def _load(state: dict[str, Wire]) -> Resource:
    resource = load_resource(state)
    id_ = state.get("id")
    return replace(resource, outputs={**resource.outputs, "id": id_}) if isinstance(id_, str) else resource
