"""`pulumi preview --json` → resource graph."""

import json
from collections.abc import Iterator
from typing import Final

from apexai.errors import UsageError
from apexai.graph.model import ResourceGraph
from apexai.graph.resource_state import load_resource, project_and_stack
from apexai.graph.wire import SECRET, SIGNATURE, Wire

SECRET_TEXT: Final = "[secret]"
"""What the CLI prints in place of a secret. Source: pulumi pkg/backend/display/json.go `MassageSecrets`."""

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
    planned = dict(_planned_states(document))
    project, stack = project_and_stack(next(iter(planned), ""))
    resources = tuple(load_resource(state) for state in planned.values())
    return ResourceGraph(project=project, stack=stack, resources=resources, partial=_is_partial(document))


def _parse(text: str) -> dict[str, Wire]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise UsageError(f"not what `pulumi preview --json` prints: {error} [APX-GRA-001]") from None
    if not isinstance(document, dict) or ("changeSummary" not in document and "steps" not in document):
        raise UsageError("not what `pulumi preview --json` prints: it has no steps [APX-GRA-001]")
    return document


def _planned_states(document: dict[str, Wire]) -> Iterator[tuple[str, dict[str, Wire]]]:
    for step in _steps(document):
        urn, state = step.get("urn"), step.get("newState")
        if isinstance(urn, str) and isinstance(state, dict) and step.get("op") not in GOING:
            yield urn, {key: _with_envelopes(value) for key, value in state.items()}


def _with_envelopes(wire: Wire) -> Wire:
    if wire == SECRET_TEXT:
        return {SIGNATURE: SECRET}
    if isinstance(wire, dict):
        return {key: _with_envelopes(value) for key, value in wire.items()}
    if isinstance(wire, list):
        return [_with_envelopes(item) for item in wire]
    return wire


def _is_partial(document: dict[str, Wire]) -> bool:
    return _has_errors(document) or _unchanged(document) > sum(step.get("op") == "same" for step in _steps(document))


def _has_errors(document: dict[str, Wire]) -> bool:
    diagnostics = document.get("diagnostics")
    found = diagnostics if isinstance(diagnostics, list) else []
    return any(isinstance(item, dict) and item.get("severity") == "error" for item in found)


def _unchanged(document: dict[str, Wire]) -> int:
    summary = document.get("changeSummary")
    count = summary.get("same") if isinstance(summary, dict) else 0
    return count if isinstance(count, int) else 0


def _steps(document: dict[str, Wire]) -> list[dict[str, Wire]]:
    steps = document.get("steps")
    return [step for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []
