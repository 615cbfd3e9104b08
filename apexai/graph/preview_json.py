"""`pulumi preview --json` → resource graph."""

import json
from collections.abc import Mapping
from typing import Final

from apexai.errors import UsageError
from apexai.graph.model import UNKNOWN, Resource, ResourceGraph, Secret, Value
from apexai.graph.resource_state import load_resource, project_and_stack
from apexai.graph.wire import SECRET, SIGNATURE, Wire

SECRET_TEXT: Final = "[secret]"
"""What the CLI prints in place of a secret. Source: pulumi pkg/backend/display/json.go, `massageSecrets`."""

GOING: Final = frozenset(
    {"delete", "delete-replaced", "discard", "discard-replaced", "read-discard", "remove-pending-replace"}
)
"""Operations on what the program no longer has."""


def load_preview_json(text: str) -> ResourceGraph:
    """Read what `pulumi preview --json` printed.

    The graph is partial where the preview failed, or leaves unchanged resources out, as it does without
    `--show-sames`. Default providers are never in it.

    Raises: UsageError.
    """
    document = _parse(text)
    states = _planned_states(document)
    project, stack = project_and_stack(next(iter(states), ""))
    resources = tuple(load_resource(_with_secrets(state)) for state in states.values())
    return ResourceGraph(project=project, stack=stack, resources=resources, partial=_is_partial(document))


def _parse(text: str) -> dict[str, Wire]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise UsageError(f"not what `pulumi preview --json` prints: {error} [APX-GRA-001]") from None
    if not isinstance(document, dict) or "changeSummary" not in document and "steps" not in document:
        raise UsageError("not what `pulumi preview --json` prints: it has no steps [APX-GRA-001]")
    return document
