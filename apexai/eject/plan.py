"""Which component a resource is in, and what is in a component."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from apexai.eject.brakes import Brake
from apexai.eject.refusal import cannot_follow
from apexai.eject.values import traces_of
from apexai.graph.offline.tracing import TracedProgram, TracedResource


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A traced program, read as a tree of components."""

    program: TracedProgram
    brake: Brake | None = None
    absent: frozenset[str] = frozenset()
    """URNs of resources that there are not while the brake holds."""

    @cached_property
    def by_urn(self) -> Mapping[str, TracedResource]:
        return {resource.urn: resource for resource in self.program.resources}

    @cached_property
    def roots(self) -> tuple[TracedResource, ...]:
        return tuple(resource for resource in self.program.resources if self.parent(resource) is None)

    def at(self, index: int) -> TracedResource:
        return self.program.resources[index]

    def origin(self, number: int) -> Mapping[str, Any]:
        return self.program.origins[number]

    def parent(self, resource: TracedResource) -> TracedResource | None:
        index = resource.options.get("parent")
        return None if index is None else self.at(index)

    def children(self, component: TracedResource) -> tuple[TracedResource, ...]:
        """In the order in which the program makes them."""
        return tuple(child for child in self.program.resources if self.parent(child) is component)

    def is_below(self, resource: TracedResource, component: TracedResource) -> bool:
        above = self.parent(resource)
        return above is component or (above is not None and self.is_below(above, component))

    @cached_property
    def uses(self) -> Mapping[str, Counter[int]]:
        """Component → how often each trace is asked for, in the values of its children and in its own outputs."""
        components = [resource for resource in self.program.resources if not resource.custom]
        return {component.urn: self._uses(component) for component in components}

    def check(self) -> None:
        """What an option says that is no data can't be written.

        Raises:
            EjectError: there is such an option.
        """
        for resource in self.program.resources:
            for option in (*resource.options.get("not_followed", ()), *resource.options.keys() & {"provider"}):
                raise cannot_follow(resource=resource.name, at=f"option {option}", why="it is code of this library")

    def _uses(self, component: TracedResource) -> Counter[int]:
        counted: Counter[int] = Counter()
        values = [child.arguments for child in self.children(component) if child.custom]
        for number in traces_of([*values, dict(component.record.get("outputs", {}))]):
            self._count(number, counted)
        return counted

    def _count(self, number: int, counted: Counter[int]) -> None:
        counted[number] += 1
        if counted[number] > 1:
            return
        origin = self.origin(number)
        for inner in traces_of([origin.get("of"), origin.get("arguments")]):
            self._count(inner, counted)
