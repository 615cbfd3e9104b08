"""A resource as `preview --json` and state files write it → `Resource`.

Source: pulumi sdk/go/common/apitype/core.go, `ResourceV3`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from apexai.graph.model import Resource, ResourceOptions, SourcePosition, name_in
from apexai.graph.normalisation import declared_inputs
from apexai.graph.wire import Wire, load_properties

PROJECT_SCHEME: Final = "project:///"

BUILT_IN: Final = "pulumi:pulumi:"
"""Types that the engine serves itself, e.g. StackReference, by a provider that is no resource of anybody's."""

_URN: Final = "urn:pulumi:"
_SEPARATORS: Final = 3
"""Of a URN, `urn:pulumi:<stack>::<project>::<types>::<name>`."""
_SHOWN: Final = 120


def load_resource(state: Mapping[str, Wire]) -> Resource:
    """Read one resource; its inputs are what the program declares."""
    urn, type_token = _text(state, "urn"), _text(state, "type")
    return Resource(
        urn=urn,
        type=type_token,
        name=name_in(urn),
        custom=bool(state.get("custom")),
        parent=_text(state, "parent"),
        inputs=declared_inputs(type_token, load_properties(_mapping(state, "inputs"))),
        outputs=load_properties(_mapping(state, "outputs")),
        dependencies=tuple(sorted(_texts(state.get("dependencies")))),
        property_dependencies={
            name: tuple(sorted(_texts(urns))) for name, urns in _mapping(state, "propertyDependencies").items()
        },
        provider="" if type_token.startswith(BUILT_IN) else _text(state, "provider").rpartition("::")[0],
        options=_load_options(state),
        source=_load_source(state),
        read=bool(state.get("external")),
    )


def circle_in(resources: Iterable[Resource]) -> str:
    """What is wrong where a resource is its own parent, or that of what it is below; empty where none is."""
    parents = {resource.urn: resource.parent for resource in resources}
    ended: set[str] = set()
    for urn in parents:
        passed: dict[str, None] = {}
        while urn in parents and urn not in ended:
            if urn in passed:
                return f"the parents of {name_in(urn)} go round in a circle"
            passed[urn] = None
            urn = parents[urn]
        ended.update(passed)
    return ""


def broken_identity(state: Mapping[str, Wire]) -> str:
    """What is wrong with the URN or the type of a resource; empty where both are sound."""
    urn = _text(state, "urn")
    if not urn:
        return "it has no URN"
    if not urn.startswith(_URN) or urn.count("::") < _SEPARATORS:
        return f"{urn[:_SHOWN]!r} is no URN"
    return "" if _text(state, "type") else f"{urn[:_SHOWN]!r} has no type"


def project_and_stack(urn: str) -> tuple[str, str]:
    """The project and the stack of a URN, `urn:pulumi:<stack>::<project>::…`."""
    parts = urn.split("::")
    return (parts[1], parts[0].rpartition(":")[2]) if len(parts) > 1 else ("", "")


def _load_options(state: Mapping[str, Wire]) -> ResourceOptions:
    timeouts = _mapping(state, "customTimeouts")
    return ResourceOptions(
        protect=bool(state.get("protect")),
        ignore_changes=tuple(_texts(state.get("ignoreChanges"))),
        replace_on_changes=tuple(_texts(state.get("replaceOnChanges"))),
        retain_on_delete=bool(state.get("retainOnDelete")),
        deleted_with=_text(state, "deletedWith"),
        import_id=_text(state, "importID"),
        aliases=tuple(_texts(state.get("aliases"))),
        additional_secret_outputs=tuple(_texts(state.get("additionalSecretOutputs"))),
        custom_timeouts=tuple(sorted((name, f"{value}s") for name, value in timeouts.items() if value)),
    )


def _load_source(state: Mapping[str, Wire]) -> SourcePosition | None:
    """The innermost line that belongs to the project and to none of its dependencies."""
    for position in _positions(state):
        path, _, line = position.removeprefix(PROJECT_SCHEME).rpartition("#")
        if path and not path.startswith("../") and "site-packages/" not in path and line.isdigit():
            return SourcePosition(file=path, line=int(line))
    return None


def _positions(state: Mapping[str, Wire]) -> Iterator[str]:
    frames = state.get("stackTrace")
    for frame in frames if isinstance(frames, list) else []:
        if isinstance(frame, dict):
            yield _text(frame, "sourcePosition")
    yield _text(state, "sourcePosition")


def _text(state: Mapping[str, Wire], key: str) -> str:
    found = state.get(key)
    return found if isinstance(found, str) else ""


def _mapping(state: Mapping[str, Wire], key: str) -> dict[str, Wire]:
    found = state.get(key)
    return found if isinstance(found, dict) else {}


def _texts(found: Wire) -> list[str]:
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []
