"""`pulumi stack export`, or a checkpoint of a file backend → resource graph: what is deployed, with its outputs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from apexai.errors import UsageError
from apexai.graph.model import Resource, ResourceGraph
from apexai.graph.resource_state import broken_identity, circle_in, load_resource, project_and_stack
from apexai.graph.wire import Wire

NEWEST: Final = 4
"""Of the schema. Source: pulumi sdk/go/common/apitype/core.go, `DeploymentSchemaVersionLatest`."""


def load_state(text: str) -> ResourceGraph:
    """Read what `pulumi stack export` printed, or a checkpoint.

    Raises: UsageError.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise UsageError(f"not what `pulumi stack export` prints: {error} [APX-GRA-002]") from None
    if not isinstance(document, dict):
        raise UsageError("not what `pulumi stack export` prints: it has no deployment [APX-GRA-002]")
    return load_state_document(document)


def load_state_document(document: Mapping[str, Wire]) -> ResourceGraph:
    """Read a state's JSON; secrets stay unknown unless it shows them.

    A resource's outputs include its `id`. What waits for its deletion is left out. The graph is partial where an
    update was interrupted: of its operations nobody knows whether they were done.

    Raises: UsageError.
    """
    deployment = deployment_of(document)
    resources = tuple(_load(state) for state in _states(deployment))
    if circle := circle_in(resources):
        raise UsageError(f"a state that can't be read: {circle} [APX-GRA-002]")
    project, stack = project_and_stack(resources[0].urn if resources else "")
    return ResourceGraph(project=project, stack=stack, resources=resources, partial=bool(pending_of(deployment)))


def deployment_of(document: Mapping[str, Wire]) -> Mapping[str, Wire]:
    """The part of a state that has the resources.

    Raises: UsageError.
    """
    _check_version(document.get("version"))
    checkpoint = document.get("checkpoint")
    if isinstance(checkpoint, dict):
        latest = checkpoint.get("latest")
        if latest is None:
            return {}  # A stack that was never deployed.
        if not isinstance(latest, dict):
            raise UsageError("a checkpoint whose latest deployment is no object [APX-GRA-002]")
        return latest
    deployment = document.get("deployment")
    if not isinstance(deployment, dict):
        raise UsageError("not what `pulumi stack export` prints: it has no deployment [APX-GRA-002]")
    return deployment


def pending_of(deployment: Mapping[str, Wire]) -> int:
    """How many operations of an interrupted update nobody knows the end of."""
    pending = deployment.get("pending_operations")
    return len(pending) if isinstance(pending, list) else 0


def _check_version(version: Wire) -> None:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise UsageError(f"a state without a version: a whole number from 1 to {NEWEST} [APX-GRA-002]")
    if version > NEWEST:
        raise UsageError(f"a state of version {version}, and {NEWEST} is the newest that is known [APX-GRA-002]")


def _states(deployment: Mapping[str, Wire]) -> Iterator[dict[str, Wire]]:
    resources = deployment.get("resources")
    if resources is not None and not isinstance(resources, list):
        raise UsageError("a state whose resources are no list [APX-GRA-002]")
    for number, state in enumerate(resources or []):
        if not isinstance(state, dict) or (broken := broken_identity(state)):
            reason = broken if isinstance(state, dict) else "it is no object"
            raise UsageError(f"a state whose resource {number} (from 0) can't be read: {reason} [APX-GRA-002]")
        if not state.get("delete"):
            yield state


def _load(state: dict[str, Wire]) -> Resource:
    resource = load_resource(state)
    id_ = state.get("id")
    return replace(resource, outputs={**resource.outputs, "id": id_}) if isinstance(id_, str) else resource
