"""A resource graph as readers of costs look at it: regions, references and what refers to a resource."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Final, cast

from apexai.graph.model import UNKNOWN, Resource, ResourceGraph, Secret, Unknown, Value

COMPONENT: Final = "apexai:index:InferenceService"
GUARD: Final = "apexai:index:BudgetGuard"
_DEFAULT_TAGS: Final = (("defaultTags", "tags"), ("defaultLabels",))


@dataclass(frozen=True, kw_only=True)
class GraphView:
    """Look-ups over one graph, each index made once."""

    graph: ResourceGraph

    def of_type(self, *types: str) -> tuple[Resource, ...]:
        """The resources of the types, by URN."""
        if types not in self._of_types:
            found = (resource for type_token in types for resource in self._by_type.get(type_token, ()))
            self._of_types[types] = by_urn(found)
        return self._of_types[types]

    def with_text(self, text: str, type_token: str, *path: str) -> tuple[Resource, ...]:
        """The resources of a type whose inputs have a text at a path, by URN."""
        if (type_token, path) not in self._by_text:
            index = self._by_text.setdefault((type_token, path), {})
            for resource in self.of_type(type_token):
                found = text_at(resource.inputs, *path)
                if isinstance(found, str):
                    index.setdefault(found, []).append(resource)
        return tuple(self._by_text[type_token, path].get(text, ()))

    def referenced(self, resource: Resource, key: str, *types: str) -> Resource | None:
        """The resource of one of the types that a top-level property's value comes from; None where it is not one."""
        urns = resource.property_dependencies.get(key, ())
        found = [self.graph.by_urn[urn] for urn in urns if urn in self.graph.by_urn]
        matching = [candidate for candidate in found if candidate.type in types]
        return matching[0] if len(matching) == 1 else None

    def dependents(self, resource: Resource, *types: str) -> tuple[Resource, ...]:
        """The resources of the types with a property whose value comes from this one, by URN."""
        return tuple(found for found in self._dependents.get(resource.urn, ()) if found.type in types)

    def component(self, resource: Resource) -> Resource | None:
        """The nearest InferenceService above a resource."""
        return self._above(resource, COMPONENT)

    def guard(self, resource: Resource) -> Resource | None:
        """The nearest BudgetGuard above a resource."""
        return self._above(resource, GUARD)

    def _above(self, resource: Resource, type_: str) -> Resource | None:
        if type_ not in self._by_type:
            return None
        parent = self.graph.by_urn.get(resource.parent)
        while parent is not None and parent.type != type_:
            parent = self.graph.by_urn.get(parent.parent)
        return parent

    def siblings(self, resource: Resource, *types: str) -> tuple[Resource, ...]:
        """The resources of the types below the same InferenceService, by URN."""
        component = self.component(resource)
        return () if component is None else self.parts(component, *types)

    def parts(self, component: Resource, *types: str) -> tuple[Resource, ...]:
        """The resources of the types below an InferenceService or a BudgetGuard, by URN."""
        return tuple(found for found in self._below.get(component.urn, ()) if found.type in types)

    def provider(self, resource: Resource) -> Resource | None:
        return self.graph.by_urn.get(resource.provider)

    @cached_property
    def _of_types(self) -> dict[tuple[str, ...], tuple[Resource, ...]]:
        return {}

    @cached_property
    def _by_text(self) -> dict[tuple[str, tuple[str, ...]], dict[str, list[Resource]]]:
        return {}

    @cached_property
    def _by_type(self) -> Mapping[str, Sequence[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.graph.resources:
            found.setdefault(resource.type, []).append(resource)
        return found

    @cached_property
    def _dependents(self) -> Mapping[str, tuple[Resource, ...]]:
        found: dict[str, dict[str, Resource]] = {}
        for resource in self.graph.resources:
            for urns in resource.property_dependencies.values():
                for urn in urns:
                    found.setdefault(urn, {})[resource.urn] = resource
        return {urn: by_urn(group.values()) for urn, group in found.items()}

    @cached_property
    def _below(self) -> Mapping[str, tuple[Resource, ...]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.graph.resources:
            for above in (self.component(resource), self.guard(resource)):
                if above is not None:
                    found.setdefault(above.urn, []).append(resource)
        return {urn: by_urn(group) for urn, group in found.items()}


def by_urn(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    return tuple(sorted(resources, key=lambda resource: resource.urn))


def value_at(properties: Mapping[str, Value], *path: str | int) -> Value:
    """The value at a path; None where nothing is there, `UNKNOWN` where it, or what holds it, is not known."""
    if not path:
        return dict(properties)
    value = properties.get(str(path[0]))
    for step in path[1:]:
        value = value.value if isinstance(value, Secret) else value
        match value, step:
            case Unknown(), _:
                return UNKNOWN
            case dict(), str():
                value = value.get(step)
            case list(), int():
                value = value[step] if step < len(value) else None
            case _:
                return None
    return value.value if isinstance(value, Secret) else value


def default_tags_of(provider: Resource) -> Value:
    """Tags or labels that a provider gives to all its resources; programs hand them to it as JSON in a text."""
    for key, *path in _DEFAULT_TAGS:
        found = provider.inputs.get(key)
        found = found.value if isinstance(found, Secret) else found
        if found is not None:
            return value_at({key: _parsed(found)}, key, *path)
    return None


def _parsed(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    try:
        return cast(Value, json.loads(value))
    except ValueError:
        return None


def number_at(properties: Mapping[str, Value], *path: str | int) -> Decimal | Unknown | None:
    """The number at a path, also where it is written as text; `UNKNOWN` for anything else that is there."""
    match value_at(properties, *path):
        case None:
            return None
        case bool() | Unknown():
            return UNKNOWN
        case int() | float() | str() as number:
            try:
                return Decimal(str(number))
            except InvalidOperation:
                return UNKNOWN
        case _:
            return UNKNOWN


def text_at(properties: Mapping[str, Value], *path: str | int) -> str | Unknown | None:
    """The text at a path; `UNKNOWN` for anything else that is there."""
    match value_at(properties, *path):
        case None:
            return None
        case str() as text:
            return text
        case bool() as flag:
            return "true" if flag else "false"
        case _:
            return UNKNOWN
