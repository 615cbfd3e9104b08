"""What a rule is given: one resource, the service that it belongs to and, for stack rules, all the others."""

import datetime
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, TypeVar, cast

from apexai.graph import Resource, ResourceGraph
from apexai.policy.property import Property, UnknownReached
from apexai.policy.rule import NotApplicable, ParameterValue
from apexai.policy.settings import Settings
from apexai.policy.spend import Spend

SERVICE: Final = "apexai:index:InferenceService"
GUARD: Final = "apexai:index:BudgetGuard"
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What holds for all resources of an evaluation."""

    as_of: datetime.date
    settings: Settings = field(default_factory=Settings)
    spends: Mapping[str, Spend] = field(default_factory=dict)
    """URN of a service, or of a guard that stands alone → what it costs, or watches."""


class Subject:
    """The resource that a rule judges."""

    __slots__ = ("_parameters", "_stack", "_surroundings", "circumstances", "resource")

    def __init__(
        self,
        resource: Resource,
        *,
        surroundings: Mapping[str, Resource],
        circumstances: Circumstances,
        parameters: Mapping[str, ParameterValue],
        stack: "Stack | None" = None,
    ) -> None:
        self.resource: Final = resource
        self.circumstances: Final = circumstances
        self._surroundings: Final = surroundings
        self._parameters: Final = parameters
        self._stack: Final = stack

    @property
    def inputs(self) -> Property:
        """All inputs."""
        return Property(dict(self.resource.inputs))

    def __getitem__(self, path: str) -> Property:
        """The input at a dotted path."""
        return self.inputs[path]

    @property
    def type(self) -> str:
        return self.resource.type

    @property
    def name(self) -> str:
        return self.resource.name

    @property
    def urn(self) -> str:
        return self.resource.urn

    @property
    def provider(self) -> Property:
        """The inputs of its provider; empty where the source does not know them."""
        provider = self._surroundings.get(self.resource.provider)
        return Property(dict(provider.inputs) if provider else None)

    @property
    def service(self) -> "Service | None":
        """The service that it is, or is part of."""
        found = service_of(self.resource, self._surroundings)
        return Service(found) if found else None

    @property
    def ancestors(self) -> Iterator[Resource]:
        """Its parent, the parent's parent and so on, as far as the source shows them."""
        seen = {self.urn}
        found = self._surroundings.get(self.resource.parent)
        while found is not None and found.urn not in seen:
            yield found
            seen.add(found.urn)
            found = self._surroundings.get(found.parent)

    def spec(self, path: str) -> Property:
        """A field of its service's spec, with defaults filled in, without the leading `spec.`.

        Raises:
            NotApplicable: it belongs to no service.
        """
        service = self.service
        if service is None:
            raise NotApplicable("it belongs to no service")
        return service.spec(path)

    @property
    def environment(self) -> str:
        """`dev`, `staging`, `prod` or own.

        Raises:
            UnknownReached: nobody says.
        """
        service = self.service
        declared = service.environment if service else ""
        if not (declared or self.circumstances.settings.environment):
            raise UnknownReached("spec.environment", "is not declared: write it, or set the stack's apexai:environment")
        return declared or self.circumstances.settings.environment

    @property
    def spend(self) -> Spend:
        """What the service costs, or the guard watches.

        Raises:
            UnknownReached: there is no estimate.
        """
        spend = self.circumstances.spends.get(self.urn)
        if spend is None:
            raise UnknownReached("", "there is no cost estimate")
        return spend

    @property
    def stack(self) -> "Stack":
        """All resources; of stack rules only."""
        if self._stack is None:
            raise LookupError("a resource rule does not see the stack")
        return self._stack

    def others(self, *types: str) -> "tuple[Subject, ...]":
        """The stack's resources of these types, by URN; of stack rules only."""
        return tuple(self._beside(resource) for resource in self.stack.of_type(*types))

    def siblings(self) -> "tuple[Subject, ...]":
        """What has the same parent, itself included, by URN; of stack rules only."""
        return tuple(self._beside(resource) for resource in self.stack.children(self.resource.parent))

    def at(self, urns: Iterable[str]) -> "tuple[Subject, ...]":
        """The resources with these URNs that the stack has; of stack rules only."""
        by_urn = self.stack.graph.by_urn
        return tuple(self._beside(by_urn[urn]) for urn in sorted(set(urns)) if urn in by_urn)

    def parts(self) -> "Iterator[Subject]":
        """Everything below it, by URN; of stack rules only."""
        return (self._beside(resource) for resource in self.stack.below(self.urn))

    def limit(self, name: str) -> Decimal | None:
        """A parameter that is a number; None where it is not set."""
        value = self._parameters[name]
        return None if value is None else Decimal(str(value))

    def texts(self, name: str) -> tuple[str, ...]:
        """A parameter that is a list of texts."""
        value = self._parameters[name]
        return value if isinstance(value, tuple) else ()

    def wired(self, path: str, *types: str) -> bool:
        """True where the input is an output of a resource of one of these types, known or not."""
        urns = self.resource.property_dependencies.get(path.split(".")[0], ())
        return any(type_of(urn) in types for urn in urns)

    def _beside(self, resource: Resource) -> "Subject":
        return Subject(
            resource,
            surroundings=self._surroundings,
            circumstances=self.circumstances,
            parameters=self._parameters,
            stack=self._stack,
        )


class Service:
    """An InferenceService, read by the paths of its spec."""

    __slots__ = ("resource",)

    def __init__(self, resource: Resource) -> None:
        self.resource: Final = resource

    @property
    def urn(self) -> str:
        return self.resource.urn

    def spec(self, path: str) -> Property:
        """A field of the spec, with defaults filled in; `path` goes without the leading `spec.`."""
        return Property(self.resource.inputs.get("resolved"))[f"spec.{path}"]

    def written(self, path: str) -> Property:
        """A field of the spec as somebody wrote it."""
        return Property(self.resource.inputs.get("spec"))[f"spec.{path}"]

    def metadata(self, path: str) -> Property:
        return Property(self.resource.inputs.get("resolved"))[f"metadata.{path}"]

    @property
    def environment(self) -> str:
        """What the spec says, else what the stack said to the component; empty where neither does."""
        return self.spec("environment").text() or Property(self.resource.inputs.get("environment")).text()


class Stack:
    """All resources of a graph, in the order of their URNs."""

    __slots__ = ("_children", "_found", "_types", "complete", "graph")

    def __init__(self, graph: ResourceGraph) -> None:
        self.graph: Final = graph
        self.complete: Final = not (graph.partial or graph.opaque)
        self._found: Final[dict[Hashable, object]] = {}
        self._types: Final[dict[str, list[Resource]]] = {}
        self._children: Final[dict[str, list[Resource]]] = {}
        for resource in sorted(graph.resources, key=lambda resource: resource.urn):
            self._types.setdefault(resource.type, []).append(resource)
            self._children.setdefault(resource.parent, []).append(resource)

    def once(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` gives, asked once an evaluation, so that a rule over n resources takes n steps.

        Args:
            find: May depend on the key and the resources, on nothing else.
        """
        if key not in self._found:
            self._found[key] = find()
        return cast(Found, self._found[key])

    def of_type(self, *types: str) -> tuple[Resource, ...]:
        found = [resource for type_ in types for resource in self._types.get(type_, ())]
        return tuple(sorted(found, key=lambda resource: resource.urn))

    def children(self, urn: str) -> tuple[Resource, ...]:
        """What has this resource as its parent, by URN."""
        return tuple(self._children.get(urn, ()))

    def below(self, urn: str) -> Iterator[Resource]:
        seen = {urn}
        waiting = list(reversed(self._children.get(urn, ())))
        while waiting:
            child = waiting.pop()
            if child.urn in seen:
                continue
            seen.add(child.urn)
            yield child
            waiting.extend(reversed(self._children.get(child.urn, ())))

    def require_complete(self) -> None:
        """Keep a rule from concluding that something does not exist.

        Raises:
            UnknownReached: the graph leaves resources out.
        """
        if not self.complete:
            raise UnknownReached("", "the source does not show all resources of the stack")


def service_of(resource: Resource, surroundings: Mapping[str, Resource]) -> Resource | None:
    """The nearest InferenceService, the resource itself included."""
    seen: set[str] = set()
    found: Resource | None = resource
    while found is not None and found.urn not in seen:
        if found.type == SERVICE:
            return found
        seen.add(found.urn)
        found = surroundings.get(found.parent)
    return None


def type_of(urn: str) -> str:
    """The type token that a URN holds, without those of its parents."""
    parts = urn.split("::")
    return parts[2].rsplit("$", 1)[-1] if len(parts) > 2 else ""
