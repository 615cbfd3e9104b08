"""`pulumi preview --json` → resource graph."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from apexai.errors import UsageError
from apexai.graph.model import Resource, ResourceGraph, name_in
from apexai.graph.resource_state import broken_identity, circle_in, load_resource, project_and_stack
from apexai.graph.wire import SECRET, SIGNATURE, Wire, load_properties

PROVIDER: Final = "pulumi:providers:"

SECRET_TEXT: Final = "[secret]"
"""What the CLI prints in place of a secret. Source: pulumi pkg/backend/display/json.go `MassageSecrets`."""

GOING: Final = frozenset(
    {"delete", "delete-replaced", "discard", "discard-replaced", "read-discard", "remove-pending-replace"}
)
"""Operations on what the program no longer has."""

LATE_SHUTDOWN: Final = "exited prematurely"
"""What the CLI says of a plugin that did not answer the farewell within five seconds, after all is told.

A plugin that ends in the middle brings errors of the resources that it was asked for beside this one.
Source: https://github.com/pulumi/pulumi/blob/v3.260.0/sdk/go/common/resource/plugin/plugin.go
"""


def load_preview_json(text: str) -> ResourceGraph:
    """Read what `pulumi preview --json` printed.

    Raises: UsageError.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise UsageError(f"not what `pulumi preview --json` prints: {error} [APX-GRA-001]") from None
    if not isinstance(document, dict) or ("changeSummary" not in document and "steps" not in document):
        raise UsageError("not what `pulumi preview --json` prints: it has no steps [APX-GRA-001]")
    return load_preview_document(document)


def load_preview_document(document: Mapping[str, Wire]) -> ResourceGraph:
    """Read the JSON of `pulumi preview --json`.

    The graph is partial where the preview failed, or leaves unchanged resources out, as it does without
    `--show-sames`. Default providers are never shown: they are made of the stack's configuration, as the engine does.
    """
    planned = dict(_planned_states(document))
    project, stack = project_and_stack(next(iter(planned), ""))
    shown = tuple(load_resource(state) for state in planned.values())
    if circle := circle_in(shown):
        raise UsageError(f"a preview that can't be read: {circle} [APX-GRA-001]")
    resources = (*_default_providers(shown, config_of(document)), *shown)
    partial = bool(errors_of(document) or missing_of(document))
    return ResourceGraph(project=project, stack=stack, resources=resources, partial=partial)


def config_of(document: Mapping[str, Wire]) -> dict[str, str]:
    """The stack's configuration by full keys."""
    config = document.get("config")
    found = config if isinstance(config, dict) else {}
    return {key: value for key, value in sorted(found.items()) if isinstance(value, str)}


def missing_of(document: Mapping[str, Wire]) -> int:
    """How many unchanged resources the document counts and does not show."""
    summary = document.get("changeSummary")
    count = summary.get("same") if isinstance(summary, dict) else 0
    shown = sum(step.get("op") == "same" for step in _steps(document))
    return max(0, count - shown) if isinstance(count, int) else 0


def errors_of(document: Mapping[str, Wire]) -> tuple[str, ...]:
    """What the preview failed by."""
    diagnostics = document.get("diagnostics")
    found = diagnostics if isinstance(diagnostics, list) else []
    errors = (item for item in found if isinstance(item, dict) and item.get("severity") == "error")
    messages = (str(item.get("message")).strip().removeprefix("error: ") for item in errors)
    return tuple(message for message in messages if LATE_SHUTDOWN not in message)


def _default_providers(shown: Sequence[Resource], config: Mapping[str, str]) -> Iterator[Resource]:
    present = {resource.urn for resource in shown}
    for urn in sorted({resource.provider for resource in shown} - present - {""}):
        type_, name = urn.split("::")[2], name_in(urn)
        package = type_.removeprefix(PROVIDER)
        own = {key.removeprefix(f"{package}:"): value for key, value in config.items() if key.startswith(f"{package}:")}
        if own and name.startswith("default"):
            inputs = load_properties({key: _with_envelopes(value) for key, value in own.items()})
            yield Resource(urn=urn, type=type_, name=name, custom=True, inputs=inputs)


def _planned_states(document: Mapping[str, Wire]) -> Iterator[tuple[str, dict[str, Wire]]]:
    for number, step in enumerate(_steps(document)):
        urn, state = step.get("urn"), step.get("newState")
        if not isinstance(step.get("op"), str) or not isinstance(urn, str):
            raise _broken_step(number, "it has no operation, or no URN")
        if step.get("op") in GOING or state is None:
            continue
        if not isinstance(state, dict):
            raise _broken_step(number, "its new state is no object")
        if broken := broken_identity(state):
            raise _broken_step(number, broken)
        yield urn, {key: _with_envelopes(value) for key, value in state.items()}


def _broken_step(number: int, reason: str) -> UsageError:
    return UsageError(f"a preview whose step {number} (from 0) can't be read: {reason} [APX-GRA-001]")


def _with_envelopes(wire: Wire) -> Wire:
    if wire == SECRET_TEXT:
        return {SIGNATURE: SECRET}
    if isinstance(wire, dict):
        return {key: _with_envelopes(value) for key, value in wire.items()}
    if isinstance(wire, list):
        return [_with_envelopes(item) for item in wire]
    return wire


def _steps(document: Mapping[str, Wire]) -> list[dict[str, Wire]]:
    found = document.get("steps")
    if found is None:
        return []
    if not isinstance(found, list):
        raise UsageError("a preview whose steps are no list [APX-GRA-001]")
    steps = [step for step in found if isinstance(step, dict)]
    if len(steps) < len(found):
        raise UsageError("a preview with a step that is no object [APX-GRA-001]")
    return steps
